public import ArgumentParser
import Foundation
public import PlannerAPI
import Store

/// `import`: the runs of a file, into a study.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take the runs of a CSV or JSON Lines file into a study.",
        discussion: """
            Everything is taken or nothing, unless --keep-going. A run is known by its study, \
            its source and its identifier there: what is imported again is updated.

              distill-planner study create sweep --name "Our sweep"
              distill-planner import runs.csv --study sweep --dry-run
              distill-planner import runs.csv --study sweep --map loss=eval/ce
              distill-planner import bits.csv --study sweep --unit bits
            """)

    @Argument(help: "The file, or - for standard input.")
    var file: String

    @Option(help: "The study that the runs belong to.")
    var study: String

    @OptionGroup var database: DatabaseOptions

    @Option(help: "How the file is written: csv or jsonl; its name says so where it ends in one of these.")
    var format: ImportFormat?

    @Option(help: "Where the runs come from; the file's name where it is not given.")
    var source: String?

    @Option(help: "A field and the column that gives it, whatever its name: loss=eval/ce. May be repeated.")
    var map: [String] = []

    @Option(help: "What losses are counted in where no column says so: nats (the default) or bits, per token.")
    var unit: String?

    @Option(help: "What the tokens are made of: tokens (the default) or flops, by D = C / (6 N).")
    var tokensFrom: String?

    @Option(help: "What parameters count where no column says so: non_embedding or all; the study says it otherwise.")
    var parameterCounting: String?

    @Option(help: "What separates decimals: point (the default) or comma, where semicolons separate the cells.")
    var decimal: String?

    @Flag(help: "Take the rows that are right though others are not.")
    var keepGoing = false

    @Flag(help: "Write nothing: show what each column is taken for, the first runs, and what is wrong.")
    var dryRun = false

    @Option(help: "How to print the report: text or json.")
    var report: ReportFormat = .text

    func validate() throws {
        guard file != "-" || source != nil else { throw ValidationError("Standard input has no name: give --source.") }
    }

    func run() throws {
        let report = try database.with { store in
            let pieces = try FilePieces(file)
            do {
                return try store.transaction {
                    let report = try RunImport.run(arguments, format: format ?? .named(file), into: study, store) {
                        try pieces.next()
                    }
                    if report.isTaken && !dryRun {
                        try store.record(by: .commandLine, "runs.import", "/studies/\(study)/runs", at: Date())
                    }
                    return report
                }
            } catch let error as ImportArgumentError {
                throw CommandFailure(
                    lines: error.lines { "--" + $0.replacing("_", with: "-") }, isUsage: true)
            }
        }
        try Terminal.write(self.report == .json ? report.bytes : Array(report.text.utf8))
        guard report.isTaken else {
            throw CommandFailure.failed(
                (report.isDryRun ? "The import would be refused" : "The import is refused")
                    + (report.isReadable ? "; --keep-going takes the rows that are right." : "."))
        }
    }

    private var arguments: ImportArguments {
        var arguments = ImportArguments()
        arguments.source = source ?? URL(fileURLWithPath: file).lastPathComponent
        arguments.map = map
        arguments.unit = unit
        arguments.tokensFrom = tokensFrom
        arguments.parameterCounting = parameterCounting
        arguments.decimal = decimal
        arguments.keepGoing = String(keepGoing)
        arguments.dryRun = String(dryRun)
        return arguments
    }

    /// How a report is printed.
    enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }
}

extension ImportFormat: ExpressibleByArgument {
    /// The format that a file's name says, CSV where it says none.
    static func named(_ file: String) -> Self {
        ["jsonl", "ndjson"].contains(URL(fileURLWithPath: file).pathExtension.lowercased()) ? .jsonLines : .csv
    }
}

/// A file, piece by piece.
final class FilePieces {
    private static let size = 1 << 16

    private let file: FileHandle

    /// Opens the file at `path`, or standard input where that is `-`.
    init(_ path: String) throws {
        guard path != "-" else {
            file = .standardInput
            return
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
            let file = FileHandle(forReadingAtPath: path)
        else { throw CommandFailure.usage("The file \(path) cannot be read.") }
        self.file = file
    }

    /// The next piece; nil at the end.
    func next() throws -> ArraySlice<UInt8>? {
        let piece = try file.read(upToCount: Self.size).map { [UInt8]($0)[...] } ?? []
        return piece.isEmpty ? nil : piece
    }
}
