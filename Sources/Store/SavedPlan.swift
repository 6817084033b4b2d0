import Foundation
import GRDB

/// An answer that was kept.
public struct SavedPlan: Hashable, Sendable {
    /// The identifier under which it is found again.
    public let id: String
    /// What its owner calls it, 1 to ``greatestLabelLength`` Unicode scalars, none of them NUL.
    public let label: String
    /// When it was kept: RFC 3339, UTC, whole seconds.
    public let createdAt: String
    /// The name of the law that answered.
    public let lawName: String
    /// The version of that law.
    public let lawVersion: Int
    /// The kept answer, byte for byte.
    public let body: [UInt8]

    /// How many Unicode scalars a label may have.
    public static let greatestLabelLength = 200

    /// Makes a plan to keep.
    public init(id: String, label: String, createdAt: String, lawName: String, lawVersion: Int, body: [UInt8]) {
        self.id = id
        self.label = label
        self.createdAt = createdAt
        self.lawName = lawName
        self.lawVersion = lawVersion
        self.body = body
    }
}

extension PlannerStore {
    /// Keeps `plan`.
    ///
    /// - Throws: ``StoreBusy`` where another program holds the database, `DatabaseError` where the disk does not take
    ///   it or its `id` is kept already.
    public func save(_ plan: SavedPlan) throws {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO plans (id, label, created_at, law_name, law_version, body)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    plan.id, plan.label, plan.createdAt, plan.lawName, plan.lawVersion, Data(plan.body),
                ])
            try KeptDigest.keep(.plan, plan.id, db)
        }
    }

    /// The plan kept under `id`; nil where there is none, as with a NUL in it, at which SQLite would cut it short.
    ///
    /// - Throws: `DatabaseError` where the database cannot be read.
    public func plan(id: String) throws -> SavedPlan? {
        guard !id.utf8.contains(0) else { return nil }
        return try read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM plans WHERE id = ?", arguments: [id]).map(SavedPlan.init)
        }
    }

    /// Up to `limit` plans that were kept before `position`, the newest first; from the newest where it is nil.
    ///
    /// - Throws: `DatabaseError` where the database cannot be read.
    public func plans(before position: Int64?, limit: Int) throws -> Page<SavedPlan> {
        try read { db in
            try Page(
                db, rows: "SELECT * FROM plans WHERE sequence < ?", count: "SELECT count(*) FROM plans",
                before: position, limit: limit, SavedPlan.init)
        }
    }
}

extension SavedPlan {
    fileprivate init(_ row: Row) {
        let body: Data = row["body"]
        self.init(
            id: row["id"], label: row["label"], createdAt: row["created_at"], lawName: row["law_name"],
            lawVersion: row["law_version"], body: [UInt8](body))
    }
}
