import Crypto
import Foundation
import GRDB

/// Why a backup, a restore or a check cannot be done, as facts.
public enum BackupError: Error, Hashable, Sendable {
    /// There is no file at `path`.
    case missing(path: String)
    /// There is a file at `path`, and nobody said that it may be replaced.
    case exists(path: String)
    /// The backup and the database are one file.
    case sameFile(path: String)
    /// Another program has the database at `path` open.
    case inUse(path: String)
    /// Another backup or restore is writing to `path` in this moment.
    case beingWritten(path: String)
    /// The database at `path` is not whole; nothing was kept of the copy.
    case damaged(path: String, checks: [DatabaseCheck])
    /// The system refuses a file.
    case system(path: String, reason: String)
}

/// A database file of this program that somebody else may have open.
enum DatabaseFileAccess {
    /// What `body` makes of the database at `path`, whose schema stays as old as it is.
    ///
    /// - Throws: ``BackupError/missing(path:)``, ``StoreError`` where it is not this program's, or a newer version's,
    ///   ``StoreBusy``, and what `body` throws.
    static func with<Value>(_ path: String, _ body: (DatabaseQueue) throws -> Value) throws -> Value {
        // SQLite would make the file.
        guard FileManager.default.fileExists(atPath: path) else { throw BackupError.missing(path: path) }
        do {
            try PlannerStore.refuseOthers(path, mayBeEmpty: false)
            let queue = try DatabaseQueue(path: path, configuration: PlannerStore.configuration)
            let value = try body(queue)
            try queue.close()
            return value
        } catch let error as DatabaseError {
            guard error.resultCode != .SQLITE_BUSY else { throw StoreBusy() }
            throw StoreError(error, path: path)
        }
    }
}

/// A file that is written under the name `path` and known by its own only when it is whole.
///
/// One process writes it at a time; what an earlier one left there when it was killed is thrown away.
final class PartialFile {
    let path: String
    private let descriptor: Int32

    /// - Throws: ``BackupError/beingWritten(path:)`` or ``BackupError/system(path:reason:)``.
    init(_ path: String) throws {
        self.path = path
        descriptor = try Self.locked(path)
        ftruncate(descriptor, 0)
        for ending in Self.besides { unlink(path + ending) }
    }

    deinit { close(descriptor) }

    /// What SQLite keeps beside a database.
    static let besides = ["-wal", "-shm", "-journal"]

    /// Gives the file its own name, in place of what had it, so that it has it after a power cut too.
    ///
    /// - Throws: ``BackupError/system(path:reason:)``.
    func rename(to name: String) throws {
        try File.sync(path)
        guard Foundation.rename(path, name) == 0 else { throw BackupError.lastSystemError(name) }
        try File.sync(File.folder(of: name))
    }

    /// Takes the file away.
    func remove() { for ending in [""] + Self.besides { unlink(path + ending) } }

    private static func locked(_ path: String) throws -> Int32 {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw BackupError.lastSystemError(path) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                close(descriptor)
                throw BackupError.beingWritten(path: path)
            }
            // Whoever had the lock until now may have given the file another name.
            if File.identity(descriptor) == File.identity(path) { return descriptor }
            close(descriptor)
        }
    }
}

/// What the system knows of files.
enum File {
    /// Which file it is, whatever names it has.
    struct Identity: Equatable {
        let device: UInt64
        let node: UInt64

        fileprivate init(_ status: stat) {
            device = UInt64(status.st_dev)
            node = UInt64(status.st_ino)
        }
    }

    static func identity(_ path: String) -> Identity? { status(path).map(Identity.init) }

    static func identity(_ descriptor: Int32) -> Identity? {
        var found = stat()
        return fstat(descriptor, &found) == 0 ? Identity(found) : nil
    }

    /// Permissions, owner and the like; nil where there is no file.
    static func status(_ path: String) -> stat? {
        var found = stat()
        return stat(path, &found) == 0 ? found : nil
    }

    static func folder(of path: String) -> String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    /// Has the system write a file or a folder to the disk.
    ///
    /// - Throws: ``BackupError/system(path:reason:)``.
    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BackupError.lastSystemError(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw BackupError.lastSystemError(path) }
    }

    /// How long a file is, and SHA-256 over it.
    ///
    /// - Throws: ``BackupError/system(path:reason:)``.
    static func digest(_ path: String) throws -> (bytes: Int, sha256: [UInt8]) {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            var (hash, count) = (SHA256(), 0)
            while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
                hash.update(data: piece)
                count += piece.count
            }
            return (count, Array(hash.finalize()))
        } catch let error as NSError {
            throw BackupError.system(path: path, reason: PlannerStore.reason(error))
        }
    }
}

extension BackupError {
    /// What the system has just said of `path`.
    static func lastSystemError(_ path: String) -> BackupError {
        .system(path: path, reason: String(cString: strerror(errno)))
    }
}
