import Foundation
import GRDB
import Migrations
public import ScalingLaws

/// The database: coefficient sets and saved plans, in SQLite.
///
/// It belongs to one process. Law versions never change, so all of them are read once, when it is opened.
public final class PlannerStore: Sendable {
    /// The coefficient sets that are stored.
    public let laws: LawCatalog

    let database: any DatabaseWriter

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
            try self.init(try DatabasePool(path: path, configuration: Self.configuration), path: path)
        } catch let error as DatabaseError {
            throw error.resultCode == .SQLITE_NOTADB
                ? StoreError.notADatabase(path: path)
                : StoreError.unusable(
                    path: path, code: error.extendedResultCode.rawValue, reason: error.message ?? "unknown")
        }
    }

    /// Opens a database in memory, for as long as this value lives.
    ///
    /// - Throws: ``StoreError``.
    public convenience init(inMemoryNamed name: String = "memory") throws {
        try self.init(try DatabaseQueue(configuration: Self.configuration), path: name)
    }

    private init(_ database: any DatabaseWriter, path: String) throws {
        self.database = database
        try Self.migrate(database, path: path)
        laws = try database.write { db in
            try LawRecord.seed(CoefficientSet.published, db)
            return LawCatalog(try LawRecord.all(db))
        }
    }

    /// Whether the database answers and can be written.
    public func isReady() -> Bool {
        (try? database.write { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM laws") }) != nil
    }

    /// Closes the files; what is called afterwards fails.
    ///
    /// - Throws: `DatabaseError` where a statement is still running.
    public func close() throws { try database.close() }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            // What was answered must outlive a power cut, and WAL at its default level promises that to readers only.
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        return configuration
    }

    private static func migrate(_ database: any DatabaseWriter, path: String) throws {
        var migrator = DatabaseMigrator()
        for migration in Migration.all {
            migrator.registerMigration(migration.name) { db in try db.execute(sql: migration.sql) }
        }
        let unknown = try database.read { db in
            try migrator.appliedIdentifiers(db).subtracting(migrator.migrations)
        }
        guard unknown.isEmpty else { throw StoreError.newerSchema(path: path, unknown: unknown.sorted()) }
        try migrator.migrate(database)
    }

    private static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        return (underlying ?? error as NSError).localizedDescription
    }
}
