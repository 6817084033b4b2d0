import Foundation
import GRDB

/// A backup that was made.
public struct Backup: Hashable, Sendable {
    /// Where it is.
    public let path: String
    /// How long the file is.
    public let bytes: Int
    /// SHA-256 over the file, in hexadecimal.
    public let sha256: String
    /// How many records it has.
    public let counts: RecordCounts
}

/// How many records of each kind a database has.
public struct RecordCounts: Hashable, Sendable {
    /// Studies.
    public let studies: Int
    /// Runs of all studies, excluded ones with them.
    public let runs: Int
    /// Fits, whatever became of them.
    public let fits: Int
    /// Saved plans.
    public let plans: Int
    /// Law versions, those that come with the program with them.
    public let laws: Int

    init(_ db: Database) throws {
        func count(_ table: String) throws -> Int {
            try db.tableExists(table) ? Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0 : 0
        }
        studies = try count("studies")
        runs = try count("runs")
        fits = try count("fits")
        plans = try count("plans")
        laws = try count("laws")
    }
}

extension Backup {
    /// Copies the database at `source`, beside whoever serves it, into one file at `target`.
    ///
    /// The file has its name only when it is whole, looked at and on the disk; a backup that fails leaves what was there.
    ///
    /// - Parameter replaces: whether `target` may be there already.
    /// - Throws: ``BackupError``, ``StoreError``, ``StoreBusy``.
    public static func make(of source: String, at target: String, replaces: Bool) throws -> Backup {
        if let same = File.identity(source), same == File.identity(target) { throw BackupError.sameFile(path: target) }
        return try DatabaseFileAccess.with(source) { queue in
            try make(of: queue, called: source, at: target, replaces: replaces)
        }
    }

    fileprivate static func make(
        of database: any DatabaseReader, called source: String, at target: String, replaces: Bool
    ) throws -> Backup {
        guard replaces || File.status(target) == nil else { throw BackupError.exists(path: target) }
        let partial = try PartialFile(target + ".partial")
        do {
            let counts = try database.copy(called: source, to: partial)
            let (bytes, sha256) = try File.digest(partial.path)
            try partial.rename(to: target)
            return Backup(path: target, bytes: bytes, sha256: sha256.hexadecimal, counts: counts)
        } catch {
            partial.remove()
            throw error
        }
    }
}

extension PlannerStore {
    /// Copies the database as it is in this moment into one file at `target`, while others read and write.
    ///
    /// The file has its name only when it is whole, looked at and on the disk; a backup that fails leaves what was there.
    ///
    /// - Parameter replaces: whether `target` may be there already.
    /// - Throws: ``BackupError``, ``StoreError`` where SQLite cannot read the database.
    public func backUp(to target: String, replaces: Bool = false) throws -> Backup {
        let name = path ?? "in memory"
        do {
            return try Backup.make(of: database, called: name, at: target, replaces: replaces)
        } catch let error as DatabaseError {
            throw StoreError(error, path: name)
        }
    }
}

/// A backup in a file that has no name: it is there for as long as somebody holds this value.
public final class UnnamedBackup: Sendable {
    /// SHA-256 over the file, 32 bytes.
    public let sha256: [UInt8]
    private let path: String
    private let descriptor: Int32

    fileprivate init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BackupError.lastSystemError(path) }
        sha256 = try File.digest(path).sha256
    }

    deinit { close(descriptor) }

    /// Up to `count` bytes from `offset` on; none at the end.
    ///
    /// - Throws: ``BackupError/system(path:reason:)``.
    public func bytes(at offset: Int, upTo count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let read = pread(descriptor, &bytes, count, off_t(offset))
        guard read >= 0 else { throw BackupError.lastSystemError(path) }
        return Array(bytes.prefix(read))
    }
}

extension PlannerStore {
    /// Copies the database as it is in this moment, while others read and write, into a file that nobody else can find.
    ///
    /// The file lies beside the database, or among temporary files where that is in memory, and is looked at before this
    /// returns. One is made at a time.
    ///
    /// - Throws: ``BackupError``, ``StoreFailure``, `DatabaseError`.
    public func unnamedBackup() throws -> UnnamedBackup {
        let place = path ?? NSTemporaryDirectory() + "/distill-planner-" + UUID().uuidString
        let partial = try PartialFile(place + ".download")
        defer { partial.remove() }
        return try telling {
            _ = try database.copy(called: path ?? "in memory", to: partial)
            return try UnnamedBackup(partial.path)
        }
    }
}

extension DatabaseReader {
    /// Copies all of this database into `file`, whose copy is a single file, and looks at it.
    ///
    /// - Parameter path: what the database is called where it turns out to be damaged.
    /// - Throws: ``BackupError/damaged(path:checks:)``, ``BackupError/system(path:reason:)`` where the copy cannot be
    ///   written, `DatabaseError`.
    func copy(called path: String, to file: PartialFile) throws -> RecordCounts {
        do {
            return try checkedCopy(called: path, to: file)
        } catch let error as DatabaseError where file.isToBlame(error) {
            // What SQLite says of a copy is of the database that is copied.
            throw BackupError.system(path: file.path, reason: "SQLite code \(error.resultCode)")
        }
    }

    private func checkedCopy(called path: String, to file: PartialFile) throws -> RecordCounts {
        let copy = try DatabaseQueue(path: file.path)
        try backup(to: copy)
        // The pages come with the mode of the database, in which a second file belongs to it.
        try copy.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = DELETE") }
        let checks = try DatabaseCheck.all(copy)
        guard checks.allSatisfy(\.faults.isEmpty) else { throw BackupError.damaged(path: path, checks: checks) }
        let counts = try copy.read(RecordCounts.init)
        try copy.close()
        return counts
    }
}

extension PartialFile {
    /// Whether an error of copying a database says that there is no room for the copy, or nowhere to write it.
    fileprivate func isToBlame(_ error: DatabaseError) -> Bool {
        [.SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN].contains(error.resultCode)
    }
}
