import Records
import Store

/// What became of every row of a file.
public struct ImportReport: Sendable {
    /// The study's identifier.
    public let study: String
    /// Whether nothing was to be written.
    public let isDryRun: Bool
    /// How many rows the file has behind its header, as far as it was read.
    public internal(set) var rows = 0
    /// How many of them are new runs.
    public private(set) var inserted = 0
    /// How many change a run that was there.
    public private(set) var updated = 0
    /// How many are as the run that was there.
    public private(set) var unchanged = 0
    /// How many are no runs.
    public private(set) var refused = 0

    let format: ImportFormat
    let source: String?
    let unit: LossUnit
    let keepsGoing: Bool
    private var names: Set<String> = []
    /// The columns and what they were taken for, in the order in which they were met, as many as a table may have.
    private(set) var columns: [(name: String, target: ColumnMapping.Target)] = []
    /// The first runs, as they would be taken, of a dry run.
    private(set) var preview: [Run] = []
    /// What is wrong with the rows, the first ``mostListed`` faults.
    private(set) var rowFaults: [Fault] = []
    /// What is wrong with the file as a whole.
    private(set) var fileFaults: [Fault] = []
    /// How many rows have faults that are not listed.
    private(set) var unlisted = 0

    /// How many faults of rows a report lists; it counts all refused rows.
    static let mostListed = Problem.mostFaults

    init(_ options: ImportOptions, study: StudyRecord) {
        self.study = study.id
        isDryRun = options.isDryRun
        format = options.format
        source = options.source
        unit = options.unit
        keepsGoing = options.keepsGoing
    }

    /// Whether the rows that are right were taken; of a dry run, whether they would be.
    public var isTaken: Bool { fileFaults.isEmpty && (refused == 0 || keepsGoing) }

    /// Whether all rows could be told apart and their columns too, so that only single rows can be wrong.
    public var isReadable: Bool { fileFaults.isEmpty }

    /// The column of the external identifiers; nil where they are the rows' numbers.
    var identifiers: String? { columns.first { $0.target == .field(.externalID) }?.name }

    /// The names of the columns that no field took.
    var unmapped: [String] {
        columns.compactMap { column in
            if case .extra = column.target { column.name } else { nil }
        }
    }

    /// All faults, those of the file first.
    var faults: [Fault] { fileFaults + rowFaults }

    mutating func add(_ mapping: ColumnMapping) {
        for (name, target) in zip(mapping.columns, mapping.targets) where columns.count < ColumnMapping.mostColumns {
            if names.insert(name).inserted { columns.append((name, target)) }
        }
    }

    mutating func add(_ run: Run, _ outcome: RunOutcome, _ row: ImportRow, _ mapping: ColumnMapping) {
        switch outcome {
        case .inserted: inserted += 1
        case .updated: updated += 1
        case .unchanged: unchanged += 1
        case .refused(let refusal):
            let (field, fault) = refusal.fault
            let name = mapping.indices[field].map { mapping.columns[$0] } ?? field.rawValue
            return refuse([Fault(row: row.index, line: row.line, name, .record(fault))])
        }
        if isDryRun && preview.count < RunImport.mostShown { preview.append(run) }
    }

    mutating func refuse(_ faults: [Fault]) {
        refused += 1
        if rowFaults.count + faults.count <= Self.mostListed { rowFaults += faults } else { unlisted += 1 }
    }

    mutating func stop(_ faults: [Fault]) { fileFaults += faults }
}

extension RunOutcome.Refusal {
    /// The field that it is about, and the fault.
    fileprivate var fault: (RunField, RecordFault) {
        switch self {
        case .repeated(let line): (.externalID, .repeatedRun(line: line))
        case .kindChanged(let kind): (.kind, .kindChanged(from: kind))
        case .teacherMissing(let name): (.teacherRun, .teacherMissing(name))
        case .teacherNewer(let name): (.teacherRun, .teacherNewer(name))
        }
    }
}
