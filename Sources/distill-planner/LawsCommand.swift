import ArgumentParser
import Foundation
import PlannerAPI
import ScalingLaws
import Store

/// `laws`: the coefficient sets, with their provenance.
struct LawsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "laws", abstract: "List the laws that can be asked for, show, add, promote or compare them.",
        discussion: """
            A law is named by its name, by name@version, or by an alias of the database.

              distill-planner laws show busbridge-2025@1
              distill-planner laws add law.json --database data/planner.sqlite
              distill-planner laws promote production mine@2
              distill-planner laws compare busbridge-2025 busbridge-2025-refit
            """,
        subcommands: [List.self, Show.self, Add.self, Promote.self, Compare.self, Refit.self],
        defaultSubcommand: List.self)
}

extension LawsCommand {
    /// `laws list`, and `laws` alone.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the laws, or show one in full.")

        @Argument(help: "A law's name, name@version, or an alias of the database.")
        var name: String?

        @OptionGroup var options: LawOptions

        func run() throws {
            let laws = try options.laws
            guard let name else {
                try Terminal.write(LawText.list(laws).utf8)
                return
            }
            try show(name, laws)
        }
    }

    /// `laws show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a law in full.")

        @Argument(help: "A law's name, name@version, or an alias of the database.")
        var name: String

        @OptionGroup var options: LawOptions

        func run() throws { try show(name, options.laws) }
    }

    /// `laws add`.
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a law that was fitted elsewhere as the next version of its name.",
            discussion: "What equals a version that is there already adds nothing. Prints the law in full.")

        @Argument(help: "A file with the body of a POST /laws, or - for standard input.")
        var file: String

        @OptionGroup var database: DatabaseOptions

        func run() throws {
            try asking {
                let body = try RequestFile.read(file)
                let set = try DatabaseFile.with(database.path, isMade: true) {
                    try LawChange.add(body, to: $0, by: .commandLine, at: Date())
                }
                try Terminal.write(LawText.json(set).utf8)
            }
        }
    }

    /// `laws promote`.
    struct Promote: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Point an alias, such as production, at a version.")

        @Argument(help: "The alias: small letters, digits and hyphens.")
        var alias: String

        @Argument(help: "The version that it shall mean: name@version.")
        var law: String

        @OptionGroup var database: DatabaseOptions

        func run() throws {
            try asking {
                let now = Date()
                let change = try DatabaseFile.with(database.path) { store in
                    try store.changing(by: .commandLine, "alias.promote", "/laws/aliases/\(alias)", at: now) {
                        try LawChange.promote(alias, to: law, in: store, at: now)
                    }
                }
                let before = change.previous.map { ", and meant \($0.text) before" } ?? ""
                try Terminal.write("\(alias) means \(law) since \(change.changedAt)\(before).\n".utf8)
            }
        }
    }

    /// `laws compare`.
    struct Compare: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare two laws on the same questions: the answer of POST /laws/compare, computed here.")

        @Argument(help: "A law's name, name@version, or an alias of the database.")
        var first: String

        @Argument(help: "Another one.")
        var second: String

        @Option(help: "A study of the database, on whose runs both are to be judged too.")
        var study: String?

        @Option(
            help: "Which of its runs: conditions such as split=test&loss_max=2.3; all that are not excluded otherwise.")
        var filter: String?

        @OptionGroup var options: LawOptions

        func validate() throws {
            guard filter == nil || study != nil else {
                throw ValidationError("--filter means nothing without --study.")
            }
        }

        func run() throws {
            try asking { try Terminal.write(comparison().jsonBytes) }
        }

        private func comparison() throws -> LawComparison {
            guard let study else { return try .standard(first, second, laws: options.laws) }
            let filter = try StudyQuestion.filter(filter ?? "")
            return try DatabaseOptions(options.database).with { store in
                try .standard(first, second, study: study, filter: filter, store)
            }
        }
    }
}

/// Prints the law `name` of `laws` in full.
private func show(_ name: String, _ laws: LawCatalog) throws {
    guard let set = laws.set(name) else {
        throw CommandFailure.usage("No law is called \(name); known are \(laws.names.joined(separator: ", ")).")
    }
    try Terminal.write(LawText.json(set, in: laws).utf8)
}

extension ParsableCommand {
    /// Does `work`, and reports what is wrong with its question as the command's failure.
    func asking(_ work: () throws -> Void) throws {
        do {
            try work()
        } catch let error as PlanQuestionError {
            throw CommandFailure(lines: error.lines, isUsage: error.isMalformed)
        }
    }
}
