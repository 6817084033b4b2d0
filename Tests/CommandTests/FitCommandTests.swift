import Foundation
import TestSupport
import Testing

@Suite struct `Fits on the command line` {
    /// Little work: 72 supervised runs of a planted study, every fourth of the split `test`.
    private static let little = ["--law", "supervised", "--gamma", "one", "--starts", "2", "--resamples", "4"]

    /// Gives `body` a file of runs and the path of a database that has them as the study `s`.
    private static func with(_ body: (_ file: String, _ database: [String]) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("runs.csv")
            let study = try PlantedStudy(seed: 11, noise: .init(share: 0.002, outliers: 0.05))
            let rows = study.csv.split(separator: "\n").prefix(73)
            try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: file)
            let database = ["--database", folder.appendingPathComponent("p.sqlite").path]
            try #require(try Program.run(["study", "create", "s"] + database).status == 0)
            try #require(try Program.run(["import", file.path, "--study", "s"] + database).status == 0)
            try body(file.path, database)
        }
    }

    private static func object(_ text: String) throws -> [String: Any] {
        try (JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]).unwrapped()
    }

    @Test func `of a file are printed, and keep nothing`() throws {
        try Self.with { file, database in
            let outcome = try Program.run(["fit", file] + Self.little)
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
            #expect(outcome.output.hasPrefix("The supervised law from 72 runs: converged"), "\(outcome.output)")
            for label in [
                "  objective ", "  errors ", "  left out ", "  E ", "  alpha ", "90.0 % of 4 resamples by run",
            ] {
                #expect(outcome.output.contains(label), "\(label) is not in \(outcome.output)")
            }
            #expect(try !Program.run(["laws"] + database).output.contains("\ns "))
        }
    }

    @Test func `of a study become laws, the same each time`() throws {
        try Self.with { _, database in
            let fit = ["fit", "--study", "s"] + Self.little + ["--name", "ours"] + database
            let text = try Program.run(fit)
            #expect(text.status == 0 && text.output.hasPrefix("Kept as the law ours@1.\n\nThe supervised law"))
            let json = try Program.run(fit + ["--format", "json"])
            let result = try Self.object(json.output)
            #expect(json.status == 0 && (result["law"] as? [String: Any])?["version"] as? Int == 1)
            let part = try (result["supervised"] as? [String: Any]).unwrapped()
            #expect((part["residuals"] as? [Any])?.count == 72 && part["held_out"] is NSNull)
            #expect(try Program.run(fit + ["--format", "json"]) == json)
            let plan = try Program.run(["plan", "--budget", "1e21", "--student", "1B", "--law", "ours"] + database)
            #expect(plan.status == 0 && plan.output.contains("law ours version 1"), "\(plan)")
        }
    }

    @Test(arguments: [("split=test", 54), ("largest_compute=0.25", 54)])
    func `keep runs back`(rule: String, left: Int) throws {
        try Self.with { file, _ in
            let outcome = try Program.run(["fit", file, "--holdout", rule, "--format", "json"] + Self.little)
            let part = try (Self.object(outcome.output)["supervised"] as? [String: Any]).unwrapped()
            #expect((part["residuals"] as? [Any])?.count == left)
            #expect((part["held_out"] as? [String: Any])?["runs"] as? Int == 72 - left)
            let text = try Program.run(["fit", file, "--holdout", rule] + Self.little)
            #expect(text.output.contains("  kept back ") && text.output.contains("(\(72 - left) runs)"))
        }
    }

    @Test func `that no runs can tell fail, and say which would help`() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("runs.csv")
            let rows = (1...9).map { "1e9,\($0)e9,\(3 - Double($0) / 10)" }
            try Data((["N,D,loss"] + rows).joined(separator: "\n").utf8).write(to: file)
            let outcome = try Program.run(["fit", file.path] + Self.little)
            let expected = """
                Error: The supervised law cannot be fitted: the runs have 1 different sizes, and it needs at least 3. Runs \
                that would help: 250M parameters on 5B tokens; 4B parameters on 5B tokens.

                """
            #expect(outcome == .init(status: 1, errors: expected))
        }
    }

    @Test(arguments: [
        (["--law", "both"], ["--law "]),
        (["--law", "supervised", "--starts", "0", "--delta", "x"], ["--starts ", "--delta "]),
        (["--law", "supervised", "--resamples", "5000", "--resample", "week"], ["--resamples ", "--resample "]),
        (["--law", "supervised", "--holdout", "loss=2"], ["--holdout loss"]),
        (["--law", "supervised", "--holdout", "loss_below=many"], ["--holdout loss_below"]),
        (["--law", "supervised", "--filter", "colour=red"], ["--filter "]),
        (["--law", "supervised", "--supervised-law", "busbridge-2025"], ["--supervised-law "]),
    ])
    func `name all that is wrong with their options`(options: [String], faults: [String]) throws {
        try Self.with { file, _ in
            let outcome = try Program.run(["fit", file] + options)
            #expect(outcome.status == 2 && outcome.output.isEmpty)
            for fault in faults { #expect(outcome.errors.contains("Error: " + fault), "\(outcome.errors)") }
        }
    }

    @Test(arguments: [[], ["runs.csv", "--study", "s"]])
    func `are of a file or of a study`(_ runs: [String]) throws {
        let outcome = try Program.run(["fit"] + runs + ["--law", "supervised"])
        #expect(outcome.status == 2 && outcome.errors.hasPrefix("Error: A fit needs a file or --study."), "\(outcome)")
    }

    @Test func `of a file or study that is not there say so`() throws {
        try Self.with { _, database in
            let file = try Program.run(["fit", "/nowhere.csv"] + Self.little)
            #expect(file.status == 2 && file.errors.contains("/nowhere.csv"), "\(file)")
            let study = try Program.run(["fit", "--study", "t"] + Self.little + database)
            #expect(study.status == 2 && study.errors.hasPrefix("Error: No study is called t;"), "\(study)")
        }
    }

    @Test func `of a server that is told to end wait for its next start`() throws {
        try withTemporaryFolder { folder in
            let study = try PlantedStudy(seed: 11, noise: .init(share: 0.002, outliers: 0.05))
            let json = "application/json"
            let first = try RunningServer(in: folder)
            defer { first.kill() }
            #expect(try first.post("/studies", #"{"id": "s"}"#, type: json).status == 201)
            #expect(try first.post("/studies/s/runs?source=f", study.csv, type: "text/csv").status == 200)
            // More work than any test waits for.
            let fit = #"{"law": "supervised", "starts": 1000, "bootstrap": {"resamples": 4096}}"#
            #expect(try first.post("/studies/s/fits", fit, type: json).status == 202)
            try Self.waitUntilRunning(first)
            #expect(try first.stop(SIGTERM) == 0)
            let second = try RunningServer(in: folder)
            defer { second.kill() }
            try Self.waitUntilRunning(second)
            #expect(try second.stop(SIGTERM) == 0)
        }
    }

    /// Waits until the one fit of the study `s` runs, for the first time as far as it says.
    private static func waitUntilRunning(_ server: RunningServer) throws {
        for _ in 0..<6000 {
            let list = try object(
                String(decoding: server.get("/studies/s/fits").body, as: UTF8.self))
            let fit = try ((list["fits"] as? [[String: Any]])?.first).unwrapped()
            if fit["status"] as? String == "running" {
                #expect(fit["attempts"] as? Int == 1)
                return
            }
            Thread.sleep(forTimeInterval: 0.01)
        }
        Issue.record("the fit does not run")
    }
}
