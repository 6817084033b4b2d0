import HTTPServer
import HTTPTypes
import TestSupport
import Testing

@testable import PlannerAPI

/// What the pictures of `GET /frontier.svg` and `/map.svg` show, beside the tables of the same questions.
@Suite struct `Pictures` {
    private let service: Service

    init() throws { service = try Service() }

    private func frontier(_ query: String, status: Int = 200) throws -> Drawn {
        let response = service.get("/frontier.svg?" + query)
        #expect(response.status == status)
        return try Drawn(response.bytes.unwrapped())
    }

    private func rows(_ name: String, _ member: String, _ body: String) throws -> [JSONValue] {
        try service.send(.post, "/" + name, Array(body.utf8)).whole().json().at(member).elements.unwrapped()
    }

    /// Pixels are written to the tenth; those of a place are off by half of one, and so are both of the ticks that tell
    /// where it should be.
    private let tolerance = 0.15

    /// Every number of the table has its pixel on its line.
    @Test func `of a frontier have the table's numbers in their places`() throws {
        let drawn = try frontier("budget_min=1e20&budget_max=1e26&points=13&student=1B")
        let rows = try rows(
            "frontier", "points",
            """
            {"budgets": {"min": "1e20", "max": "1e26", "points": 13}, "student": {"params": "1B"},
             "scenarios": ["best_case", "teacher_inference", "teacher_pretraining", "teacher_pretraining_inference"]}
            """)
        #expect(rows.count == 52)
        let names = [
            "best_case": "best case", "teacher_inference": "teacher inference",
            "teacher_pretraining": "teacher pretraining",
            "teacher_pretraining_inference": "teacher pretraining + inference",
        ]
        let x = try drawn.ruler("x", isLogarithmic: true)
        let (losses, advantages) = (try drawn.ruler("y"), try drawn.ruler("y", 1))
        func expect(_ name: String, _ panel: Int, _ budget: Double, _ height: Double) {
            let points = drawn.nodes("data-line", name)[panel].lines.joined()
            #expect(
                points.contains { abs($0.x - x.pixel(budget)) < tolerance && abs($0.y - height) < tolerance },
                "\(name) \(budget)"
            )
        }
        for row in rows {
            let budget = try row.at("budget_flops").double.unwrapped()
            let name = try names[row.at("scenario").text.unwrapped()].unwrapped()
            expect(name, 0, budget, losses.pixel(try row.at("student_loss").double.unwrapped()))
            expect("supervised", 0, budget, losses.pixel(try row.at("supervised_loss").double.unwrapped()))
            expect(name, 1, budget, advantages.pixel(try row.at("loss_advantage").double.unwrapped()))
        }
    }

    /// A segment is solid where both its ends have no warning of an extrapolation, and dashed elsewhere.
    @Test func `of a frontier are dashed outside the runs`() throws {
        let drawn = try frontier("budget_min=1e20&budget_max=1e22&points=17&student=1B&scenarios=best_case")
        let rows = try rows(
            "frontier", "points",
            #"{"budgets": {"min": 1e20, "max": 1e22, "points": 17}, "student": {"params": "1B"}, "scenario": "best_case"}"#
        )
        let firm = try rows.map { row in
            let plan = try service.plan(
                #"{"budget_flops": \#(row.at("budget_flops").double.unwrapped()), "student": {"params": "1B"}, "scenario": "best_case"}"#
            ).json()
            return try plan.at("warnings").elements.unwrapped().allSatisfy { warning in
                let isOutside = try ["extrapolation", "outside_hull"].contains(warning.at("code").text)
                return try !(isOutside && warning.at("path").text?.hasPrefix("/distillation") == true)
            }
        }
        let solid = zip(firm, firm.dropFirst()).count { $0 && $1 }
        #expect(solid > 0 && solid < 16)
        let paths = drawn.nodes("data-line", "best case")[0].all.filter { $0.attributes["stroke-width"] == "2" }
        func segments(_ isDashed: Bool) -> Int {
            paths.filter { ($0.attributes["stroke-dasharray"] != nil) == isDashed }.flatMap(\.lines)
                .reduce(0) { $0 + $1.count - 1 }
        }
        #expect(segments(false) == solid && segments(true) == 16 - solid)
        #expect(drawn.shown.contains("outside them: the law is an extrapolation"))
    }

    /// Where `POST /crossover` finds that supervised training catches up, there is a ring, with its FLOPs.
    @Test func `of a frontier mark where the better way changes`() throws {
        let drawn = try frontier("budget_min=1e20&budget_max=1e26&points=5&student=1B&scenarios=best_case")
        let row = try rows(
            "crossover", "crossovers",
            #"{"sizes": "1B", "scenarios": ["best_case"], "budgets": {"min": 1e20, "max": 1e26}}"#)[0]
        let budget = try row.at("catches_up_flops").double.unwrapped()
        let loss = try row.at("supervised_loss").double.unwrapped()
        let (x, y) = (try drawn.ruler("x", isLogarithmic: true).pixel(budget), try drawn.ruler("y").pixel(loss))
        let rings = try drawn.root.all.filter { $0.name == "circle" && $0.attributes["r"] == "4.5" }
            .map { (try $0.number("cx"), try $0.number("cy")) }
        #expect(rings.contains { abs($0.0 - x) < tolerance && abs($0.1 - y) < tolerance })
        let label = try drawn.shown.first { $0.hasPrefix("best case until") }.unwrapped()
        let said = try Drawn.value(label.replacing("best case until ", with: ""))
        // Three significant digits.
        #expect(abs(said / budget - 1) < 0.005)
        #expect(try drawn.text("desc").contains("best case until \(label.split(separator: " ").last ?? "") FLOPs"))
    }

    @Test func `of a frontier have the bands of the draws`() throws {
        let drawn = try frontier(
            "budget_min=1e20&budget_max=1e22&points=3&student=1.82B&law=busbridge-2025-refit&draws=16&level=0.5")
        let rows = try rows(
            "frontier", "points",
            #"{"budgets": [1e20, 1e21, 1e22], "student": {"params": "1.82B"}, "law": "busbridge-2025-refit", "scenario": "best_case", "uncertainty": {"draws": 16, "level": 0.5}}"#
        )
        let (x, y) = (try drawn.ruler("x", isLogarithmic: true), try drawn.ruler("y"))
        let corners = drawn.nodes("data-band", "best case")[0].lines.joined()
        for row in rows {
            for end in ["student_loss_lower", "student_loss_upper"] {
                let (budget, loss) = (
                    try row.at("budget_flops").double.unwrapped(), try row.at(end).double.unwrapped()
                )
                #expect(
                    corners.contains {
                        abs($0.x - x.pixel(budget)) < tolerance && abs($0.y - y.pixel(loss)) < tolerance
                    })
            }
        }
        #expect(drawn.shown.contains("50.0 % of 16 draws"))
    }

    /// Each cell of the table is inside the areas of just those classes whose limits it reaches, which the bar names.
    @Test(arguments: ["loss_advantage", "student_loss"])
    func `of a map have the table's cells in their classes`(quantity: String) throws {
        let response = service.get(
            "/map.svg?x=student.tokens&x_min=1B&x_max=1T&x_points=9&y=teacher.loss&y_min=1.8&y_max=2.8&y_points=8"
                + "&student=1B&show=\(quantity)")
        let drawn = try Drawn(response.bytes.unwrapped())
        let rows = try rows(
            "map", "cells",
            """
            {"student": {"params": "1B"}, "x": {"variable": "student.tokens", "values": {"min": 1e9, "max": 1e12, "points": 9}},
             "y": {"variable": "teacher.loss", "values": {"min": 1.8, "max": 2.8, "points": 8}}}
            """)
        let (x, y) = (try drawn.ruler("x", isLogarithmic: true), try drawn.ruler("y"))
        let key = try drawn.nodes("data-part", "key").first.unwrapped()
        let limits = key.all.filter { $0.attributes["text-anchor"] == "middle" }.compactMap {
            try? Drawn.value($0.text)
        }
        #expect(limits.count > 3)
        let areas = drawn.root.all.filter { $0.attributes["data-class"] != nil }
        var seen: Set<Int> = []
        let (tokens, losses) = (9, 8)
        for (index, row) in rows.prefix(tokens * losses).enumerated() {
            let (line, column) = index.quotientAndRemainder(dividingBy: tokens)
            // A place on the border is on the areas' own border.
            guard (1..<losses - 1).contains(line), (1..<tokens - 1).contains(column) else { continue }
            let place = (
                x.pixel(try row.at("student.tokens").double.unwrapped()),
                y.pixel(try row.at("teacher.loss").double.unwrapped())
            )
            let value = try row.at(quantity).double.unwrapped()
            let expected = limits.count { $0 <= value }
            let found = areas.filter { $0.contains(place.0, place.1) }.compactMap { $0.attributes["data-class"] }
            #expect(found == (0...expected).map(String.init), "\(value)")
            seen.insert(expected)
        }
        #expect(seen.count > 3)
    }

    @Test func `of a map have the table's ridge`() throws {
        let response = service.get(
            "/map.svg?x=student.tokens&x_min=1B&x_max=1T&x_points=5&y=teacher.loss&y_min=1.8&y_max=2.8&y_points=4&student=1B"
        )
        let drawn = try Drawn(response.bytes.unwrapped())
        let rows = try rows(
            "map", "cells",
            """
            {"student": {"params": "1B"}, "x": {"variable": "student.tokens", "values": {"min": 1e9, "max": 1e12, "points": 5}},
             "y": {"variable": "teacher.loss", "values": {"min": 1.8, "max": 2.8, "points": 4}}}
            """)
        let (x, y) = (try drawn.ruler("x", isLogarithmic: true), try drawn.ruler("y"))
        let ridge = try drawn.nodes("data-part", "ridge").first.unwrapped().lines.joined()
        for row in rows.suffix(5) {
            let place = (
                x.pixel(try row.at("student.tokens").double.unwrapped()),
                y.pixel(try row.at("teacher.loss").double.unwrapped())
            )
            #expect(ridge.contains { abs($0.x - place.0) < tolerance && abs($0.y - place.1) < tolerance })
        }
        #expect(drawn.nodes("data-lines", "zero").count == 1 && drawn.nodes("data-lines", "runs").count == 1)
    }
}
