import Foundation
import Testing

@Suite struct `Studies on the command line` {
    /// A folder with a database that has the study `s`.
    struct Desk {
        let folder: URL

        init(_ folder: URL) throws {
            self.folder = folder
            try #require(try run("study", "create", "s", "--name", "A study").status == 0)
        }

        static func with<Value>(_ body: (Desk) throws -> Value) throws -> Value {
            try withTemporaryFolder { try body(try Desk($0)) }
        }

        func run(_ arguments: String..., input: String = "") throws -> Program.Outcome {
            try run(arguments, input: input)
        }

        func run(_ arguments: [String], input: String = "") throws -> Program.Outcome {
            try Program.run(arguments + ["--database", folder.appendingPathComponent("p.sqlite").path], input: input)
        }

        func file(_ name: String, _ text: String) throws -> String {
            let url = folder.appendingPathComponent(name)
            try Data(text.utf8).write(to: url)
            return url.path
        }
    }

    private static let runs = "id,N,D,loss,gpu\na,1B,20B,2.5,H100\nb,300M,10B,2.7,A100\n"

    @Test func `take a file, and say what of it`() throws {
        try Desk.with { desk in
            let file = try desk.file("runs.csv", Self.runs)
            let outcome = try desk.run("import", file, "--study", "s")
            #expect(
                outcome
                    == .init(
                        status: 0,
                        output: """
                            took 2 of 2 rows into s: 2 inserted, 0 updated, 0 unchanged, 0 refused

                            id    external_id
                            N     params
                            D     tokens
                            loss  loss
                            gpu   not mapped, kept in extra

                            Runs are named by the column id, of source runs.csv; losses without a unit are in nats per token.

                            """))
            let again = try desk.run("import", file, "--study", "s", "--report", "json")
            #expect(again.status == 0 && again.output.contains(#""unchanged": 2"#))
        }
    }

    @Test func `give back what they took`() throws {
        try Desk.with { desk in
            _ = try desk.run("import", try desk.file("runs.csv", Self.runs), "--study", "s")
            for format in ["csv", "jsonl"] {
                let exported = try desk.run("export", "--study", "s", "--format", format)
                #expect(exported.status == 0 && exported.errors.isEmpty)
                try #require(try desk.run("study", "create", format).status == 0)
                let copy = try desk.file("copy.\(format)", exported.output)
                #expect(try desk.run("import", copy, "--study", format).status == 0)
                #expect(try desk.run("export", "--study", format, "--format", format) == exported)
            }
            let some = try desk.run("export", "--study", "s", "--filter", "loss_max=2.6", "--format", "jsonl")
            #expect(some.output.split(separator: "\n").count == 1 && some.output.contains(#""external_id": "a""#))
        }
    }

    @Test func `take all or nothing, unless told to keep going`() throws {
        try Desk.with { desk in
            let file = try desk.file("runs.csv", Self.runs + "c,1B,20B,-1,H100\n")
            let refused = try desk.run("import", file, "--study", "s")
            #expect(refused.status == 1)
            #expect(
                refused.output.hasPrefix(
                    "took nothing into s; of 3 rows: 2 inserted, 0 updated, 0 unchanged, 1 refused\n"))
            #expect(
                refused.output.hasSuffix(
                    "\nline 4, loss: -1 is out of range; it must be greater than 0 and at most 30\n"))
            #expect(refused.errors == "Error: The import is refused; --keep-going takes the rows that are right.\n")
            #expect(try desk.run("export", "--study", "s", "--format", "jsonl").output.isEmpty)
            let taken = try desk.run("import", file, "--study", "s", "--keep-going")
            #expect(taken.status == 0 && taken.output.contains("took 2 of 3 rows into s"))
        }
    }

    @Test func `show what they would do, and do not`() throws {
        try Desk.with { desk in
            let dry = try desk.run(
                "import", "-", "--study", "s", "--source", "pipe", "--dry-run", "--format", "jsonl",
                input: #"{"N": 1e9, "D": 2e10, "loss": 2.5}"#)
            #expect(dry.status == 0 && dry.output.hasPrefix("would take 1 of 1 rows into s: 1 inserted"))
            #expect(dry.output.contains(#"{"source": "pipe", "external_id": "1", "kind": "supervised""#))
            #expect(try desk.run("export", "--study", "s", "--format", "jsonl").output.isEmpty)
        }
    }

    @Test func `are listed with their runs`() throws {
        try Desk.with { desk in
            _ = try desk.run("import", try desk.file("runs.csv", Self.runs), "--study", "s")
            #expect(
                try desk.run("study", "list").output == """
                    study  supervised  distillation  excluded  name
                    s      2           0             0         A study

                    """)
            #expect(
                try desk.run("runs", "list", "--study", "s", "--sort", "-loss", "--limit", "1").output == """
                    run  source    external_id  kind        params  tokens  loss    teacher_loss  excluded
                    2    runs.csv  b            supervised  300M    10B     2.7000  -             -

                    1 of 2 runs

                    """)
            #expect(try desk.run("runs", "exclude", "2", "--reason", "diverged").status == 0)
            let excluded = try desk.run("runs", "list", "--study", "s", "--filter", "excluded=true")
            #expect(excluded.output.contains("diverged\n") && excluded.output.hasSuffix("\n1 of 1 runs\n"))
            #expect(try desk.run("runs", "include", "2").output.contains(#""excluded": false"#))
            #expect(try desk.run("study", "show", "s").output.contains(#""supervised": 2"#))
        }
    }

    @Test(arguments: [
        (["import", "FILE", "--study", "t"], "No study is called t; make it with: distill-planner study create t"),
        (["import", "nowhere.csv", "--study", "s"], "The file nowhere.csv cannot be read."),
        (["import", "FILE", "--study", "s", "--unit", "bpb"], "--unit is in bits per byte"),
        (
            ["import", "FILE", "--study", "s", "--tokens-from", "air"],
            #"--tokens-from "air" is not known; known are tokens, flops"#
        ),
        (
            ["import", "FILE", "--study", "s", "--map", "speed=x"],
            #"--map "speed=x" is not field=column; the fields are source"#
        ),
        (["study", "create", "A b"], #"The identifier "A b" is not an identifier"#),
        (["study", "show", "t"], "No study is called t"),
        (["runs", "list", "--study", "s", "--filter", "loss=2"], #"the filter has the condition "loss""#),
        (["runs", "list", "--study", "s", "--sort", "speed"], #"--sort "speed" is not known"#),
        (["runs", "exclude", "9", "--reason", "x"], "No run has the number 9."),
        (["runs", "exclude", "9", "--reason", ""], "--reason must have 1 to 500 characters"),
    ])
    func `name what is wrong with a question`(_ arguments: [String], _ message: String) throws {
        try Desk.with { desk in
            let file = try desk.file("runs.csv", Self.runs)
            let outcome = try Program.run(
                arguments.map { $0 == "FILE" ? file : $0 }
                    + ["--database", desk.folder.appendingPathComponent("p.sqlite").path])
            #expect(outcome.status == 2 && outcome.output.isEmpty)
            #expect(outcome.errors.hasPrefix("Error: " + message), "\(outcome.errors)")
        }
    }

    @Test func `take one name once`() throws {
        try Desk.with { desk in
            let again = try desk.run("study", "create", "s")
            #expect(again == .init(status: 1, errors: "Error: Another study is called s.\n"))
        }
    }

    /// The command line and a server work on one database at a time, and HTTP imports are as large as is promised.
    @Test func `are a server's too, with files beyond the limit of other bodies`() throws {
        try RunningServer.with { server in
            let made = try server.post("/studies", #"{"id": "large"}"#, type: "application/json")
            #expect(made.status == 201)
            let note = String(repeating: "n", count: 1200)
            let rows = (0..<1000).map { "\($0),1000000000,20000000000,2.5,\(note)\n" }.joined()
            #expect(rows.utf8.count > 1 << 20)
            let answer = try server.post(
                "/studies/large/runs?source=big.csv", "id,N,D,loss,note\n" + rows, type: "text/csv")
            #expect(answer.status == 200 && answer.text.contains(#""inserted": 1000"#))
            #expect(try server.post("/studies", rows, type: "text/csv").status == 413)
        }
    }
}
