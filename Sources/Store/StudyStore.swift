import GRDB
public import Records
import ScalingLaws

/// A study and how many runs it has.
public struct StudySummary: Hashable, Sendable {
    /// The study.
    public let study: StudyRecord
    /// How many of its runs there are of each kind, excluded ones with them.
    public let runs: [RunKind: Int]
    /// How many of its runs are excluded.
    public let excluded: Int
}

/// No study has this identifier.
public struct StudyMissing: Error, Hashable, Sendable {
    /// The identifier that was asked for.
    public let id: String
}

/// The identifier is another study's.
public struct StudyTaken: Error, Hashable, Sendable {
    /// The identifier.
    public let id: String
}

extension PlannerStore {
    /// Adds `study`.
    ///
    /// - Throws: ``StudyTaken``, ``StoreBusy``, or `DatabaseError` where a field is outside its domain.
    public func add(_ study: StudyRecord) throws {
        try write { db in
            guard try StudyRow.find(study.id, db) == nil else { throw StudyTaken(id: study.id) }
            try db.execute(
                sql: """
                    INSERT INTO studies (id, name, description, dataset, tokenizer, architecture, parameter_counting,
                    created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    study.id, study.name, study.description, study.dataset, study.tokenizer, study.architecture,
                    study.parameterCounting.rawValue, study.createdAt,
                ])
        }
    }

    /// The study of this identifier with `change` applied to it.
    ///
    /// - Throws: ``StudyMissing``, ``StoreBusy``, or `DatabaseError` where a field is outside its domain.
    public func changeStudy(_ id: String, _ change: (inout StudyRecord) -> Void) throws -> StudySummary {
        try write { db in
            let row = try StudyRow.require(id, db)
            var study = row.study
            change(&study)
            try db.execute(
                sql: """
                    UPDATE studies SET name = ?, description = ?, dataset = ?, tokenizer = ?, architecture = ?,
                    parameter_counting = ? WHERE sequence = ?
                    """,
                arguments: [
                    study.name, study.description, study.dataset, study.tokenizer, study.architecture,
                    study.parameterCounting.rawValue, row.sequence,
                ])
            return try StudyRow.require(id, db).summary(db)
        }
    }

    /// The study of this identifier.
    ///
    /// - Throws: ``StudyMissing``, or `DatabaseError` where the database cannot be read.
    public func study(_ id: String) throws -> StudySummary {
        try read { db in try StudyRow.require(id, db).summary(db) }
    }

    /// All studies, in the order in which they were made.
    ///
    /// - Throws: ``StoreFailure``, `DatabaseError`.
    public func studies() throws -> [StudySummary] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM studies ORDER BY sequence").map { try StudyRow($0).summary(db) }
        }
    }

    /// Up to `limit` studies from before `position`, the newest first; from the newest where it is nil.
    ///
    /// - Throws: ``StoreFailure``, `DatabaseError`.
    public func studies(before position: Int64?, limit: Int) throws -> Page<StudySummary> {
        try read { db in
            try Page(
                db, rows: "SELECT * FROM studies WHERE sequence < ?", count: "SELECT count(*) FROM studies",
                before: position, limit: limit
            ) { try StudyRow($0).summary(db) }
        }
    }
}

/// A study with its number.
struct StudyRow {
    let sequence: Int64
    let study: StudyRecord

    init(_ row: Row) {
        sequence = row["sequence"]
        study = StudyRecord(
            id: row["id"], name: row["name"], description: row["description"], dataset: row["dataset"],
            tokenizer: row["tokenizer"], architecture: row["architecture"],
            parameterCounting: StoredName.value(row["parameter_counting"]), createdAt: row["created_at"])
    }

    /// The study of this identifier, if there is one; a NUL is in none, and SQLite would cut the text at it.
    static func find(_ id: String, _ db: Database) throws -> StudyRow? {
        guard !id.utf8.contains(0) else { return nil }
        return try Row.fetchOne(db, sql: "SELECT * FROM studies WHERE id = ?", arguments: [id]).map(StudyRow.init)
    }

    /// The study of this identifier.
    ///
    /// - Throws: ``StudyMissing``.
    static func require(_ id: String, _ db: Database) throws -> StudyRow {
        guard let row = try find(id, db) else { throw StudyMissing(id: id) }
        return row
    }

    func summary(_ db: Database) throws -> StudySummary {
        let rows = try Row.fetchAll(
            db,
            sql:
                "SELECT kind, count(*) AS count, count(excluded_reason) AS excluded FROM runs WHERE study = ? GROUP BY kind",
            arguments: [sequence])
        return StudySummary(
            study: study,
            runs: Dictionary(uniqueKeysWithValues: rows.map { (StoredName.value($0["kind"]), $0["count"]) }),
            excluded: rows.reduce(0) { $0 + ($1["excluded"] as Int) })
    }
}

/// A name whose values the schema lists.
enum StoredName {
    static func value<Value: RawRepresentable>(_ text: String) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: text) else {
            preconditionFailure("the schema lets \(text) be stored where only a \(Value.self) may be")
        }
        return value
    }
}
