import Foundation
import Testing

@Suite struct `laws of one's own` {
    private static func law(E: Double) -> String {
        let rows = (0..<12).map { index in
            """
            {"supervised.E": \(E + 0.01 * Double(index - 6)), "supervised.A": 482, "supervised.B": 2085,
             "supervised.alpha": 0.348, "supervised.beta": 0.366, "supervised.gamma": 1}
            """
        }
        return """
            {"name": "ours", "summary": "Our own.", "source": {"paper": "notes", "place": "page 3"},
             "supervised": {"E": \(E), "A": 482, "B": 2085, "alpha": 0.348, "beta": 0.366, "gamma": 1},
             "parameter_counting": "all", "corpus": {"dataset": "crawl", "tokenizer": "64k"},
             "draws": {"resampling": "run", "resamples": 12, "laws": [\(rows.joined(separator: ","))]}}
            """
    }

    @Test func `are added, promoted, listed, compared and planned with`() throws {
        try withTemporaryFolder { folder in
            let database = ["--database", folder.appendingPathComponent("planner.sqlite").path]
            let missing = try Program.run(["laws", "promote", "production", "ours@1"] + database)
            #expect(missing.status == 1 && missing.errors.contains("There is no database"))
            for (E, version) in [(1.82, 1), (1.9, 2), (1.82, 1)] {
                let added = try Program.run(["laws", "add", "-"] + database, input: Self.law(E: E))
                #expect(added.status == 0 && added.errors.isEmpty)
                #expect(added.output.contains("\"version\": \(version),"))
            }
            let promoted = try Program.run(["laws", "promote", "production", "ours@2"] + database)
            #expect(promoted.status == 0 && promoted.output.hasPrefix("production means ours@2 since 2"))
            let list = try Program.run(["laws"] + database).output
            #expect(list.contains("ours") && list.hasSuffix("\nproduction means ours@2\n"))
            #expect(
                try Program.run(["laws", "show", "production"] + database)
                    == Program.run(["laws", "ours@2"] + database))
            let compared = try Program.run(["laws", "compare", "ours@1", "production"] + database)
            #expect(compared.status == 0 && compared.output.contains("\"coefficient\": \"supervised.E\""))
            let plan = try Program.run(
                ["plan", "--budget", "1e21", "--student", "1B", "--law", "production", "--uncertainty-draws", "8"]
                    + ["--level", "0.5", "--format", "json"] + database)
            #expect(plan.status == 0 && plan.output.contains("\"alias\": \"production\""))
            #expect(plan.output.contains("\"draws\": 8"))
        }
    }

    @Test(arguments: [
        (["laws", "add", "-"], "name is required", 2),
        (["laws", "promote", "Prod", "ours"], "alias \"Prod\" is not a name", 2),
        (["laws", "promote", "next", "hoffmann-2022@9"], "law \"hoffmann-2022@9\" is not known", 2),
        (["laws", "promote", "hoffmann-2022", "hoffmann-2022@1"], "is the name of a law", 1),
        (["plan", "--budget", "1e21", "--level", "2"], "--level 2 is out of range", 2),
        (["plan", "--budget", "1e21", "--uncertainty-draws", "8"], "has no resampled draws", 2),
    ])
    func `say what is wrong`(arguments: [String], words: String, status: Int32) throws {
        try withTemporaryFolder { folder in
            let database = ["--database", folder.appendingPathComponent("planner.sqlite").path]
            _ = try Program.run(["laws", "add", "-"] + database, input: Self.law(E: 1.82))
            let outcome = try Program.run(arguments + database, input: "{}")
            #expect(outcome.status == status && outcome.output.isEmpty)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
    }
}
