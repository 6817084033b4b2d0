import Foundation
import Testing

/// `predict`, `frontier`, `crossover` and `map`.
@Suite struct `Table commands` {
    static let questions = [
        (
            "predict",
            #"[{"student": {"params": "1B", "tokens": "100B"}, "teacher": {"params": "3B", "tokens": "60B"}}]"#
        ),
        ("frontier", #"{"budgets": {"min": 1e20, "max": 1e24, "points": 60}, "sizes": ["1B", "3B"]}"#),
        ("frontier", #"{"budgets": {"min": 1e20, "max": 1e24, "points": 5}, "student": {"params": "1B"}}"#),
        ("crossover", #"{"sizes": ["1B"], "budget_flops": 1e22}"#),
        (
            "map",
            #"""
            {"x": {"variable": "student.tokens", "values": ["1B", "100B"]}, "student": {"params": "1B"},
             "y": {"variable": "teacher.loss", "values": {"min": 1.9, "max": 2.5, "points": 3}}}
            """#
        ),
    ]

    @Test func `answer what the server answers, byte for byte`() throws {
        try RunningServer.with { server in
            for (name, body) in Self.questions {
                let isDrawn = name == "frontier" && !body.contains("sizes") || name == "map"
                for format in ["json", "csv", "markdown"] + (isDrawn ? ["svg"] : []) {
                    let served = try server.post("/\(name)?format=\(format)", body)
                    let outcome = try Program.run([name, "--format", format], input: body)
                    #expect(served.status == 200)
                    #expect(outcome == .init(status: 0, output: served.text), "\(name) \(format)")
                }
            }
        }
    }

    @Test func `name what is wrong, with status 2`() throws {
        let outcome = try Program.run(["frontier"], input: #"{"budgets": [], "sizes": 1}"#)
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(
            outcome.errors == """
                Error: budgets must have 1 to 100000 elements
                Error: sizes 1 is out of range; it must be at least 1e+06 and at most 1e+17

                """)
        #expect(try Program.run(["map"], input: "{").errors.hasPrefix("Error: The body is not JSON"))
        #expect(try Program.run(["map", "--request", "/nosuch"]).errors.contains("cannot be read"))
    }
}
