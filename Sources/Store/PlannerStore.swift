import Dispatch
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

    /// For how long somebody waits for others who write through this store.
    private let longestWait: Duration

    /// Whose turn it is to write.
    private let turn = DispatchSemaphore(value: 1)

    /// Opens the database at `path`, brings its schema up to date and adds the published laws that it lacks.
    ///
    /// The file and its folder are made where they are missing.
    ///
    /// - Parameter longestWait: for how long somebody waits for others who write through this store, before
    ///   ``StoreBusy``. It should be shorter than the deadline of a request, so that one which does not get its turn says so
    ///   before it is given up.
    /// - Throws: ``StoreError``.
    public convenience init(path: String, longestWait: Duration = .seconds(30)) throws {
        try Self.makeFolder(of: path)
        do {
            // A pool writes to every file that it opens, so what must not be touched is found before.
            if FileManager.default.fileExists(atPath: path) { try Self.refuseOthers(path) }
            let pool = try DatabasePool(path: path, configuration: Self.configuration)
            // What was answered must outlive a power cut, and the level at which a pool starts promises that to
            // readers only. Set here and not while a connection is prepared: the pool's own choice comes later.
            try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
            try self.init(pool, path: path, longestWait: longestWait)
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }

    /// Opens a database in memory, for as long as this value lives.
    ///
    /// - Throws: ``StoreError``.
    public convenience init() throws {
        try self.init(try DatabaseQueue(configuration: Self.configuration), path: nil, longestWait: .seconds(30))
    }

    private init(_ database: any DatabaseWriter, path: String?, longestWait: Duration) throws {
        self.database = database
        self.path = path
        self.longestWait = longestWait
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

    /// The store in whose transaction this thread is.
    @TaskLocal private static var transacting: ObjectIdentifier?

    /// Whether this thread is in a transaction of this store.
    var isInTransaction: Bool { Self.transacting == ObjectIdentifier(self) }

    /// What `body` makes with all that it writes to this store in one transaction, and all that it reads from within.
    ///
    /// Where `body` throws, nothing of it stays. Other writers wait, though not for ever; readers do not,
    /// and see none of it before its end.
    ///
    /// - Throws: ``StoreBusy``, ``StoreFailure``, and what `body` throws.
    public func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        precondition(!isInTransaction, "a transaction holds no other")
        let value = try inTurn {
            try database.write { _ in
                try Self.$transacting.withValue(ObjectIdentifier(self)) { try body() }
            }
        }
        // What was written is kept, whether or not it can be read now; whoever asks for a law later reads it then.
        _ = try? currentLaws()
        return value
    }

    /// What `body` makes in one transaction, or in its part of the one that this thread is in.
    ///
    /// - Throws: ``StoreBusy`` where another program holds the database, ``StoreFailure`` where the disk does not take what
    ///   is written, and what `body` throws.
    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        guard isInTransaction else { return try inTurn { try database.write(body) } }
        return try deciding { db in (.commit, try body(db)) }
    }

    /// As ``write(_:)``, where `body` says itself whether what it wrote stays.
    func deciding<Value>(_ body: (Database) throws -> (Database.TransactionCompletion, Value)) throws -> Value {
        try (isInTransaction ? telling : inTurn) {
            try database.unsafeReentrantWrite { db in
                var result: Value?
                try db.inSavepoint {
                    let (end, value) = try body(db)
                    result = value
                    return end
                }
                guard let result else { preconditionFailure("the transaction has ended without its result") }
                return result
            }
        }
    }

    /// What `body` reads of one moment, which is that of the transaction where this thread is in one.
    ///
    /// - Throws: ``StoreFailure``, and what `body` throws.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try telling {
            isInTransaction ? try database.unsafeReentrantWrite(body) : try database.read(body)
        }
    }

    /// What `body` makes once nobody else writes through this store.
    ///
    /// - Throws: ``StoreBusy`` where that takes too long, and what ``telling(_:)`` throws.
    private func inTurn<Value>(_ body: () throws -> Value) throws -> Value {
        guard turn.wait(timeout: .now() + longestWait / .seconds(1)) == .success else { throw StoreBusy() }
        defer { turn.signal() }
        return try telling(body)
    }

    /// What `body` makes of the database, and what SQLite says in the terms of this module.
    ///
    /// - Throws: ``StoreBusy``, ``StoreFailure``, and what `body` throws.
    func telling<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw StoreBusy()
        } catch let error as DatabaseError {
            throw StoreFailure(error) ?? error
        }
    }

    static var configuration: Configuration {
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

    /// All steps, and how they are taken.
    static var migrator: DatabaseMigrator { migrator(Set(Migration.all.map(\.name))) }

    /// Those of the steps that have these names.
    static func migrator(_ names: Set<String>) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in Migration.all where names.contains(migration.name) {
            migrator.registerMigration(migration.name) { db in
                try db.execute(sql: migration.sql)
                if migration.name == Migration.digests { try KeptDigest.keepAll(db) }
            }
        }
        return migrator
    }

    /// Throws where the file at `path` is another program's database, or a newer version's.
    ///
    /// - Parameter mayBeEmpty: whether a file without anything in it will do, which becomes a database.
    static func refuseOthers(_ path: String, mayBeEmpty: Bool = true) throws {
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
        guard (isEmpty && mayBeEmpty) || !known.isEmpty else { throw StoreError.anotherProgram(path: path) }
        let unknown = known.subtracting(migrator.migrations)
        guard unknown.isEmpty else { throw StoreError.newerSchema(path: path, unknown: unknown.sorted()) }
    }

    /// Makes the folder of the file at `path` where it is missing.
    ///
    /// - Throws: ``StoreError/folder(path:reason:)``.
    static func makeFolder(of path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw StoreError.folder(path: folder.path, reason: reason(error))
        }
    }

    static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        return (underlying ?? error as NSError).localizedDescription
    }
}
