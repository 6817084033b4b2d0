import Foundation
import GRDB

/// Why the database cannot be worked with at present, as facts.
public enum StoreTrouble: Hashable, Sendable {
    /// There is no file where it was.
    case missing(path: String)
    /// It does not answer a question.
    case unreadable(code: Int32, reason: String)
    /// It lacks these steps of the schema.
    case outdated(missing: [String])
    /// It does not take what is written.
    case unwritable(code: Int32, reason: String)
}

extension PlannerStore {
    /// The last step of the schema that this program knows.
    public static var schema: String { migrator.migrations.last ?? "" }

    /// What keeps the database from being read; nil where nothing does.
    ///
    /// It waits for no writer, and another program's lock does not count.
    public func readingTrouble() -> StoreTrouble? {
        if let path, !FileManager.default.fileExists(atPath: path) { return .missing(path: path) }
        do {
            // One statement each needs no isolation.
            let missing = try database.unsafeRead { db in
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM laws")
                let applied = try Self.migrator.appliedIdentifiers(db)
                return Self.migrator.migrations.filter { !applied.contains($0) }
            }
            return missing.isEmpty ? nil : .outdated(missing: missing)
        } catch {
            return .unreadable(code: Self.code(error), reason: Self.text(error))
        }
    }

    /// What keeps the database from being written to; nil where nothing does, and in memory.
    ///
    /// A connection of its own opens the file as any new writer would, changes a row and takes the change back, so nothing
    /// reaches the disk. Where somebody else is writing, that is answer enough: it waits for nobody.
    public func writingTrouble() -> StoreTrouble? {
        guard let path else { return nil }
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        do {
            let probe = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? probe.close() }
            try probe.inDatabase { db in
                try db.inTransaction(.immediate) {
                    try db.execute(sql: "UPDATE grdb_migrations SET identifier = identifier")
                    return .rollback
                }
            }
            return nil
        } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
            return nil
        } catch {
            return .unwritable(code: Self.code(error), reason: Self.text(error))
        }
    }

    private static func code(_ error: any Error) -> Int32 {
        (error as? DatabaseError)?.extendedResultCode.rawValue ?? 0
    }

    private static func text(_ error: any Error) -> String { (error as? DatabaseError)?.message ?? "\(error)" }
}
