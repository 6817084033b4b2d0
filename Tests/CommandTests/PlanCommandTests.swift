import Foundation
import Testing

@Suite struct `plan` {
    @Test func `prints a table for a terminal`() throws {
        let expected = """
            1e+22 FLOPs, student of 1B, teacher_pretraining_inference: train supervised, do not distil \
            (better by 0.0329 nats per token)

                                          distilled  supervised
            student loss, nats per token  2.1677     2.1348
            student parameters            1B         1B
            student tokens                445.5B     1.358T
            student tokens per parameter  445.5      1358
            teacher loss, nats per token  2.0784     -
            teacher parameters            2.947B     -
            teacher tokens                184B       -
            compute, FLOPs                1e+22      1e+22
            to student training           32.8 %     100.0 %
            to teacher logits             30.0 %     -
            to teacher pretraining        37.2 %     -

            - extrapolation: The distilled student's tokens per parameter, 445.5: above the range of the runs \
            behind the law, 16.57 to 202.1, by a factor of 2.204. The law has not been tested there.
            - extrapolation: The supervised student's tokens, 1.358T: above the range of the runs behind the \
            law, 3.7B to 515B, by a factor of 2.637. The law has not been tested there.
            - extrapolation: The supervised student's tokens per parameter, 1358: above the range of the runs \
            behind the law, 16.57 to 202.1, by a factor of 6.72. The law has not been tested there.

            law busbridge-2025 version 1, plan 56c908da244de51aed2e33a990efdbc4

            """
        let outcome = try Program.run("plan", "--budget", "1e22", "--student", "1B")
        #expect(outcome == .init(status: 0, output: expected))
    }

    @Test func `prints Markdown for a job's summary`() throws {
        let expected = """
            **1e+21 FLOPs, student of 300M, teacher_inference: distil (better by 0.0011 nats per token)**

            |  | distilled | supervised |
            |---|---:|---:|
            | student loss, nats per token | 2.3637 | 2.3648 |
            | student parameters | 300M | 300M |
            | student tokens | 257.1B | 398.9B |
            | student tokens per parameter | 857.1 | 1330 |
            | teacher loss, nats per token | 2.2008 | - |
            | teacher parameters | 531M | - |
            | teacher tokens | 20T | - |
            | compute, FLOPs | 1e+21 | 1e+21 |
            | to student training | 64.5 % | 100.0 % |
            | to teacher logits | 35.5 % | - |
            | to teacher pretraining | 0.0 % | - |

            * extrapolation: The distilled student's tokens per parameter, 857.1: above the range of the runs \
            behind the law, 16.57 to 202.1, by a factor of 4.241. The law has not been tested there.
            * active_bound: The bound teacher.tokens.max = 20T holds the distilled optimum where it is; without it \
            the plan would go further.
            * extrapolation: The supervised student's tokens per parameter, 1330: above the range of the runs \
            behind the law, 16.57 to 202.1, by a factor of 6.58. The law has not been tested there.

            law busbridge-2025 version 1, plan 864a85f98e559b8cd3d76c910da27662

            """
        let outcome = try Program.run(
            "plan", "--budget", "1e21", "--student", "300M", "--scenario", "teacher_inference", "--teacher-tokens",
            "..20T", "--format", "markdown")
        #expect(outcome == .init(status: 0, output: expected))
    }

