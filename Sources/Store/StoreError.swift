import GRDB

/// Why the database cannot be used, as facts.
public enum StoreError: Error, Hashable, Sendable {
    /// The folder of the database file cannot be made.
    case folder(path: String, reason: String)
    /// SQLite cannot open the file, or not write to it.
    case unusable(path: String, code: Int32, reason: String)
    /// The file is an SQLite database whose pages contradict each other.
    case damaged(path: String)
    /// The file is no SQLite database.
    case notADatabase(path: String)
    /// The database has tables, and none of this program's steps made them.
    case anotherProgram(path: String)
    /// The database has steps that this program does not know: a newer version made it.
    case newerSchema(path: String, unknown: [String])
    /// A stored version of a law is not what this program's own text says it is.
    case lawDiffers(name: String, version: Int)
    /// A stored law lacks a number, or has one outside its domain.
    case lawUnreadable(name: String, version: Int, detail: String)
}

extension StoreError {
    /// What SQLite says of the file at `path` while it is opened.
    init(_ error: DatabaseError, path: String) {
        switch error.resultCode {
        case .SQLITE_NOTADB: self = .notADatabase(path: path)
        case .SQLITE_CORRUPT: self = .damaged(path: path)
        default:
            self = .unusable(
                path: path, code: error.extendedResultCode.rawValue, reason: error.message ?? "unknown")
        }
    }
}

/// The database is locked by another program; the same call may succeed later.
public struct StoreBusy: Error, Hashable, Sendable {}

/// Why the disk does not do what the database asks of it, as facts; nothing of what was being written has stayed.
public enum StoreFailure: Error, Hashable, Sendable {
    /// The disk, or the share of it that the program may have, is full.
    case full
    /// The file, its folder or its file system may be read only.
    case readOnly
    /// Pages of the file contradict each other.
    case damaged
    /// The disk failed; the extended code of SQLite says at what.
    case disk(code: Int32)
}

extension StoreFailure {
    /// What SQLite says; nil where it is not about the disk.
    init?(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_FULL: self = .full
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged
        // Where no more can be written, some of SQLite's files cannot be made or grown either.
        case .SQLITE_IOERR, .SQLITE_CANTOPEN: self = .disk(code: error.extendedResultCode.rawValue)
        default: return nil
        }
    }
}
