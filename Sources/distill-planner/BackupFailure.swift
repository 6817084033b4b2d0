import Store

/// What keeps a database from being copied, put back or checked, in words.
enum BackupFailure {
    /// What `body` makes.
    ///
    /// - Parameter backup: the file that is put back, if any; a database of that name is no server's.
    /// - Throws: ``CommandFailure``, and what else `body` throws.
    static func telling<Value>(backup: String? = nil, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as BackupError {
            throw CommandFailure(lines: error.lines, isUsage: false)
        } catch let error as StoreError {
            throw CommandFailure.failed(backup.flatMap { error.text(ofBackup: $0) } ?? error.text)
        } catch is StoreBusy {
            throw CommandFailure.failed("Another program holds the database; try again.")
        }
    }
}

extension BackupError {
    /// What is wrong and what would help, a line each.
    fileprivate var lines: [String] {
        switch self {
        case .missing(let path): ["There is no file \(path)."]
        case .exists(let path): ["\(path) is there already and was left as it is; --replace puts another in its place."]
        case .sameFile(let path): ["\(path) is the database itself; a backup needs a file of its own."]
        case .inUse(let path):
            ["Another program has the database \(path) open, such as a server; stop it first. All was left as it is."]
        case .beingWritten(let path): ["Another backup or restore is writing \(path) now; try again when it is done."]
        case .damaged(let path, let checks):
            ["The database \(path) is damaged; nothing was kept of the copy, and all else was left as it is."]
                + checks.filter { !$0.faults.isEmpty }.flatMap(\.lines)
        case .system(let path, let reason): ["\(path) cannot be written or read: \(reason)."]
        }
    }
}

extension StoreError {
    /// What is wrong with the file `backup`; nil where the fault is another file's.
    fileprivate func text(ofBackup backup: String) -> String? {
        switch self {
        case .damaged(backup): "\(backup) is damaged and was not restored; all was left as it is"
        case .notADatabase(backup): "\(backup) is not an SQLite database; all was left as it is"
        case .anotherProgram(backup): "\(backup) is no database of this program; all was left as it is"
        case .newerSchema(backup, let unknown):
            "\(backup) was made by a newer version of this program (it has \(unknown.joined(separator: ", "))); "
                + "restore it with that version; all was left as it is"
        case .unusable(backup, let code, let reason):
            "\(backup) cannot be read: \(reason) (SQLite code \(code)); all was left as it is"
        default: nil
        }
    }
}

extension DatabaseCheck {
    /// What was looked at, and a line for everything that is wrong there.
    var lines: [String] {
        guard !faults.isEmpty else { return ["ok     \(aspect.rawValue): \(count) \(counted)"] }
        return faults.map { "wrong  \(aspect.rawValue): \($0.text)" }
    }

    private var counted: String {
        switch aspect {
        case .integrity: "pages"
        case .references: "tables that name others"
        case .schema: "steps"
        case .digests: "records that never change"
        }
    }
}

extension DatabaseFault {
    fileprivate var text: String {
        switch self {
        case .page(let text): text.replacing("\n", with: " ")
        case .unreadable(let reason): "SQLite cannot read on: \(reason)"
        case .reference(let table, let row, let missing):
            "\(row.map { "row \($0) of \(table)" } ?? "a row of \(table)") names a row of \(missing) that is not there"
        case .schema(let type, let name, let difference): "the \(type) \(name) \(difference.ofSchema)"
        case .digest(let kind, let record, let difference): "the \(kind) \(record) \(difference.ofRecord)"
        }
    }
}

extension DatabaseFault.Difference {
    fileprivate var ofSchema: String {
        switch self {
        case .missing: "is missing"
        case .unknown: "is none of this program's"
        case .differs: "is not as this program made it"
        }
    }

    fileprivate var ofRecord: String {
        switch self {
        case .missing: "is gone, and its digest is there"
        case .unknown: "has no digest"
        case .differs: "is not what was written: its SHA-256 is another"
        }
    }
}
