import Foundation
import HTTPTypes
import PlannerAPI
import TestSupport
import Testing

@Suite struct `POST /plan` {
    private let service: Service
    private static let question = #"{"budget_flops": 1e22, "student": {"params": "1B"}}"#

    init() throws { service = try Service() }

    @Test func `answers with the fields of the contract in their order`() throws {
        let response = service.plan(Self.question)
        #expect(response.status == 200)
        #expect(response.field("Content-Type") == "application/json")
        #expect(response.field("Vary") == "Accept")
        let answer = try response.json()
        #expect(
            answer.names == [
                "id", "recommendation", "loss_advantage", "distillation", "supervised", "warnings", "active_bounds",
                "law", "solver",
            ])
        #expect(
            try answer.at("distillation").names == ["scenario", "costs", "student", "teacher", "flops", "shares"])
        let advantage = try answer.at("loss_advantage").double.unwrapped()
        let alone = try answer.at("supervised", "student", "loss").double.unwrapped()
        let distilled = try answer.at("distillation", "student", "loss").double.unwrapped()
        #expect(advantage == alone - distilled)
        #expect(try answer.at("recommendation").text == (advantage > 0 ? "distill" : "supervised"))
    }

    @Test func `adds up to the budget`() throws {
        let answer = try service.plan(Self.question).json()
        let parts = ["student_training", "teacher_logits", "teacher_pretraining"]
        let flops = try parts.map { try answer.at("distillation", "flops", $0).double.unwrapped() }
        let shares = try parts.map { try answer.at("distillation", "shares", $0).double.unwrapped() }
        #expect(try answer.at("distillation", "flops", "total").double == flops.reduce(0, +))
        // Two roundings of a sum of three.
        #expect(relativeError(flops.reduce(0, +), 1e22) < 1e-15)
        #expect(relativeError(shares.reduce(0, +), 1) < 1e-15)
    }

    @Test(arguments: [
        #"{"budget_flops": 10000000000000000000000, "student": {"params": 1000000000}}"#,
        #"{"student": {"params": 1e9}, "budget_flops": "1e22"}"#,
        #"{"student": {"params": "1G"}, "budget_flops": "1E+7P", "law": "busbridge-2025"}"#,
        #"{"student": {"params": "1000M"}, "budget_flops": 1e22, "law": "busbridge-2025@1"}"#,
        #"{"student": {"params": 1e9}, "budget_flops": 1e22, "scenario": "teacher_pretraining_inference"}"#,
        #"{"student": {"params": 1e9}, "budget_flops": 1e22, "costs": {"teacher_logits": 1.0, "teacher_pretraining": 1}}"#,
        #"{"student": {"params": 1e9, "tokens": {"min": 1e6}}, "budget_flops": 1e22, "teacher": {"params": {}}}"#,
        #"{"student": {"params": 1e9}, "budget_flops": 1e22, "architecture": {"context": 4096}}"#,
    ])
    func `answers the same question in other words with the same bytes`(words: String) {
        #expect(service.plan(words).text == service.plan(Self.question).text)
    }

    @Test func `knows no sign of zero`() {
        func costs(_ zero: String) -> String {
            #"{"budget_flops": 1e22, "student": {"params": 1e9}, "costs": {"teacher_logits": 1, "teacher_pretraining": \#(zero)}}"#
        }
        #expect(service.plan(costs("-0")).text == service.plan(costs("0")).text)
        #expect(service.plan(costs("-0")).status == 200)
    }

    @Test func `gives every other question another identifier`() throws {
        let questions = [
            Self.question,
            #"{"budget_flops": 1.0000000000000001e22, "student": {"params": 1000000001}}"#,
            #"{"budget_flops": 1.1e22, "student": {"params": "1B"}}"#,
            #"{"budget_flops": 1e22, "student": {"params": "1B"}, "law": "busbridge-2025-printed"}"#,
            #"{"budget_flops": 1e22, "student": {"params": "1B"}, "scenario": "best_case"}"#,
            #"{"budget_flops": 1e22, "student": {"params": "1B"}, "teacher": {"params": {"max": "7B"}}}"#,
            #"{"budget_flops": 1e22, "student": {"params": "1B"}, "teacher": {"tokens": {"max": "7B"}}}"#,
            #"{"budget_flops": 1e22, "student": {"params": "1B", "tokens": {"max": "7B"}}}"#,
            #"{"budget_flops": 1e22, "student": {"params": "1B"}, "architecture": {"context": 2048}}"#,
        ]
        let identifiers = try questions.map { try service.plan($0).json().at("id").text.unwrapped() }
        #expect(Set(identifiers).count == questions.count)
        #expect(identifiers.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{32}/) != nil })
    }

    @Test func `answers the same at any time`() throws {
        let later = try Service(time: Service.time.addingTimeInterval(1e8))
        #expect(later.plan(Self.question) == service.plan(Self.question))
    }

    @Test(arguments: [nil, "text/plain", "application/json", "multipart/form-data", "image/png"] as [String?])
    func `takes JSON under any name`(type: String?) {
        let response = service.send(
            .post, "/plan", Array(Self.question.utf8), type.map { [.contentType: $0] } ?? [:])
        #expect(response == service.plan(Self.question))
        #expect(response.status == 200)
    }

    @Test(arguments: ["busbridge-2025", "busbridge-2025-figure1", "hoffmann-2022"])
    func `names the least budget, which is then enough`(law: String) throws {
        func ask(_ budget: String) -> String {
            #"{"law": "\#(law)", "budget_flops": \#(budget), "student": {"params": "1B", "tokens": {"min": "3B"}}}"#
        }
        let refusal = service.plan(ask("1e12"))
        #expect(refusal.status == 422)
        let problem = try refusal.json()
        #expect(try problem.at("type").text == "urn:distill-planner:budget-too-small")
        guard case .number(let least) = try problem.at("least_budget_flops") else {
            Issue.record("no least budget")
            return
        }
        #expect(try problem.at("detail").text.unwrapped().contains("the cheapest costs \(least)."))
        #expect(service.plan(ask(least)).status == 200)
        let less = try Double(least).unwrapped() * (1 - 1e-9)
        #expect(service.plan(ask("\(less)")).status == 422)
    }

    @Test func `compares nothing under a law without a distillation part`() throws {
        let answer = try service.plan(
            #"{"law": "hoffmann-2022", "budget_flops": 5.76e23, "student": {"params": "70B"}}"#
        ).json()
        for name in ["recommendation", "loss_advantage", "distillation", "solver"] {
            #expect(try answer.at(name) == .null)
        }
        #expect(try answer.at("supervised", "flops", "total").double == 5.76e23)
        // Training costs 6 N D under this law.
        #expect(
            relativeError(try answer.at("supervised", "student", "tokens").double.unwrapped(), 5.76e23 / 42e10) < 1e-15)
        #expect(try codes(answer) == ["supervised_law_only", "extrapolation", "extrapolation"])
    }

    @Test func `warns of a law that misses its runs`() throws {
        let answer = try service.plan(
            #"{"law": "busbridge-2025-printed", "budget_flops": 1e21, "student": {"params": "1B"}}"#
        ).json()
        #expect(try codes(answer).first == "law_misfit")
        let warning = try answer.at("warnings").elements.unwrapped()[0]
        #expect(try warning.at("path").text == "/law")
        #expect(
            try warning.at("message").text
                == "This law misses the 354 runs digitised from Figure 1 by 1.1 % in the mean and by up to 5.9 %: "
                + "use it to reproduce the table, not to plan.")
    }

    @Test func `warns of bounds that hold the optimum and of budget that they leave`() throws {
        let answer = try service.plan(
            """
            {"budget_flops": 1e24, "student": {"params": "1B", "tokens": {"max": "100B"}}, "scenario": "best_case"}
            """
        ).json()
        #expect(try codes(answer).contains("active_bound"))
        #expect(try codes(answer).contains("unspent_budget"))
        #expect(try answer.at("active_bounds").elements.unwrapped().map(\.text).contains("student.tokens.max"))
        for warning in try answer.at("warnings").elements.unwrapped() {
            let path = try warning.at("path").text.unwrapped().split(separator: "/")
            let value = path.reduce(answer as JSONValue?) { value, name in value?[String(name)] }
            #expect(value != nil, "a warning points at nothing: \(path)")
        }
    }

    private func codes(_ answer: JSONValue) throws -> [String] {
        try answer.at("warnings").elements.unwrapped().map { try $0.at("code").text.unwrapped() }
    }
}
