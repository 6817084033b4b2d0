import GRDB
public import Records

/// Runs that a filter selects, in the order of their numbers.
public struct RunSelection: Hashable, Sendable {
    /// The runs.
    public let runs: [RunRecord]
    /// SHA-256 in hexadecimal over what a law can be fitted to in them; the same runs give the same digest anywhere.
    public let digest: String
}

/// Where a page of runs ends: the values of its order's keys in its last run.
public struct RunPosition: Hashable, Sendable {
    /// A key's value.
    public enum Value: Hashable, Sendable {
        case number(Double)
        case text(String)
    }

    /// The values, one for each term of the order.
    public let values: [Value]
    /// The run's number.
    public let id: Int64

    /// Makes a position.
    public init(values: [Value], id: Int64) {
        self.values = values
        self.id = id
    }
}

/// Some of the runs of a study, and where the rest begins.
public struct RunPage: Hashable, Sendable {
    /// The runs in their order.
    public let runs: [RunRecord]
    /// The position of the last of them; absent where there are no more.
    public let next: RunPosition?
}

extension PlannerStore {
    /// The runs of a study that `filter` selects, with their digest; all of them in memory.
    ///
    /// - Throws: ``StudyMissing``, or `DatabaseError` where the database cannot be read.
    public func runs(study: String, filter: RunFilter) throws -> RunSelection {
        let runs = try read { db in
            try RunQuery(study: StudyRow.require(study, db), filter: filter).fetch(db, order: .byID)
        }
        return RunSelection(runs: runs, digest: RunDigest.hexadecimal(runs))
    }

    /// How many runs of a study `filter` selects.
    ///
    /// - Throws: ``StudyMissing``, or `DatabaseError` where the database cannot be read.
    public func countRuns(study: String, filter: RunFilter) throws -> Int {
        try read { db in try RunQuery(study: StudyRow.require(study, db), filter: filter).count(db) }
    }

    /// Up to `limit` of the runs that `filter` selects, in `order`, behind `position`; the first where it is nil.
    ///
    /// Runs that come in between two pages stand where the order puts them, and move no other run.
    ///
    /// - Throws: ``StudyMissing``, or `DatabaseError` where the database cannot be read.
    public func runs(
        study: String, filter: RunFilter, order: RunOrder, after position: RunPosition?, limit: Int
    ) throws -> RunPage {
        precondition(limit >= 1, "a page has at least one run")
        return try read { db in
            let query = try RunQuery(study: StudyRow.require(study, db), filter: filter)
            // One more than wanted tells whether there is a next page.
            let found = try query.fetch(db, order: order, after: position, limit: limit + 1)
            let shown = Array(found.prefix(limit))
            let next = found.count > limit ? try shown.last.map { try order.position($0, db) } : nil
            return RunPage(runs: shown, next: next)
        }
    }

    /// The run of a study with this number; nil where there is none.
    ///
    /// - Throws: ``StudyMissing``, or `DatabaseError` where the database cannot be read.
    public func run(study: String, id: Int64) throws -> RunRecord? {
        try read { db in try RunQuery.run(StudyRow.require(study, db).sequence, id, db) }
    }
}

/// The SQL of a filter.
struct RunQuery {
    private var conditions: [String]
    private var arguments: StatementArguments

    init(study: StudyRow, filter: RunFilter) {
        conditions = ["runs.study = ?"]
        arguments = [study.sequence]
        add("runs.kind = ?", filter.kind?.rawValue)
        add("runs.source = ?", filter.source)
        add("runs.external_id = ?", filter.externalID)
        add("runs.split = ?", filter.split)
        add("runs.loss_split = ?", filter.lossSplit)
        for tag in filter.tags { add("instr(' ' || runs.tags || ' ', ?) > 0", " \(tag) ") }
        if let excluded = filter.excluded {
            conditions.append("runs.excluded_reason IS \(excluded ? "NOT " : "")NULL")
        }
        for quantity in RunQuantity.allCases {
            add("\(quantity.sql) >= ?", filter.ranges[quantity]?.least)
            add("\(quantity.sql) <= ?", filter.ranges[quantity]?.greatest)
        }
    }

