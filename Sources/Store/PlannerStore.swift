import Foundation
import GRDB
import Migrations
public import ScalingLaws
import Synchronization

/// The database: coefficient sets, saved plans, studies and their runs, in SQLite.
///
/// Law versions never change, so each of them is read once: when the database is opened, or when it is added.
public final class PlannerStore: Sendable {
    /// The laws and aliases as this process last saw them; reading them costs no look at the database.
    public var laws: LawCatalog { snapshot.withLock { $0.catalog } }

    let snapshot: Mutex<LawSnapshot>

    let database: any DatabaseWriter

    /// Where the file is; absent in memory.
    public let path: String?

    /// Opens the database at `path`, brings its schema up to date and adds the published laws that it lacks.
    ///
    /// The file and its folder are made where they are missing.
    ///
    /// - Throws: ``StoreError``.
    public convenience init(path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw StoreError.folder(path: folder.path, reason: Self.reason(error))
        }
        do {
            // A pool writes to every file that it opens, so what must not be touched is found before.
            if FileManager.default.fileExists(atPath: path) { try Self.refuseOthers(path) }
            let pool = try DatabasePool(path: path, configuration: Self.configuration)
            // What was answered must outlive a power cut, and the level at which a pool starts promises that to
            // readers only. Set here and not while a connection is prepared: the pool's own choice comes later.
            try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
            try self.init(pool, path: path)
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }

    /// Opens a database in memory, for as long as this value lives.
    ///
    /// - Throws: ``StoreError``.
    public convenience init() throws {
        try self.init(try DatabaseQueue(configuration: Self.configuration), path: nil)
    }

    private init(_ database: any DatabaseWriter, path: String?) throws {
        self.database = database
        self.path = path
        try Self.migrate(database)
        let snapshot = try database.write { db in
            try LawRecord.seed(CoefficientSet.published, db)
            return try LawSnapshot(LawSnapshot.empty, db)
        }
        self.snapshot = Mutex(snapshot)
    }

    /// Closes the files, with all that was written in the one that was named; what is called afterwards fails.
    ///
    /// A database in memory must not be used again.
    ///
    /// - Throws: `DatabaseError` where a statement is still running, or the disk does not take what is left.
    public func close() throws {
        // The pool closes its writer first, and SQLite empties the log only with the last connection.
        if database is DatabasePool {
            try database.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        }
        try database.close()
    }

    /// What `body` makes in one transaction.
    ///
    /// - Throws: ``StoreBusy`` where another program holds the database, and what `body` throws.
    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try telling { try database.write(body) }
    }

    /// What `body` makes as the only writer, in transactions of its own.
    ///
    /// - Throws: ``StoreBusy`` where another program holds the database, and what `body` throws.
    func withoutTransaction<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try telling { try database.writeWithoutTransaction(body) }
    }

    private func telling<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw StoreBusy()
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        return configuration
    }

    /// Takes the steps that the database lacks.
    ///
    /// Another program may take the same ones in the same moment. What it has taken is there already when its turn comes
    /// here, and the next try goes on behind it: one for each step is enough.
    private static func migrate(_ database: any DatabaseWriter) throws {
        for _ in Migration.all {
            do {
                return try migrator.migrate(database)
            } catch let error as DatabaseError
                where [.SQLITE_ERROR, .SQLITE_CONSTRAINT].contains(error.resultCode)
            {}
        }
        try migrator.migrate(database)
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in Migration.all {
            migrator.registerMigration(migration.name) { db in try db.execute(sql: migration.sql) }
        }
        return migrator
    }

    /// Throws where the file at `path` is another program's database, or a newer version's.
    private static func refuseOthers(_ path: String) throws {
        let database = try DatabaseQueue(path: path, configuration: configuration)
        // The list of the steps stands there before the first of them does, where another opens the file just now.
        let (known, isEmpty) = try database.read { db in
            (
                try migrator.appliedIdentifiers(db),
                try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'") == 0
            )
        }
        try database.close()
        guard isEmpty || !known.isEmpty else { throw StoreError.anotherProgram(path: path) }
        let unknown = known.subtracting(migrator.migrations)
        guard unknown.isEmpty else { throw StoreError.newerSchema(path: path, unknown: unknown.sorted()) }
    }

    private static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        return (underlying ?? error as NSError).localizedDescription
    }
}
