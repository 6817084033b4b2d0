import ArgumentParser
import Foundation
import PlannerAPI
import Records
import Store

/// `fit`: a law fitted to runs.
struct FitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fit a law to the runs of a file or of a study.",
        discussion: """
            Says what the runs tell of the law and what they do not. The law of a study is kept, and answers plans under its
            name; that of a file is printed only.

              distill-planner fit runs.csv --law supervised
              distill-planner fit --study sweep --law distillation --supervised-law busbridge-2025
              distill-planner fit --study sweep --law supervised --filter 'loss_max=3' --holdout loss_below=2.3
            """)

    @Argument(help: "A CSV or JSON Lines file of runs.")
    var file: String?

    @Option(help: "The study whose runs are fitted; instead of a file.")
    var study: String?

    @Option(help: "Which law: supervised or distillation.")
    var law: String

    @Option(help: "What the law is called; the study's identifier otherwise.")
    var name: String?

    @Option(help: "Which runs, as 'runs list' takes it; those that are excluded only where it asks for them.")
    var filter: String?

    @Option(help: "The exponent of the sum in the supervised law: free (the default) or one.")
    var gamma: String?

    @Option(help: "The law whose supervised part is taken as it is; fitted too where it is not given.")
    var supervisedLaw: String?

    @Option(help: "Where the Huber loss turns from squares to absolute values; 1e-4 otherwise.")
    var delta: String?

    @Option(help: "From how many places the search starts; 24 otherwise.")
    var starts: String?

    @Option(help: "Chooses starts and resamples; 1 otherwise.")
    var seed: String?

    @Option(help: "The level of all intervals; 0.9 otherwise.")
    var level: String?

    @Option(help: "By what factor the exponent may be off 1 one time in three; no belief otherwise.")
    var gammaPriorFactor: String?

    @Option(help: "What is kept back: loss_below=2.3, split=test or largest_compute=0.1.")
    var holdout: String?

    @Option(help: "How many resamples, 0 for none; 256 otherwise.")
    var resamples: String?

    @Option(help: "What is resampled: run or configuration.")
    var resample: String?

    @Option(
        name: .customLong("map"), parsing: .singleValue,
        help: "A field of a file's runs and the column that gives it, as field=column.")
    var map: [String] = []

    @Option(help: "How to print the fit: text or json.")
    var format: Format = .text

    @OptionGroup var database: DatabaseOptions

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    func validate() throws {
        guard (file == nil) != (study == nil) else { throw ValidationError("A fit needs a file or --study.") }
    }

    func run() throws {
        if let file {
            let store = try PlannerStore()
            let study = try StudyRecord.of(file: file, in: store, map: map)
            try fit(study, store, isKept: false)
        } else if let study {
            try database.with { store in try fit(study, store, isKept: true) }
        }
    }

    private func fit(_ study: String, _ store: PlannerStore, isKept: Bool) throws {
        do {
            let question = try FitQuestion(body, study: study, store, calling: Self.option)
            let bar = ProgressBar()
            let result = try question.answer(
                workers: ProcessInfo.processInfo.activeProcessorCount, isKept: isKept, bar.show)
            bar.clear()
            try Terminal.write(format == .json ? result.json : Array(result.text.utf8))
        } catch let error as PlanQuestionError {
            throw CommandFailure(lines: error.lines, isUsage: error.isMalformed)
        }
    }

    /// The option that gives the field at a path of the body.
    private static func option(_ path: String) -> String {
        switch path {
        case "bootstrap.resamples": "--resamples"
        case "bootstrap.unit": "--resample"
        case _ where path.hasPrefix("holdout."): "--holdout " + path.dropFirst("holdout.".count)
        default: "--" + path.replacing("_", with: "-")
        }
    }

    /// The options as the body of `POST /studies/{study}/fits`.
    private var body: JSONValue {
        var members: [JSONValue.Member] = []
        func add(_ name: String, _ value: String?) {
            if let value { members.append(.init(name, .string(value))) }
        }
        add("law", law)
        add("name", name)
        add("filter", filter)
        add("gamma", gamma)
        add("supervised_law", supervisedLaw)
        add("delta", delta)
        add("starts", starts)
        add("seed", seed)
        add("level", level)
        add("gamma_prior_factor", gammaPriorFactor)
        if let holdout {
            let parts = holdout.split(separator: "=", maxSplits: 1).map(String.init)
            let rule = JSONValue.Member(parts.first ?? "", .string(parts.count == 2 ? parts[1] : ""))
            members.append(.init("holdout", .object([rule])))
        }
        if resamples == "0" {
            members.append(.init("bootstrap", .null))
        } else if resamples != nil || resample != nil {
            let parts = [("resamples", resamples), ("unit", resample)]
                .compactMap { name, value in value.map { JSONValue.Member(name, .string($0)) } }
            members.append(.init("bootstrap", .object(parts)))
        }
        return .object(members)
    }
}

extension StudyRecord {
    /// A study in `store` of the runs of the file at `path`; its identifier.
    fileprivate static func of(file path: String, in store: PlannerStore, map: [String]) throws -> String {
        let id = "file"
        try store.add(
            StudyRecord(id: id, name: URL(fileURLWithPath: path).lastPathComponent, createdAt: "2000-01-01T00:00:00Z"))
        var arguments = ImportArguments()
        arguments.source = URL(fileURLWithPath: path).lastPathComponent
        arguments.map = map
        let pieces = try FilePieces(path)
        let report: ImportReport
        do {
            report = try RunImport.run(arguments, format: .named(path), into: id, store) { try pieces.next() }
        } catch let error as ImportArgumentError {
            throw CommandFailure(lines: error.lines { "--" + $0 }, isUsage: true)
        }
        guard report.isTaken else { throw CommandFailure.failed(report.text) }
        return id
    }
}

/// The progress of a fit on a terminal's last line; nothing where standard error is no terminal.
final class ProgressBar: Sendable {
    private let isShown = isatty(STDERR_FILENO) == 1

    private static let width = 30

    /// Shows how far the stage of a law is.
    @Sendable func show(_ law: String, _ stage: String, _ done: Int, _ total: Int) {
        guard isShown else { return }
        let full = Self.width * done / max(1, total)
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: Self.width - full)
        let words = stage.replacing("_", with: " ")
        Terminal.complain("\r\(law): \(words) [\(bar)] \(done)/\(total)\u{1B}[K")
    }

    /// Takes the line away.
    func clear() { if isShown { Terminal.complain("\r\u{1B}[K") } }
}
