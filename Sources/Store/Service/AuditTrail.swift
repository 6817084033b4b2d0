public import Foundation
import GRDB

/// One thing that somebody changed.
public struct AuditEntry: Hashable, Sendable {
    /// When: RFC 3339, UTC, whole seconds.
    public let at: String
    /// Who: a token's identifier behind `token:`, or what stands for one, such as `command-line`.
    public let actor: String
    /// What was done, such as `study.create`.
    public let action: String
    /// The path of what it was done to.
    public let subject: String
    /// What the log calls the request; absent where there was none.
    public let requestID: String?
    /// What was asked for, as JSON; absent where it is long, or nothing was.
    public let detail: String?

    /// Makes an entry of its parts.
    public init(
        at: String, actor: String, action: String, subject: String, requestID: String? = nil, detail: String? = nil
    ) {
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.requestID = requestID
        self.detail = detail
    }
}

/// Somebody who changes something without a token.
public enum AuditActor: String, Hashable, Sendable {
    /// Whoever may write to the database's file.
    case commandLine = "command-line"
}

/// Some of what is kept in the order of its coming, and where the rest begins.
public struct Page<Item: Sendable>: Sendable {
    /// The newest first.
    public let items: [Item]
    /// The position behind the last of them; absent where there are no more.
    public let next: Int64?
    /// How many there are in all.
    public let total: Int
}

extension PlannerStore {
    /// Adds to what has happened; within a ``transaction(_:)`` both it and what it tells of stay, or neither.
    ///
    /// - Throws: ``StoreBusy``, ``StoreFailure``, `DatabaseError`.
    public func record(_ entry: AuditEntry) throws {
        try write { db in try record(entry, db) }
    }

    /// As ``record(_:)``, in the transaction of `db`.
    func record(_ entry: AuditEntry, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO audit (at, actor, action, subject, request_id, detail) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [entry.at, entry.actor, entry.action, entry.subject, entry.requestID, entry.detail])
    }

    /// What `body` changes, and an entry that says so: both stay, or neither.
    ///
    /// - Parameters:
    ///   - actor: who changes it.
    ///   - action: what is done, such as `study.create`.
    ///   - subject: the path of what it is done to.
    /// - Throws: ``StoreBusy``, ``StoreFailure``, and what `body` throws.
    public func changing<Value>(
        by actor: AuditActor, _ action: String, _ subject: String, at time: Date, _ body: () throws -> Value
    ) throws -> Value {
        try transaction {
            let value = try body()
            try record(by: actor, action, subject, at: time)
            return value
        }
    }

    /// Adds an entry of the same parts, where what it tells of is changed by the caller.
    ///
    /// - Throws: ``StoreBusy``, ``StoreFailure``.
    public func record(by actor: AuditActor, _ action: String, _ subject: String, at time: Date) throws {
        try record(AuditEntry(at: time.formatted(.iso8601), actor: actor.rawValue, action: action, subject: subject))
    }

    /// Up to `limit` entries from before `position`, the newest first; from the newest where it is nil.
    ///
    /// - Throws: ``StoreFailure``, `DatabaseError`.
    public func audit(before position: Int64?, limit: Int) throws -> Page<AuditEntry> {
        try read { db in
            try Page(
                db, rows: "SELECT * FROM audit WHERE sequence < ?", count: "SELECT count(*) FROM audit",
                before: position, limit: limit, AuditEntry.init)
        }
    }
}

extension Page {
    /// The page of the `rows`, a query whose last parameter is the sequence that they stand before.
    init(
        _ db: Database, rows: String, count: String, _ arguments: StatementArguments = [], before position: Int64?,
        limit: Int, _ item: (Row) throws -> Item
    ) throws {
        precondition(limit >= 1, "a page has at least one item")
        // One more than wanted tells whether there is a next page.
        let found = try Row.fetchAll(
            db, sql: rows + " ORDER BY sequence DESC LIMIT ?", arguments: arguments + [position ?? .max, limit + 1])
        items = try found.prefix(limit).map(item)
        next = found.count > limit ? found[limit - 1]["sequence"] : nil
        total = try Int.fetchOne(db, sql: count, arguments: arguments) ?? 0
    }
}

extension AuditEntry {
    fileprivate init(_ row: Row) {
        self.init(
            at: row["at"], actor: row["actor"], action: row["action"], subject: row["subject"],
            requestID: row["request_id"], detail: row["detail"])
    }
}
