import Foundation
import Testing

@Suite struct `Next runs on the command line` {
    typealias Desk = `Studies on the command line`.Desk

    /// A desk whose study has 16 runs of the law of Hoffmann et al., a thousandth off to one side and the other.
    private static func withRuns<Value>(_ body: (Desk) throws -> Value) throws -> Value {
        try Desk.with { desk in
            var lines = ["id,N,D,loss"]
            for size in [1e8, 3e8, 1e9, 3e9] {
                for tokens in [20, 60, 150, 400].map({ $0 * size }) {
                    let loss = 1.69 + 406.4 / pow(size, 0.34) + 410.7 / pow(tokens, 0.28)
                    lines.append("\(lines.count),\(size),\(tokens),\(loss * (lines.count % 2 == 0 ? 1.001 : 0.999))")
                }
            }
            let file = try desk.file("runs.csv", lines.joined(separator: "\n") + "\n")
            try #require(try desk.run("import", file, "--study", "s").status == 0)
            return try body(desk)
        }
    }

    @Test func `are a table, and the same as by a request in JSON`() throws {
        try Self.withRuns { desk in
            let options = ["--budget", "1e21", "--plan-budget", "1e23", "--student", "3B", "--law", "hoffmann-2022"]
            let table = try desk.run(["next", "--study", "s", "--most-runs", "3", "--protocols"] + options)
            #expect(table.status == 0 && table.errors.isEmpty, "\(table.errors)")
            for words in [
                "supervised loss of the plan, by the law hoffmann-2022@1 from 16 runs", "run  params", "isoflop",
                "taken to correlate by 0.5, which the present runs do not tell", "- other_law: ",
            ] {
                #expect(table.output.contains(words), "\(words)")
            }
            let request = try desk.file(
                "next.json",
                #"{"budget_flops": 1e21, "plan": {"budget_flops": "1e23", "student": {"params": "3B"}}, "#
                    + #""law": "hoffmann-2022", "most_runs": 3}"#)
            let asked = try desk.run("next", "--study", "s", "--request", request, "--format", "json")
            let given = try desk.run(["next", "--study", "s", "--most-runs", "3", "--format", "json"] + options)
            #expect(asked.status == 0 && asked.output.contains("\"status\": \"designed\""))
            #expect(asked.output == given.output)
        }
    }

    @Test(arguments: [
        (["--budget", "1e21"], "Next runs need --budget and --plan-budget", 2),
        (["--budget", "0", "--plan-budget", "1e23", "--law", "hoffmann-2022"], "--budget 0 is out of range", 2),
        (["--budget", "1e21", "--plan-budget", "1e23"], "--law is required: no law was fitted to this study yet", 2),
        (
            ["--budget", "1e21", "--plan-budget", "1e23", "--law", "hoffmann-2022", "--filter", "params_max=2e8"],
            "The supervised law cannot be fitted: there are 4 runs", 1
        ),
        (["--budget", "1e21", "--plan-budget", "1", "--law", "hoffmann-2022"], "No allocation within the bounds", 1),
    ])
    func `say what is wrong`(options: [String], words: String, status: Int32) throws {
        try Self.withRuns { desk in
            let outcome = try desk.run(["next", "--study", "s"] + options)
            #expect(outcome.status == status && outcome.output.isEmpty)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
    }

    @Test func `come with laws that are compared on the same runs`() throws {
        try Self.withRuns { desk in
            let compared = try desk.run(
                "laws", "compare", "hoffmann-2022", "besiroglu-2024", "--study", "s", "--filter", "params_min=1e9")
            #expect(compared.status == 0 && compared.output.contains("\"equally_near\": 0"), "\(compared.errors)")
            #expect(compared.output.contains("\"filter\": \"params_min=1000000000\""))
            let alone = try desk.run("laws", "compare", "hoffmann-2022", "besiroglu-2024", "--filter", "params_min=1e9")
            #expect(alone.status == 2 && alone.errors.contains("--filter means nothing without --study"))
        }
    }
}
