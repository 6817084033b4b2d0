import Foundation
import Testing

/// Wrong usage: status 2, the reason on standard error, nothing on standard output.
@Suite struct `Mistakes` {
    static let question = ["plan", "--budget", "1e22", "--student", "1B"]

    @Test(arguments: [
        (["plan"], "Error: A plan needs --budget, --target-loss or --request.\n"),
        (["plan", "--student", "1B"], "Error: A plan needs --budget, --target-loss or --request.\n"),
        (["frontier", "--format", "table"], "Error: The value 'table' is invalid for '--format <format>'."),
        (["fly"], "Error: Unexpected argument 'fly'\n"),
        (question + ["--nope"], "Error: Unknown option '--nope'\n"),
        (question + ["--format", "pdf"], "Error: The value 'pdf' is invalid for '--format <format>'."),
        (
            question + ["--request", "-"],
            "Error: --request holds the whole question: give no other option but --format.\n"
        ),
        (["plan", "--budget", "-1", "--student", "1B"], "Error: Missing value for '--budget <budget>'\n"),
        (["serve", "--port", "65536"], "Error: --port must be a whole number from 0 to 65535, not \"65536\".\n"),
        (["import", "-", "--study", "s"], "Error: Standard input has no name: give --source.\n"),
        (["import", "a.csv"], "Error: Missing expected argument '--study <study>'\n"),
        (["runs", "list", "--study", "s", "--limit", "0"], "Error: --limit must be 1 or more, not 0.\n"),
        (["export", "--study", "s", "--database", ""], "Error: --database must be the path of a file, not \"\".\n"),
        (["serve", "--port", "http"], "Error: --port must be a whole number from 0 to 65535, not \"http\".\n"),
    ])
    func `in the options show the usage`(_ arguments: [String], _ message: String) throws {
        let outcome = try Program.run(arguments)
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
        #expect(outcome.errors.contains("\nUsage: distill-planner "))
    }

    static let notANumber = """
        is not a number; write digits with an optional exponent or one of the suffixes K, M, B, G, T, P, \
        such as 1e9, "300M" or "1.5B"
        """
    static let laws = """
        busbridge-2025, busbridge-2025-printed, busbridge-2025-figure1, busbridge-2025-refit, hoffmann-2022, \
        besiroglu-2024
        """

    @Test(arguments: [
        (["--budget", "1X", "--student", "1B"], [#"--budget "1X" \#(notANumber)"#]),
        (["--budget", "", "--student", "1B"], [#"--budget "" \#(notANumber)"#]),
        (
            ["--budget=-1", "--student", "1B"],
            [
                "--budget -1 is out of range; it must be at least 1 and at most 1e+40"
            ]
        ),
        (
            ["--budget", "1e22", "--student", "1B", "--law", "nope"],
            [#"--law "nope" is not known; known are \#(laws)"#]
        ),
        (
            ["--budget", "1e22", "--student", "1B", "--teacher-tokens", "2T..1T"],
            ["--teacher-tokens min 2000000000000 is above max 1000000000000"]
        ),
        (
            ["--budget", "1e22", "--student", "1B", "--teacher-tokens", "1T...2T"],
            [#"--teacher-tokens ".2T" \#(notANumber)"#]
        ),
        (
            ["--budget", "1e22", "--max-epochs", "3", "--target-loss", "2"],
            [
                "--target-loss cannot stand beside --budget; give one of the two",
                "--max-epochs means nothing without --unique-tokens",
            ]
        ),
        (
            ["--budget", "1e22", "--students", "1B:0,2X", "--flat-within", "0.1"],
            [
                "--flat-within cannot stand beside --students; give one of the two",
                "--students 0 is out of range; it must be at least 1 and at most 1e+06",
                #"--students "2X" \#(notANumber)"#,
            ]
        ),
    ])
    func `in the question are named, all at once`(_ options: [String], _ faults: [String]) throws {
        let outcome = try Program.run(["plan"] + options)
        #expect(outcome == .init(status: 2, errors: faults.map { "Error: \($0)\n" }.joined()))
    }

    @Test func `in a law's name show the names`() throws {
        let expected = "Error: No law is called nope; known are \(Self.laws).\n"
        #expect(try Program.run("laws", "nope") == .init(status: 2, errors: expected))
    }

    @Test(arguments: ["missing.json", "."])
    func `in a file's name show the name`(_ name: String) throws {
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent(name).path
            let outcome = try Program.run("plan", "--request", path)
            #expect(outcome == .init(status: 2, errors: "Error: The file \(path) cannot be read.\n"))
        }
    }

    @Test(arguments: [
        ("{nope", #""n" cannot stand at line 1, column 2"#),
        ("", "it ends at line 1, column 1 before its value is complete"),
    ])
    func `in a file's JSON show the place`(_ text: String, _ reason: String) throws {
        let expected = "Error: The body is not JSON: \(reason).\n"
        #expect(try Program.run("plan", "--request", "-", input: text) == .init(status: 2, errors: expected))
    }
}
