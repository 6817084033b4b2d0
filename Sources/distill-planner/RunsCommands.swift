import ArgumentParser
import Foundation
import PlannerAPI
import Records
import Store

/// `runs`: what a study holds.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List the runs of a study, exclude some of them, include them again.",
        subcommands: [List.self, Exclude.self, Include.self])

    /// `runs list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List runs.",
            discussion: """
                  distill-planner runs list --study sweep --sort loss --limit 10
                  distill-planner runs list --study sweep --filter 'tag=a&loss_max=2.3'
                """)

        @OptionGroup var selection: RunSelectionOptions

        @Option(
            parsing: .unconditional,
            help: "What to sort by, with a minus before what goes down: loss,-params; the order of storing otherwise.")
        var sort: String?

        @Option(help: "How many to list at most.")
        var limit = 50

        func validate() throws {
            guard limit >= 1 else { throw ValidationError("--limit must be 1 or more, not \(limit).") }
        }

        func run() throws {
            let table = try selection.with { store, filter in
                try StudyQuestion.table(store, study: selection.study, filter: filter, sort: sort, limit: limit)
            }
            try Terminal.write(table.utf8)
        }
    }

    /// `runs exclude`.
    struct Exclude: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Exclude a run, and say why.")

        @Argument(help: "The run's number, as 'runs list' shows it.")
        var id: Int64

        @Option(help: "Why it is excluded.")
        var reason: String

        @OptionGroup var database: DatabaseOptions

        func run() throws {
            try RunsCommand.change(id, ["excluded": .bool(true), "excluded_reason": .string(reason)], database)
        }
    }

    /// `runs include`.
    struct Include: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Include a run again.")

        @Argument(help: "The run's number, as 'runs list' shows it.")
        var id: Int64

        @OptionGroup var database: DatabaseOptions

        func run() throws { try RunsCommand.change(id, ["excluded": .bool(false)], database) }
    }

    fileprivate static func change(_ run: Int64, _ body: JSONValue, _ database: DatabaseOptions) throws {
        let record = try database.with { store in
            try answering {
                try store.transaction {
                    let record = try StudyQuestion.change(run: run, body, in: store) { _ in "--reason" }
                    if record != nil, let study = try store.study(ofRun: run) {
                        let subject = "/studies/\(study)/runs/\(run)"
                        try store.record(by: .commandLine, "run.update", subject, at: Date())
                    }
                    return record
                }
            }
        }
        guard let record else { throw CommandFailure.usage("No run has the number \(run).") }
        try Terminal.write(StudyText.json(record))
    }
}

/// `export`: the runs of a study, in a form that `import` takes.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the runs of a study as CSV or JSON Lines; 'import' reads them back without loss.",
        discussion: """
              distill-planner export --study sweep > sweep.csv
              distill-planner export --study sweep --filter excluded=false --format jsonl
            """)

    @OptionGroup var selection: RunSelectionOptions

    @Option(help: "How to write them: csv or jsonl.")
    var format: Format = .csv

    func run() throws {
        try selection.with { store, filter in
            let list = try RunList(store, study: selection.study, filter: filter)
            for piece in list.pieces(format == .csv ? .csv : .jsonLines) { try Terminal.write(piece.get()) }
        }
    }

    /// What an export can be written as.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv, jsonl
    }
}

/// Which runs are meant.
struct RunSelectionOptions: ParsableArguments {
    @Option(help: "The study.")
    var study: String

    @Option(help: "Which of its runs: conditions such as kind=distillation&loss_max=2.3&excluded=false; all otherwise.")
    var filter = ""

    @OptionGroup var database: DatabaseOptions

    /// What `body` makes of the open database and the filter.
    ///
    /// - Throws: ``CommandFailure``, and what `body` throws.
    func with<Value>(_ body: (PlannerStore, RunFilter) throws -> Value) throws -> Value {
        try answering {
            let filter = try StudyQuestion.filter(filter)
            return try database.with { try body($0, filter) }
        }
    }
}

/// What `body` makes, with what is wrong with a question told as the command line does.
private func answering<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as PlanQuestionError {
        throw CommandFailure(lines: error.lines, isUsage: true)
    }
}
