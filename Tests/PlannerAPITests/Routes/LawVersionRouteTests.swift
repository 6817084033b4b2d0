import Foundation
import HTTPServer
import HTTPTypes
import PlannerAPI
import ScalingLaws
import Store
import TestSupport
import Testing

@Suite struct `Laws of one's own` {
    let service: Service

    init() throws { service = try Service() }

    /// A supervised law of this name and E.
    private static func body(_ name: String = "ours", E: Double = 1.82, more: String = "") -> String {
        """
        {"name": "\(name)", "summary": "Our own.", "source": {"paper": "notes", "place": "page 3"},
         "supervised": {"E": \(E), "A": 482, "B": 2085, "alpha": 0.348, "beta": 0.366, "gamma": 1},
         "parameter_counting": "all", "corpus": {"dataset": "crawl", "tokenizer": "64k"}\(more)}
        """
    }

    private func post(_ body: String) -> ServerResponse {
        service.send(.post, "/laws", Array(body.utf8), [.contentType: "application/json"])
    }

    private func put(_ alias: String, _ law: String) -> ServerResponse {
        service.send(
            .put, "/laws/aliases/\(alias)", Array(#"{"law": "\#(law)"}"#.utf8), [.contentType: "application/json"])
    }

    @Test func `are numbered, are there at once, and are not doubled`() throws {
        let first = post(Self.body())
        #expect(first.status == 201 && first.field("Location") == "/laws/ours/versions/1")
        #expect(post(Self.body(E: 1.9)).field("Location") == "/laws/ours/versions/2")
        let again = post(Self.body())
        #expect(again.status == 200 && again.field("Location") == "/laws/ours/versions/1")
        #expect(again.bytes == first.bytes && service.get("/laws/ours/versions/1").bytes == first.bytes)
        #expect(try service.get("/laws/ours").json().at("version").double == 2)
        #expect(try service.get("/laws/ours").json().at("versions").elements?.count == 2)
        let plans = ["ours", "ours@2", "ours@1"].map {
            service.plan(#"{"budget_flops": 1e21, "law": "\#($0)"}"#)
        }
        #expect(plans.allSatisfy { $0.status == 200 } && plans[0].bytes == plans[1].bytes)
        #expect(plans[0].bytes != plans[2].bytes)
    }

    @Test func `have every coefficient as it was sent, and every fault named at once`() throws {
        let law = try post(Self.body()).json().at("coefficients")
        #expect(try law.at("supervised.B").double == 2085 && law.at("supervised.gamma").double == 1)
        let wrong = post(
            #"{"name": "hoffmann-2022", "summary": "", "supervised": {"E": 0, "A": 1}, "architecture": {"context": 1}, "#
                + #""support": {"hull": [{"student.params": 1, "student.tokens": 1, "teacher.loss": 40}]}, "#
                + #""draws": {"resampling": "day", "laws": [{"supervised.E": -1, "supervised.C": 1}]}}"#)
        #expect(wrong.status == 422)
        let places = try wrong.json().at("errors").elements?.compactMap { $0["pointer"]?.text } ?? []
        for place in [
            "/name", "/summary", "/source", "/supervised/E", "/supervised/gamma", "/parameter_counting", "/corpus",
            "/architecture/ffn_matrices", "/support/hull/0/teacher.loss", "/draws/resampling", "/draws/resamples",
            "/draws/laws/0/supervised.E", "/draws/laws/0/supervised.A", "/draws/laws/0/supervised.C",
        ] { #expect(places.contains(place), "\(place) in \(places)") }
    }

    @Test func `cannot have flat hulls, or more draws than resamples`() throws {
        let point = #"{"student.params": 1e9, "student.tokens": 1e10, "teacher.loss": 2}"#
        let flat = post(Self.body(more: #", "support": {"hull": [\#(point)]}"#))
        #expect(try flat.json().at("errors").elements?.first?.at("pointer").text == "/support/hull")
        let draw =
            #"{"supervised.E": 1, "supervised.A": 1, "supervised.B": 1, "supervised.alpha": 1, "#
            + #""supervised.beta": 1, "supervised.gamma": 1}"#
        let many = post(
            Self.body(more: #", "draws": {"resampling": "run", "resamples": 1, "laws": [\#(draw), \#(draw)]}"#))
        #expect(try many.json().at("errors").elements?.first?.at("pointer").text == "/draws/resamples")
    }

    @Test func `show their draws, in the order in which plans take them`() throws {
        let set = try CoefficientSet.published(CoefficientSet.defaultName)
        let draws = LawDraws.planted(around: set, count: 9)
        _ = try service.store.addLaw(set.with(draws: draws, provenance: .sample))
        let shown = try service.get("/laws/mine").json()
        #expect(try shown.at("draws", "count").double == 9 && shown.at("draws", "failures").double == 1)
        #expect(try shown.at("provenance", "data_sha256").text == Provenance.sample.dataDigest)
        let table = try service.get("/laws/mine/versions/1/draws").whole().json()
        let rows = try table.at("draws").elements.unwrapped()
        #expect(rows.count == 9)
        for (row, law) in zip(rows, draws.laws) {
            #expect(row.names == Coefficient.allCases.map(\.rawValue))
            for coefficient in Coefficient.allCases {
                #expect(try row.at(coefficient.rawValue).double == law[coefficient])
            }
        }
        let csv = try service.get("/laws/mine/versions/1/draws?format=csv").whole().text
        #expect(csv.components(separatedBy: "\r\n").count == 11 && csv.hasPrefix("supervised.E,supervised.A,"))
    }

    @Test func `are promoted in one call, and answers name the version and the alias`() throws {
        _ = [post(Self.body()), post(Self.body(E: 1.9))]
        let question = #"{"budget_flops": 1e21, "student": {"params": "1B"}, "law": "production"}"#
        #expect(service.plan(question).status == 422)
        #expect(put("production", "ours@1").status == 200)
        let first = try service.plan(question).json()
        #expect(try first.at("law") == ["name": "ours", "version": .number(1), "alias": "production"])
        // What is asked is the version: by whatever name, it is the same plan.
        let named = try service.plan(question.replacing("production", with: "ours@1")).json()
        #expect(try first.at("id") == named.at("id") && named.at("law").names == ["name", "version"])
        let moved = try put("production", "ours@2").json()
        #expect(try moved.at("previous") == ["name": "ours", "version": .number(1)])
        #expect(try moved.at("changed_at").text == "2026-01-02T03:04:05Z")
        let second = try service.plan(question).json()
        #expect(try second.at("law", "version").double == 2 && second.at("id") != first.at("id"))
        let history = try service.get("/laws/aliases/production").json()
        #expect(try history.at("changes").elements?.count == 2)
        #expect(try service.get("/laws/production").json().at("aliases") == .array(["production"]))
        #expect(service.send(.delete, "/laws/aliases/production").status == 200)
        #expect(service.plan(question).status == 422)
        #expect(service.get("/laws/ours@2").status == 200)
    }

    @Test func `keep the names of aliases, of published laws and of paths free`() throws {
        #expect(put("production", "hoffmann-2022@1").status == 200)
        let taken = post(Self.body("production"))
        #expect(try taken.status == 409 && taken.json().at("type").text == "urn:distill-planner:name-taken")
        #expect(put("hoffmann-2022", "besiroglu-2024@1").status == 409)
        for name in ["busbridge-2025", "aliases", "compare"] {
            let reserved = post(Self.body(name))
            #expect(try reserved.status == 422 && reserved.json().at("errors").elements?.count == 1)
        }
        for law in ["hoffmann-2022", "hoffmann-2022@2", "hoffmann-2022@01", "nobody@1"] {
            #expect(put("next", law).status == 422)
        }
    }

    @Test func `are compared on the same questions`() throws {
        func compare(_ laws: String, _ plans: String) throws -> JSONValue {
            let body = #"{"laws": [\#(laws)], "plans": [\#(plans)]}"#
            return try service.send(.post, "/laws/compare", Array(body.utf8)).json()
        }
        let question = #"{"budget_flops": 1e21, "student": {"params": "1B"}, "scenario": "best_case"}"#
        let same = try compare(#""busbridge-2025", "busbridge-2025@1""#, question)
        #expect(try same.at("coefficients").elements == [])
        let equal = try same.at("plans").elements.unwrapped()[0].at("difference")
        #expect(try equal.at("same_recommendation") == .bool(true) && equal.at("supervised_loss").double == 0)
        #expect(try equal.at("student_tokens_ratio").double == 1)
        #expect(try equal.at("regret_of_first_under_second").double == 0)
        let other = try compare(#""busbridge-2025", "busbridge-2025-printed""#, question)
        #expect(try other.at("coefficients").elements?.count == 1)
        let plan = try other.at("plans").elements.unwrapped()[0]
        for (index, law) in ["busbridge-2025", "busbridge-2025-printed"].enumerated() {
            let answer = try plan.at("answers").elements.unwrapped()[index]
            let asked = try service.plan(question.dropLast() + #", "law": "\#(law)"}"#).json()
            #expect(try answer.at("recommendation") == asked.at("recommendation"))
            #expect(try answer.at("distillation", "student_loss") == asked.at("distillation", "student", "loss"))
        }
        #expect(try plan.at("difference", "regret_of_first_under_second").double.unwrapped() > 0)
        let refused = try compare(
            #""busbridge-2025", "hoffmann-2022""#, #"{"budget_flops": 1, "law": "x"}, {"teacher": {}}"#)
        let places = try refused.at("errors").elements?.compactMap { $0["pointer"]?.text }
        #expect(places == ["/plans/0/law"])
    }
}

@Suite struct `Plans under the draws of a law` {
    let service: Service

    init() throws {
        service = try Service()
        let set = try CoefficientSet.published(CoefficientSet.defaultName)
        _ = try service.store.addLaw(set.with(draws: .planted(around: set, count: 40)))
    }

    private func plan(_ more: String, law: String = "mine") throws -> ServerResponse {
        service.plan(#"{"budget_flops": 1e22, "student": {"params": "1B"}, "law": "\#(law)"\#(more)}"#)
    }

    @Test func `say what was asked, the same to the byte, and change nothing else`() throws {
        let certain = try plan("")
        let uncertain = try plan(#", "uncertainty": {"draws": 16, "level": 0.8}"#)
        #expect(uncertain.status == 200)
        #expect(try plan(#", "uncertainty": {"draws": 16, "level": 0.8}"#).bytes == uncertain.bytes)
        let (one, other) = try (certain.json(), uncertain.json())
        #expect(one["uncertainty"] == nil)
        for name in ["recommendation", "loss_advantage", "distillation", "supervised", "law", "solver"] {
            #expect(try one.at(name) == other.at(name))
        }
        #expect(try one.at("id") != other.at("id"))
        let answer = try other.at("uncertainty")
        #expect(try answer.at("draws").double == 16 && answer.at("level").double == 0.8)
        #expect(try answer.at("resampling").text == "configuration")
        let interval = try answer.at("this_plan", "distillation_loss")
        #expect(try interval.at("lower").double.unwrapped() < interval.at("upper").double.unwrapped())
        #expect(try plan(#", "uncertainty": {}"#).json().at("uncertainty", "draws").double == 40)
    }

    @Test func `warn where the draws cannot tell`() throws {
        // Where supervised training catches up, by the law's own coefficients.
        let answer = try service.plan(
            #"{"budget_flops": 1.6e22, "student": {"params": "1B"}, "law": "mine", "scenario": "best_case", "uncertainty": {}}"#
        ).json()
        let interval = try answer.at("uncertainty", "optimum", "loss_advantage")
        let (lower, upper) = try (interval.at("lower").double.unwrapped(), interval.at("upper").double.unwrapped())
        try #require(lower <= 0 && upper >= 0)
        let warning = try answer.at("warnings").elements?.first { $0["code"]?.text == "undecided" }.unwrapped()
        #expect(warning?["min"]?.double == lower && warning?["max"]?.double == upper)
        #expect(try warning?["value"] == answer.at("uncertainty", "probability_distill_beats_supervised", "share"))
        let decided = try plan(#", "uncertainty": {}"#).json()
        #expect(try decided.at("uncertainty", "optimum", "loss_advantage", "upper").double.unwrapped() < 0)
        #expect(try decided.at("warnings").elements?.contains { $0["code"]?.text == "undecided" } == false)
    }

    @Test(arguments: [
        (#", "uncertainty": {"draws": 7}"#, "/uncertainty/draws"),
        (#", "uncertainty": {"draws": 8.5}"#, "/uncertainty/draws"),
        (#", "uncertainty": {"draws": 41}"#, "/uncertainty/draws"),
        (#", "uncertainty": {"level": 1}"#, "/uncertainty/level"), (#", "uncertainty": 8"#, "/uncertainty"),
        (#", "uncertainty": {"seed": 1}"#, "/uncertainty/seed"),
    ])
    func `are refused with the field that is wrong`(more: String, place: String) throws {
        let response = try plan(more)
        #expect(response.status == 422)
        #expect(try response.json().at("errors").elements?.map { $0["pointer"]?.text } == [place])
    }

    @Test func `name the laws that have draws where one has none, and go with no family`() throws {
        let none = try plan(#", "uncertainty": {}"#, law: "busbridge-2025").json()
        #expect(
            try none.at("errors").elements?.first?.at("detail").text
                == "cannot be told: the law busbridge-2025@1 has no resampled draws; those that have are "
                + "busbridge-2025-refit@2, mine@1")
        let family = service.plan(
            #"{"budget_flops": 1e22, "students": [{"params": "1B"}], "law": "mine", "uncertainty": {}}"#)
        #expect(try family.json().at("errors").elements?.first?.at("pointer").text == "/uncertainty")
    }

    @Test func `add columns to tables that ask for them, and none to others`() throws {
        func rows(_ path: String, _ body: String) throws -> [JSONValue] {
            let response = try service.send(.post, path, Array(body.utf8)).whole()
            return try response.json().at(path == "/predict" ? "predictions" : "points").elements.unwrapped()
        }
        let frontier = #"{"budgets": [1e21, 1e22], "law": "mine", "student": {"params": "1B"}"#
        let plain = try rows("/frontier", frontier + "}")
        let banded = try rows("/frontier", frontier + #", "uncertainty": {}}"#)
        for (one, other) in zip(plain, banded) {
            let names = try one.names.unwrapped()
            #expect(other.names?.prefix(names.count).elementsEqual(names) == true)
            #expect(other.names?.count == names.count + 7)
            #expect(
                try other.at("student_loss_lower").double.unwrapped()
                    < other.at("student_loss_upper").double.unwrapped())
        }
        let optimum = try plan(#", "uncertainty": {}"#).json().at("uncertainty", "optimum")
        #expect(
            try banded[1].at("student_loss_upper") == optimum.at("distillation", "student_loss", "upper"))
        let predictions = try rows(
            "/predict",
            #"[{"student": {"params": 1e9, "tokens": 1e11}, "law": "mine", "uncertainty": {"draws": 8}}, {"student": {"params": 1e9, "tokens": 1e11}}]"#
        )
        #expect(try predictions[0].at("supervised_loss_lower").double != nil)
        #expect(try predictions[1].at("supervised_loss_lower") == .null)
        #expect(predictions[0].names == predictions[1].names)
    }

    @Test func `are bounded together`() throws {
        let many = service.send(
            .post, "/frontier",
            Array(#"{"budgets": {"min": 1e20, "max": 1e22, "points": 25001}, "law": "mine", "uncertainty": {}}"#.utf8))
        let detail = try many.json().at("errors").elements?.first?.at("detail").text
        #expect(detail == "makes 1000040 searches, and 1000000 are the most")
        let candidates = (0..<1000).map { #"{"name": "t\#($0)", "loss": 2}"# }.joined(separator: ",")
        let target = service.plan(
            #"{"target_loss": 2.3, "law": "mine", "scenario": "best_case", "teacher": {"candidates": [\#(candidates)]}, "uncertainty": {}}"#
        )
        #expect(try target.json().at("errors").elements?.first?.at("pointer").text == "/uncertainty/draws")
        let searches = service.plan(
            #"{"target_loss": 2.3, "law": "mine", "support": "constrain", "uncertainty": {"draws": 8}}"#)
        // Eight draws, 64 plans to a loss, 256 sizes inside the runs.
        #expect(
            try searches.json().at("errors").elements?.first?.at("detail").text
                == "makes 131072 searches, and 65536 are the most")
    }
}
