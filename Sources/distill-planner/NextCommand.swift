import ArgumentParser
import PlannerAPI
import Store

/// `next`: the runs to make next, as `POST /studies/{study}/next` chooses them.
struct NextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "Choose the runs that tell most of a plan for their compute.",
        discussion: """
            Prints the bytes of POST /studies/{study}/next.

              echo '{"budget_flops": 1e21, "plan": {"law": "sweep", "budget_flops": 1e22, "student": {"params": "1B"}}}' |
                  distill-planner next --study sweep --request -
            """)

    @Option(help: "The study whose runs there are.")
    var study: String

    @Option(help: "A file with the body of a POST /studies/{study}/next, or - for standard input.")
    var request: String

    @Option(help: "A JSON file of accelerators beside those that are built in: name, peak_flops, source.")
    var accelerators: String?

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let table = try Accelerators.table(accelerators)
        do {
            let body = try RequestFile.read(request)
            let answer = try database.with { store in
                try FitQuestion.nextRuns(body, study: study, store, accelerators: table)
            }
            try Terminal.write(answer)
        } catch let error as PlanQuestionError {
            throw CommandFailure(lines: error.lines, isUsage: error.isMalformed)
        }
    }
}
