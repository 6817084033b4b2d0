import Foundation
import HTTPServer
import HTTPTypes
import TestSupport
import Testing

@testable import PlannerAPI

/// What is wrong with a question for a picture, and what is not.
@Suite struct `Questions for pictures` {
    private let service: Service

    init() throws { service = try Service() }

    @Test(
        arguments: [
            ("frontier.svg?budget_max=1e22", "budget_min", "is required: the least value"),
            ("frontier.svg?budget_min=1e22&budget_max=1e20", "budget_max", "min 1e+22 is above max 1e+20"),
            ("frontier.svg?budget_min=1e20&budget_max=x", "budget_max", "\"x\" is not a number"),
            ("frontier.svg?budget_min=1e20&budget_max=1e22&points=1", "points", "1 is out of range"),
            ("frontier.svg?budget_min=1e20&budget_max=1e22&points=97", "budget_min", "makes 97 budgets of a picture"),
            (
                "frontier.svg?budget_min=1e20&budget_max=1e22&scenarios=best_case,best", "scenarios",
                "\"best\" is not known"
            ),
            (
                "frontier.svg?budget_min=1e20&budget_max=1e22&student=1B..1M", "student",
                "min 1000000000 is above max 1000000"
            ),
            (
                "frontier.svg?budget_min=1e20&budget_max=1e22&max_epochs=2", "max_epochs",
                "means nothing without unique_tokens"
            ),
            ("frontier.svg?budget_min=1e20&budget_max=1e22&draws=8", "draws", "cannot be told: the law busbridge-2025"),
            ("frontier.svg?budget_min=1e20&budget_max=1e22&teacher_loss=2", "teacher", "is required: the budget pays"),
            ("frontier.svg?budget_min=1e20&budget_max=1e22&law=nobody", "law", "\"nobody\" is not known"),
            (
                "frontier.svg?budget_min=1e20&budget_max=1e22&theme=blue", "theme",
                "\"blue\" is not known; known are light, dark"
            ),
            ("frontier.svg?budget_min=1e20&budget_max=1e22&width=10", "width", "10 is out of range"),
            ("frontier.svg?budget_min=1e20&budget_max=1e22&show=student_loss", "show", "is not a query parameter here"),
            ("frontier.svg?budget_min=1e20&budget_max=1e22&colour=red", "colour", "is not a query parameter here"),
            ("map.svg?y=teacher.loss", "x", "is required: what stands along the axis"),
            ("map.svg?x=speed", "x", "\"speed\" is not known"),
            (
                "map.svg?x=student.tokens&x_min=1B&x_max=1T&x_points=200&y=teacher.loss&y_min=2&y_max=3&y_points=51",
                "y",
                "makes 10200 cells of a picture, and 10000 are the most"
            ),
        ])
    func `that are asked for wrongly are refused by the parameter's name`(
        path: String, parameter: String, detail: String
    ) throws {
        let response = service.get("/" + path)
        #expect(response.status == 422 && response.field("Content-Type") == "application/problem+json")
        let errors = try response.json().at("errors").elements.unwrapped()
        let found = errors.filter { $0["parameter"]?.text == parameter }.compactMap { $0["detail"]?.text }
        #expect(found.contains { $0.hasPrefix(detail) }, "\(errors)")
        #expect(errors.allSatisfy { $0["pointer"] == nil })
    }

    @Test func `have all that is wrong with them named at once`() throws {
        let response = service.get("/frontier.svg?budget_min=x&theme=blue&law=nobody&width=1")
        let names = try response.json().at("errors").elements.unwrapped().compactMap { $0["parameter"]?.text }
        #expect(Set(names) == ["budget_min", "budget_max", "theme", "law", "width"])
        let posted = service.send(
            .post, "/frontier?format=svg&theme=blue", Array(#"{"budgets": [], "sizes": [1e9, 2e9]}"#.utf8))
        let errors = try posted.json().at("errors").elements.unwrapped()
        #expect(Set(errors.compactMap { $0["parameter"]?.text ?? $0["pointer"]?.text }) == ["theme", "/budgets"])
    }

    @Test(
        arguments: [
            (#"{"budgets": 1e21, "sizes": [1e9, 2e9]}"#, "/sizes", "makes 2 sizes of a picture, and 1 are the most"),
            (
                #"{"budgets": {"min": 1e20, "max": 1e22, "points": 96}, "student": {"params": {"min": 1e9, "max": 2e9}}, "support": "constrain", "law": "busbridge-2025-refit", "uncertainty": {"draws": 8}}"#,
                "/budgets", "makes 786432 searches of a picture"
            ),
        ])
    func `that would take too long are refused`(body: String, pointer: String, detail: String) throws {
        let response = service.send(.post, "/frontier?format=svg", Array(body.utf8))
        let errors = try response.json().at("errors").elements.unwrapped()
        #expect(response.status == 422)
        #expect(
            errors.contains { $0["pointer"]?.text == pointer && $0["detail"]?.text?.hasPrefix(detail) == true },
            "\(errors)")
    }

    /// Of a menu or a measured loss the training is not known, and is not asked for.
    @Test func `of a teacher that exists have the scenarios that it can be priced in`() throws {
        let drawn = try Drawn(
            service.get("/frontier.svg?budget_min=1e20&budget_max=1e22&points=3&student=1B&teacher_loss=2.0&teacher=3B")
                .bytes.unwrapped())
        let lines = Set(drawn.root.all.compactMap { $0.attributes["data-line"] })
        #expect(lines == ["best case", "teacher inference", "supervised"])
    }

    @Test func `have all their parameters on the page of pictures`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/pictures.md")
        let page = try String(contentsOf: file, encoding: .utf8)
        for question in PictureQuestion.allCases {
            let names = question.query.parameters.map(\.name) + PictureStyle.names(for: question)
            for name in names { #expect(page.contains("`\(name)`"), "\(name)") }
        }
    }
}
