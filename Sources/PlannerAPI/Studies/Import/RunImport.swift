import Records
public import Store

/// Takes the runs of one file into a study.
public struct RunImport {
    private let options: ImportOptions
    private let writer: RunWriter
    private var table: ImportTable
    private var last: (columns: [String], reading: RunReading)?
    private var report: ImportReport
    private var isStopped = false

    /// How many rows a dry run shows.
    static let mostShown = 5

    /// Takes a file whose pieces `next` hands out, until it hands out nil, into the study of this identifier.
    ///
    /// All of it stays in the database, or nothing: everything that is wrong with it, and nothing of it kept, where
    /// something is wrong and `arguments` do not say to keep going.
    ///
    /// - Throws: ``ImportArgumentError``, `StudyMissing`, `StoreBusy`, `DatabaseError`, and what `next` throws.
    public static func run(
        _ arguments: ImportArguments, format: ImportFormat, into study: String, _ store: PlannerStore,
        pieces next: () throws -> ArraySlice<UInt8>?
    ) throws -> ImportReport {
        let options: ImportOptions
        do throws(Faults) {
            options = try ImportOptions(arguments, format: format)
        } catch {
            throw ImportArgumentError(faults: error)
        }
        return try store.importRuns(into: study) { writer in
            var file = RunImport(options, writer)
            while !file.isStopped, let piece = try next() { try file.take { try $0.read(piece, $1) } }
            if !file.isStopped { try file.take { try $0.end($1) } }
            return (file.report.isTaken && !options.isDryRun ? .keep : .undo, file.report)
        }
    }

    private init(_ options: ImportOptions, _ writer: RunWriter) {
        self.options = options
        self.writer = writer
        table = ImportTable(options.format)
        report = ImportReport(options, study: writer.study)
    }

    /// Takes what `read` reads from the table.
    private mutating func take(_ read: (inout ImportTable, ImportTable.Take) throws -> Void) throws {
        // Apart from this value while it is read, for what is read changes this value.
        var table = self.table
        do {
            try read(&table) { event in
                guard !isStopped else { return }
                switch event {
                case .header(let header, let separator): take(header, separator)
                case .row(let row, let columns): try take(row, columns)
                case .refused(let fault):
                    report.rows += 1
                    report.refuse([fault])
                }
            }
        } catch let stop as ImportTable.Stop {
            if !isStopped { self.stop([stop.fault]) }
        }
        self.table = table
    }

    /// Stops where the columns of a CSV file cannot be told: no row can be read then.
    private mutating func take(_ header: [String], _ separator: UInt8?) {
        var faults = reading(header).mapping.faults.map { Fault(column: $0.field, .columns($0)) }
        if options.decimalComma && separator != UInt8(ascii: ";") {
            faults.append(Fault(query: "decimal", .record(.decimalComma)))
        }
        if !faults.isEmpty { stop(faults) }
    }

    private mutating func stop(_ faults: [Fault]) {
        report.stop(faults)
        isStopped = true
    }

    /// The reading of rows with these columns; it serves until a row has others.
    private mutating func reading(_ columns: [String]) -> RunReading {
        if let last, last.columns == columns { return last.reading }
        let reading = RunReading(
            ColumnMapping(columns, overrides: options.overrides, tokensFromFLOPs: options.tokensFromFLOPs), options,
            writer.study)
        report.add(reading.mapping)
        last = (columns, reading)
        return reading
    }

    private mutating func take(_ row: ImportRow, _ columns: [String]) throws {
        report.rows += 1
        let reading = reading(columns)
        guard reading.mapping.faults.isEmpty else {
            let faults = reading.mapping.faults.map {
                Fault(row: row.index, line: row.line, $0.field, .record(.columns($0)))
            }
            return report.refuse(faults)
        }
        do {
            let name = try reading.name(row)
            let stored = try writer.find(name)
            let run = try reading.run(row, name, over: stored?.run)
            report.add(run, try writer.store(run, over: stored, line: row.line), row, reading.mapping)
        } catch let faults as Faults {
            report.refuse(faults.list)
        }
    }
}

/// What is wrong with the arguments of an import.
public struct ImportArgumentError: Error, Sendable {
    let faults: Faults

    /// A line for each fault, with the parameter's name as `option` spells it.
    public func lines(_ option: (String) -> String) -> [String] {
        faults.list.map { fault in
            guard case .query(let name) = fault.place else { return fault.detail }
            return "\(option(name)) \(fault.detail)"
        }
    }
}
