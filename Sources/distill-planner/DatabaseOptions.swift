import ArgumentParser
import Store

/// Where studies, runs and plans are kept.
struct DatabaseOptions: ParsableArguments {
    @Option(help: "The SQLite file; it and its folder are made where they are missing.")
    var database = "data/planner.sqlite"

    func validate() throws {
        guard !database.isEmpty else { throw ValidationError("--database must name a file.") }
    }

    /// Opens the database.
    ///
    /// - Throws: ``CommandFailure`` where it cannot be used.
    func open() throws -> PlannerStore {
        do {
            return try PlannerStore(path: database)
        } catch let error as StoreError {
            throw CommandFailure.failed(error.text)
        }
    }

    /// What `body` makes of the open database, which is closed afterwards.
    ///
    /// - Throws: ``CommandFailure`` where the database cannot be used, or lacks the study; and what `body` throws.
    func with<Value>(_ body: (PlannerStore) throws -> Value) throws -> Value {
        let store = try open()
        do {
            let value = try body(store)
            try store.close()
            return value
        } catch let missing as StudyMissing {
            throw CommandFailure.usage(
                "No study is called \(missing.id); make it with: distill-planner study create \(missing.id)")
        } catch is StoreBusy {
            throw CommandFailure.failed("Another program holds the database \(database); try again.")
        }
    }
}

extension StoreError {
    /// What is wrong with the database, and what would help.
    var text: String {
        switch self {
        case .folder(let path, let reason):
            "the database's folder \(path) cannot be made (\(reason)); choose another with --database"
        case .damaged(let path):
            "the database \(path) is damaged; restore it from a copy, or choose another file with --database"
        case .unusable(let path, let code, let reason):
            "the database \(path) cannot be used: \(reason) (SQLite code \(code)); "
                + "check that it is a file, and that it and its folder can be written"
        case .notADatabase(let path):
            "\(path) is not an SQLite database; it was left as it is: choose another file with --database"
        case .anotherProgram(let path):
            "\(path) is another program's database; it was left as it is: choose another file with --database"
        case .newerSchema(let path, let unknown):
            "the database \(path) was made by a newer version of this program "
                + "(it has \(unknown.joined(separator: ", "))); use that version, or another file"
        case .lawDiffers(let name, let version):
            "the database holds other numbers for the law \(name) version \(version) than this program does; "
                + "a law version never changes, so one of the two has been altered"
        case .lawUnreadable(let name, let version, let detail):
            "the database's law \(name) version \(version) cannot be read: \(detail)"
        }
    }
}
