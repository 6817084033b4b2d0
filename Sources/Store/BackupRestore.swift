import Foundation
import GRDB

/// A database that was put back.
public struct Restoration: Hashable, Sendable {
    /// Where the database is now.
    public let path: String
    /// Where the one before it is kept; absent where there was none.
    public let previous: String?
    /// How many records the database has.
    public let counts: RecordCounts
}

extension Restoration {
    /// Puts the database of the file `backup` at `target`, where nobody may have one open.
    ///
    /// The file is copied and looked at before anything is touched, and at every moment one whole database is at `target`:
    /// the old one or the new one. The old one is kept beside it, as one file.
    ///
    /// - Parameters:
    ///   - replaces: whether there may be a database at `target`.
    ///   - time: what the name of the old one ends with.
    /// - Throws: ``BackupError``, ``StoreError`` where `backup` is no database of this program, or a newer version's,
    ///   ``StoreBusy``.
    public static func make(
        from backup: String, at target: String, replaces: Bool, time: String
    ) throws -> Restoration {
        // What is replaced is the file, not a link to it.
        let target = URL(fileURLWithPath: target).resolvingSymlinksInPath().path
        if let same = File.identity(backup), same == File.identity(target) {
            throw BackupError.sameFile(path: target)
        }
        guard replaces || File.status(target) == nil else { throw BackupError.exists(path: target) }
        return try DatabaseFileAccess.with(backup) { queue in
            try PlannerStore.makeFolder(of: target)
            let partial = try PartialFile(target + ".restoring")
            do {
                let counts = try queue.copy(called: backup, to: partial)
                let previous = try DatabaseLock.with(target) {
                    try exchange(target, for: partial, keeping: "\(target).before-restore-\(time)")
                }
                return Restoration(path: target, previous: previous, counts: counts)
            } catch {
                partial.remove()
                throw error
            }
        }
    }

    /// Gives the new file the name `target`, and the one that has it the name `previous`, which is returned if there was
    /// one.
    private static func exchange(
        _ target: String, for new: PartialFile, keeping previous: String
    ) throws -> String? {
        // A log that nobody has taken up would be taken for the new file's.
        for ending in PartialFile.besides where File.status(target + ending) != nil {
            guard rename(target + ending, previous + ending) == 0 else {
                throw BackupError.lastSystemError(target + ending)
            }
        }
        guard let old = File.status(target) else {
            try new.rename(to: target)
            return nil
        }
        // A second name first: there is no moment without a database, in which a server would make an empty one.
        guard link(target, previous) == 0 else { throw BackupError.lastSystemError(previous) }
        // Whoever could use the old one can use the new one; only root may give files away.
        chmod(new.path, old.st_mode & 0o7777)
        _ = chown(new.path, old.st_uid, old.st_gid)
        try new.rename(to: target)
        return previous
    }
}

/// A database file that nobody else has open.
private enum DatabaseLock {
    /// What `body` makes while nobody has the database at `path` open, and all of it is in its one file.
    ///
    /// - Throws: ``BackupError/inUse(path:)``, ``BackupError/system(path:reason:)``, and what `body` throws.
    static func with<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        guard let file = File.status(path) else { return try body() }
        // SQLite throws the log of an empty file away.
        if file.st_size > 0 { try gather(path) }
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw BackupError.lastSystemError(path) }
        // From here to the end SQLite's own locks keep everybody out. Who has opened the old file and waits finds it moved.
        defer { close(descriptor) }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = off_t(lockedRange.lowerBound)
        lock.l_len = off_t(lockedRange.count)
        guard fcntl(descriptor, F_SETLK, &lock) == 0 else { throw BackupError.inUse(path: path) }
        return try body()
    }

    /// The bytes on which SQLite's locks are: whoever has a database in WAL mode open holds a part of them all the time.
    private static let lockedRange = 0x4000_0000..<0x4000_0200

    /// Brings what is in the log into the file, which SQLite does for none but the only one that has it open.
    private static func gather(_ path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(1)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let mode = try queue.writeWithoutTransaction { db in
                try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
            }
            try queue.close()
            guard mode == "delete" else { throw BackupError.inUse(path: path) }
        } catch let error as DatabaseError {
            guard ![.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) else {
                throw BackupError.inUse(path: path)
            }
            // What is too damaged to be opened is kept as it is, with its log.
        }
    }
}
