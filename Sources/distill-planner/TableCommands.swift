public import ArgumentParser
public import PlannerAPI
import ScalingLaws

/// `predict`: the answer of `POST /predict`, computed here.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Say what the laws predict for a student and its teacher, or for many.",
        discussion: """
              echo '{"student": {"params": "1B", "tokens": "100B"}, "teacher": {"params": "3B", "tokens": "60B"}}' |
                distill-planner predict --format markdown
            """)

    @OptionGroup var table: TableOptions

    func run() throws { try table.answer(.predict) }
}

/// `frontier`: the answer of `POST /frontier`, computed here.
struct FrontierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frontier", abstract: "Plan over a grid of budgets, student sizes and scenarios.",
        discussion: """
              echo '{"budgets": {"min": 1e20, "max": 1e26, "points": 25}, "sizes": ["300M", "3B"]}' |
                distill-planner frontier
            """)

    @OptionGroup var table: TableOptions

    func run() throws { try table.answer(.frontier) }
}

/// `crossover`: the answer of `POST /crossover`, computed here.
struct CrossoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crossover", abstract: "Find the budget at which supervised training catches up.",
        discussion: """
              echo '{"sizes": ["1B", "3B", "10B"], "scenarios": ["best_case"], "budget_flops": 1e22}' |
                distill-planner crossover --format markdown
            """)

    @OptionGroup var table: TableOptions

    func run() throws { try table.answer(.crossover) }
}

/// `map`: the answer of `POST /map`, computed here.
struct MapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map", abstract: "Tabulate the student's loss over two variables.",
        discussion: """
              echo '{"x": {"variable": "student.tokens", "values": {"min": "1B", "max": "1T", "points": 40}},
                     "y": {"variable": "teacher.loss", "values": {"min": 1.9, "max": 2.7, "points": 40}},
                     "student": {"params": "1B"}}' | distill-planner map
            """)

    @OptionGroup var table: TableOptions

    func run() throws { try table.answer(.map) }
}

/// Where the question of a table comes from, and how the table is printed.
struct TableOptions: ParsableArguments {
    @Option(help: "A file with the body of the POST, or - for standard input.")
    var request = "-"

    @Option(help: "How to print the table: csv, json or markdown.")
    var format: TableFormat = .csv

    @OptionGroup var laws: LawOptions

    func answer(_ question: TableQuestion) throws {
        do {
            let table = try PlanQuestion.table(question, RequestFile.read(request), laws: laws.laws)
            for piece in table.pieces(format) { try Terminal.write(piece) }
        } catch let error as PlanQuestionError {
            throw CommandFailure(lines: error.lines, isUsage: error.isMalformed)
        }
    }
}

extension TableFormat: ExpressibleByArgument {}