    private mutating func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
        guard let value else { return }
        conditions.append(condition)
        arguments += [value]
    }

    func count(_ db: Database) throws -> Int {
        // The rows of the teachers matter to some conditions only, and one row of a run has one teacher at most.
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM runs LEFT JOIN runs AS teachers ON teachers.id = runs.teacher_run
                WHERE \(conditions.joined(separator: " AND "))
                """, arguments: arguments) ?? 0
    }

    func fetch(
        _ db: Database, order: RunOrder, after position: RunPosition? = nil, limit: Int? = nil
    ) throws -> [RunRecord] {
        var query = self
        if let position { query.begin(behind: position, order) }
        let limiting = limit.map { " LIMIT \($0)" } ?? ""
        let rows = try Row.fetchCursor(
            db,
            sql: RunRow.selection + " WHERE " + query.conditions.joined(separator: " AND ") + " ORDER BY \(order.sql)"
                + limiting, arguments: query.arguments)
        var records: [RunRecord] = []
        while let row = try rows.next() { records.append(RunRow.record(row)) }
        return records
    }

    /// The run `id` of the study whose number is `study`.
    static func run(_ study: Int64, _ id: Int64, _ db: Database) throws -> RunRecord? {
        try Row.fetchOne(db.cachedStatement(sql: oneRun), arguments: [study, id]).map(RunRow.record)
    }

    private static let oneRun = RunRow.selection + " WHERE runs.study = ? AND runs.id = ?"

    /// Behind means: further on in the first key, or as far in it and further on in the next, and so forth.
    private mutating func begin(behind position: RunPosition, _ order: RunOrder) {
        var equal = ""
        var equals: StatementArguments = []
        var alternatives: [String] = []
        for (term, value) in zip(order.terms, position.values) {
            alternatives.append("(\(equal)\(term.key.sql) \(term.descends ? "<" : ">") ?)")
            arguments += equals + [value.stored]
            equal += "\(term.key.sql) = ? AND "
            equals += [value.stored]
        }
        alternatives.append("(\(equal)runs.id > ?)")
        arguments += equals + [position.id]
        conditions.append("(\(alternatives.joined(separator: " OR ")))")
    }
}

extension RunPosition.Value {
    fileprivate var stored: any DatabaseValueConvertible {
        switch self {
        case .number(let number): number
        case .text(let text): text
        }
    }
}

extension RunOrder {
    fileprivate var sql: String {
        (terms.map { $0.key.sql + ($0.descends ? " DESC" : "") } + ["runs.id"]).joined(separator: ", ")
    }

    /// Where `record` stands, by SQLite's own arithmetic, which the next page compares with.
    fileprivate func position(_ record: RunRecord, _ db: Database) throws -> RunPosition {
        guard !terms.isEmpty else { return RunPosition(values: [], id: record.id) }
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT \(terms.map(\.key.sql).joined(separator: ", "))
                FROM runs LEFT JOIN runs AS teachers ON teachers.id = runs.teacher_run WHERE runs.id = ?
                """, arguments: [record.id])
        let values = terms.indices.map { index -> RunPosition.Value in
            switch terms[index].key {
            case .quantity: .number(row?[index] ?? 0)
            case .source, .externalID: .text(row?[index] ?? "")
            }
        }
        return RunPosition(values: values, id: record.id)
    }
}

extension RunOrder.Key {
    /// Never NULL, which nothing is above or below: runs without the number stand before all others.
    fileprivate var sql: String {
        switch self {
        case .quantity(let quantity): "ifnull(\(quantity.sql), -1e999)"
        case .source: "runs.source"
        case .externalID: "runs.external_id"
        }
    }
}

extension RunQuantity {
    /// The number, NULL where the run has none.
    fileprivate var sql: String {
        switch self {
        case .teacherParams: "ifnull(runs.teacher_params, teachers.params)"
        case .teacherTokens: "ifnull(runs.teacher_tokens, teachers.tokens)"
        case .teacherLoss: "ifnull(runs.teacher_loss, teachers.loss)"
        case .tokensPerParam: "runs.tokens / runs.params"
        case .flops: "6 * runs.params * runs.tokens"
        case .params, .tokens, .loss, .lambda, .temperature, .learningRate, .uniqueTokens, .epochs, .context:
            "runs.\(rawValue)"
        }
    }
}