    @Test func `reads the question from a file and from standard input`() throws {
        let question = #"{"budget_flops": 1e22, "student": {"params": "1B"}}"#
        let asked = try Program.run("plan", "--budget", "1e22", "--student", "1B")
        #expect(try Program.run("plan", "--request", "-", input: question) == asked)
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("a question.json")
            try Data(question.utf8).write(to: file)
            #expect(try Program.run("plan", "--request", file.path) == asked)
        }
    }

    /// Options as a person gives them, and the body of POST /plan that asks the same.
    static let questions: [(options: [String], body: String)] = [
        (["--budget", "1e22", "--student", "1B"], #"{"budget_flops": 1e22, "student": {"params": 1e9}}"#),
        (
            ["--budget", "1e21", "--student", "300M", "--scenario", "teacher_inference", "--teacher-tokens", "..20T"],
            #"""
            {"budget_flops": "1e21", "student": {"params": "300M"}, "scenario": "teacher_inference",
             "teacher": {"tokens": {"max": 2e13}}}
            """#
        ),
        (
            ["--budget", "3e20", "--student", "0.5B", "--student-tokens", "10B..", "--teacher", "1B..7B"],
            #"""
            {"budget_flops": 3e20, "student": {"params": "500M", "tokens": {"min": "10B"}},
             "teacher": {"params": {"min": "1B", "max": "7B"}}}
            """#
        ),
        (
            [
                "--budget", "1e23", "--student", "3B", "--teacher", "7B", "--teacher-logits", "0.5",
                "--teacher-pretraining", "0.25",
            ],
            #"""
            {"budget_flops": 1e23, "student": {"params": "3B"}, "teacher": {"params": "7B"},
             "costs": {"teacher_logits": 0.5, "teacher_pretraining": 0.25}}
            """#
        ),
        (["--budget", "1e22"], #"{"budget_flops": 1e22}"#),
        (
            [
                "--budget", "1e22", "--student", "1B..3B", "--unique-tokens", "50B", "--max-epochs", "8",
                "--repetition",
                "muennighoff-2023", "--serving-tokens", "10B", "--students-sharing-teacher", "4", "--flat-within",
                "1e-3",
                "--support", "ignore",
            ],
            #"""
            {"budget_flops": 1e22, "student": {"params": {"min": 1e9, "max": 3e9}, "unique_tokens": 5e10,
             "max_epochs": 8, "repetition": "muennighoff-2023"}, "serving": {"tokens": 1e10},
             "students_sharing_teacher": 4, "flat_within": 0.001, "support": "ignore"}
            """#
        ),
        (
            [
                "--budget", "1e21", "--student", "1B", "--device", "H100-SXM", "--devices", "64", "--utilization",
                "0.5",
                "--price-per-hour", "2",
            ],
            #"""
            {"budget_flops": 1e21, "student": {"params": 1e9}, "hardware": {"device": "H100-SXM", "count": 64,
             "utilization": 0.5, "price_per_hour": 2}}
            """#
        ),
        (
            ["--target-loss", "2.2", "--student", "1B", "--teacher", "3B", "--teacher-loss", "2.0"],
            #"{"target_loss": 2.2, "student": {"params": 1e9}, "teacher": {"params": 3e9, "loss": 2}}"#
        ),
        (
            ["--budget", "3e22", "--students", "300M,1B:2"],
            #"{"budget_flops": 3e22, "students": [{"params": 3e8}, {"params": 1e9, "count": 2}]}"#
        ),
        (
            ["--budget", "1e20", "--student", "1B", "--law", "hoffmann-2022@1"],
            #"{"budget_flops": 1e20, "student": {"params": "1B"}, "law": "hoffmann-2022"}"#
        ),
    ]

    @Test func `answers what the server answers, byte for byte`() throws {
        try RunningServer.with { server in
            for question in Self.questions {
                for format in ["json", "markdown", "table"] {
                    let served = try server.post("/plan?format=\(format)", question.body)
                    let outcome = try Program.run(["plan"] + question.options + ["--format", format])
                    #expect(served.status == 200)
                    #expect(outcome == .init(status: 0, output: served.text))
                }
            }
        }
    }

    @Test func `says what would fit where the budget is too small`() throws {
        let outcome = try Program.run("plan", "--budget", "1e3", "--student", "1B", "--student-tokens", "1B")
        let expected = """
            Error: No allocation within the bounds costs as little as 1000 FLOPs; \
            the cheapest costs 7.38274209399945e+18.

            """
        #expect(outcome == .init(status: 1, errors: expected))
    }

    @Test(arguments: [["plan", "--budget", "1e22", "--student", "1B"], ["laws"], ["--help"]])
    func `fails where its output cannot be written`(_ arguments: [String]) throws {
        let folder = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        try withTemporaryFolder { errors in
            let child = try Child(arguments, output: folder, errors: errors.appendingPathComponent("errors"))
            defer { child.kill() }
            #expect(try child.waitForExit() == 1)
            #expect(try child.errors() == "Error: Standard output cannot be written: No space left on device.\n")
        }
    }
}
