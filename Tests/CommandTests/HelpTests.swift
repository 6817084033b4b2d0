import Testing

@Suite struct `Help` {
    static let root = """
        OVERVIEW: Which teacher, which student, how many tokens each, and should we
        distil at all?

        Answers with the laws of Busbridge et al., Distillation Scaling Laws (ICML
        2025).
        Numbers may carry a suffix: 300M, 1.5B, 2T; or an exponent: 1e22.

        Exit status: 0 done, 1 failed, 2 wrong usage.

        USAGE: distill-planner <subcommand>

        OPTIONS:
          -h, --help              Show help information.

        SUBCOMMANDS:
          serve                   Answer over HTTP until SIGINT or SIGTERM.
          plan                    Plan a budget: distil or train supervised, from which
                                  teacher, on how many tokens.
          predict                 Say what the laws predict for a student and its
                                  teacher, or for many.
          frontier                Plan over a grid of budgets, student sizes and
                                  scenarios.
          crossover               Find the budget at which supervised training catches
                                  up.
          map                     Tabulate the student's loss over two variables.
          study                   Make, list and show studies, which runs belong to.
          import                  Take the runs of a CSV or JSON Lines file into a
                                  study.
          runs                    List the runs of a study, exclude some of them,
                                  include them again.
          export                  Write the runs of a study as CSV or JSON Lines;
                                  'import' reads them back without loss.
          fit                     Fit a law to the runs of a file or of a study.
          next                    Choose the runs to make next, for the plan that one
                                  cares about.
          laws                    List the laws that can be asked for, show, add,
                                  promote or compare them.
          token                   Make, list and revoke the tokens that callers of a
                                  server show.
          backup                  Copy the database into one file, beside a server that
                                  serves it.
          restore                 Put a backup in the place of the database, while
                                  nobody serves it.
          check                   Check the database, beside a server that serves it.

          See 'distill-planner help <subcommand>' for detailed help.

        """

    @Test(arguments: [[], ["--help"], ["-h"], ["help"]])
    func `introduces the program`(_ arguments: [String]) throws {
        #expect(try Program.run(arguments) == .init(status: 0, output: Self.root))
    }

    @Test(arguments: [
        ("serve", ["(default: 127.0.0.1)", "(default: 8080)", "(default: data/planner.sqlite)", "SIGTERM", "URL"]),
        (
            "plan",
            [
                "distill-planner plan --budget 1e22 --student 1B", "FLOPs", "non-embedding", "1B..2T",
                "teacher_pretraining_inference (the default", "standard input", "table, json or markdown",
                "POST /plan",
            ]
        ),
        (
            "import",
            [
                "distill-planner import runs.csv --study sweep --dry-run", "--keep-going", "--map", "csv or jsonl",
                "nats (the default)", "D = C / (6 N)", "(default: data/planner.sqlite)",
            ]
        ),
        ("export", ["distill-planner export --study sweep > sweep.csv", "csv or jsonl", "loss_max=2.3"]),
        (
            "next",
            [
                "distill-planner next --study sweep --budget 1e21 --plan-budget 1e24", "--protocols", "text or json",
                "POST /studies/{study}/next", "(default: data/planner.sqlite)",
            ]
        ),
        ("study", ["create", "list", "show"]),
        ("runs", ["list", "exclude", "include"]),
        ("laws", ["name@version"]),
        ("backup", ["distill-planner backup planner-backup.sqlite", "--replace", "[env: DISTILL_PLANNER_DATABASE]"]),
        ("restore", ["distill-planner restore planner-backup.sqlite", "--replace", "kept beside"]),
        ("check", ["exit status 1", "(default: data/planner.sqlite)"]),
    ])
    func `of each command says what a newcomer needs`(_ command: String, _ needed: [String]) throws {
        let outcome = try Program.run(command, "--help")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        for text in needed { #expect(outcome.output.contains(text), "\(text)") }
        #expect(try Program.run("help", command) == outcome)
    }

    @Test(arguments: ["serve", "plan", "laws", "import", "export", "next", "backup", "restore"])
    func `gives examples that can be pasted`(_ command: String) throws {
        let help = try Program.run(command, "--help").output
        for line in help.split(separator: "\n") where line.hasPrefix("  distill-planner ") {
            #expect(line.count <= 80 && !line.hasSuffix("--scenario"), "\(line)")
        }
    }
}
