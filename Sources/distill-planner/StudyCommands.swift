import ArgumentParser
import Foundation
import PlannerAPI
import Store

/// `study`: what runs belong to.
struct StudyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study", abstract: "Make, list and show studies, which runs belong to.",
        subcommands: [Create.self, List.self, Show.self])

    /// `study create`.
    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a study: one dataset, tokenizer and architecture family.",
            discussion: """
                  distill-planner study create sweep --name "Our sweep" --dataset C4
                """)

        @Argument(help: "What it is called in addresses: a to z, 0 to 9 and -.")
        var study: String

        @Option(help: "What it is called by people; its identifier where it is not given.")
        var name: String?

        @Option(help: "What it is about.")
        var description: String?

        @Option(help: "What its models learn from.")
        var dataset: String?

        @Option(help: "What their text is cut by.")
        var tokenizer: String?

        @Option(help: "What its models have in common.")
        var architecture: String?

        @Option(help: "What parameters count: non_embedding (the default) or all.")
        var parameterCounting: String?

        @OptionGroup var database: DatabaseOptions

        func run() throws {
            let summary = try database.with { store in
                do {
                    let now = Date()
                    return try store.changing(by: .commandLine, "study.create", "/studies/\(study)", at: now) {
                        try StudyQuestion.create(body, in: store, at: now) { field in
                            field == "id" ? "The identifier" : "--" + field.replacing("_", with: "-")
                        }
                    }
                } catch let error as PlanQuestionError {
                    throw CommandFailure(lines: error.lines, isUsage: true)
                } catch let error as StudyTaken {
                    throw CommandFailure.failed("Another study is called \(error.id).")
                }
            }
            try Terminal.write(StudyText.json(summary))
        }

        /// The study in the fields of `POST /studies`.
        private var body: JSONValue {
            .fields([
                "id": .string(study), "name": name.map(JSONValue.string),
                "description": description.map(JSONValue.string), "dataset": dataset.map(JSONValue.string),
                "tokenizer": tokenizer.map(JSONValue.string), "architecture": architecture.map(JSONValue.string),
                "parameter_counting": parameterCounting.map(JSONValue.string),
            ]) ?? [:]
        }
    }

    /// `study list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the studies, with how many runs each has.")

        @OptionGroup var database: DatabaseOptions

        func run() throws {
            let studies = try database.with { try $0.studies() }
            try Terminal.write(StudyText.list(studies).utf8)
        }
    }

    /// `study show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one study in full.")

        @Argument(help: "The study.")
        var study: String

        @OptionGroup var database: DatabaseOptions

        func run() throws {
            let summary = try database.with { try $0.study(study) }
            try Terminal.write(StudyText.json(summary))
        }
    }
}
