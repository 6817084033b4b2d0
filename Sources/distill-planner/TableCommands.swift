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

    @OptionGroup var drawn: DrawnOptions

    func run() throws { try drawn.answer(.frontier) }
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

    @OptionGroup var drawn: DrawnOptions
    @Option(help: "What a picture shows: loss_advantage (where it is not given) or student_loss.")
    var show: String?

    func run() throws { try drawn.answer(.map, show: show) }
}

/// Where the question of a table comes from, and under which laws it is asked.
struct QuestionOptions: ParsableArguments {
    @Option(help: "A file with the body of the POST, or - for standard input.")
    var request = "-"

    @OptionGroup var laws: LawOptions

    /// Prints what `make` writes of the question and the laws.
    func print<Pieces: Sequence<[UInt8]>>(_ make: (JSONValue, LawCatalog) throws -> Pieces) throws {
        do {
            for piece in try make(RequestFile.read(request), laws.laws) { try Terminal.write(piece) }
        } catch let error as PlanQuestionError {
            throw CommandFailure(lines: error.lines, isUsage: error.isMalformed)
        }
    }
}

/// A table, and how it is printed.
struct TableOptions: ParsableArguments {
    @OptionGroup var question: QuestionOptions

    @Option(help: "How to print the table: csv, json or markdown.")
    var format: TableFormat = .csv

    func answer(_ table: TableQuestion) throws {
        try question.print { try PlanQuestion.table(table, $0, laws: $1).pieces(format) }
    }
}

/// A table that can be drawn, and how it is printed or drawn.
struct DrawnOptions: ParsableArguments {
    @OptionGroup var question: QuestionOptions

    @Option(help: "How to print the table: csv, json, markdown, or svg for a picture.")
    var format: DrawnFormat = .table(.csv)

    @Option(help: "The surface that a picture is for: light or dark; the reader's where it is not given.")
    var theme: String?

    @Option(help: "The width of a picture in pixels (720 where it is not given).")
    var width: String?

    @Option(help: "The height of a picture in pixels (540 where it is not given).")
    var height: String?

    func answer(_ picture: PictureQuestion, show: String? = nil) throws {
        let style = [("theme", theme), ("width", width), ("height", height), ("show", show)]
            .compactMap { name, text in text.map { JSONValue.Member(name, .string($0)) } }
        switch format {
        case .table(let format):
            if let idle = style.first { throw ValidationError("--\(idle.name) means nothing without --format svg.") }
            try question.print { try PlanQuestion.table(picture.table, $0, laws: $1).pieces(format) }
        case .svg:
            try question.print {
                [try PlanQuestion.picture(picture, $0, style: .object(style), laws: $1)]
            }
        }
    }
}

extension TableFormat: ExpressibleByArgument {}

extension DrawnFormat: ExpressibleByArgument {}
