import ArgumentParser
import Foundation
import ScalingLaws
import Store

/// A database that a command works on, beside a server or without one.
enum DatabaseFile {
    /// The file that the option `--database` or the environment names; nil where neither is given.
    ///
    /// - Throws: `ValidationError` where its name is empty.
    static func path(_ option: String?) throws -> String? {
        let environment = ProcessInfo.processInfo.environment
        guard let given = Setting.database.given(option, environment: environment) else { return nil }
        guard !given.text.isEmpty else {
            throw SettingFaults(faults: [SettingFault(setting: .database, given: given)]).usage
        }
        return given.text
    }

    /// What `work` makes of the database at `path`, which must be there unless it `isMade` then.
    ///
    /// - Throws: ``CommandFailure`` where it cannot be opened, and what `work` throws.
    static func with<Value>(
        _ path: String, isMade: Bool = false, _ work: (PlannerStore) throws -> Value
    ) throws -> Value {
        guard isMade || FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure.failed(
                "There is no database \(path); 'serve' and 'laws add' make one, and --database names another.")
        }
        let store = try open(path)
        // All that was written is safe already: what closing adds, a server that holds the same file may forbid.
        defer { try? store.close() }
        do {
            return try work(store)
        } catch is StoreBusy {
            throw CommandFailure.failed("Another program holds the database \(path); try again.")
        }
    }

    /// The database at `path`, which is made where it is missing.
    ///
    /// - Throws: ``CommandFailure`` where it cannot be opened.
    static func open(_ path: String) throws -> PlannerStore {
        do {
            return try PlannerStore(path: path)
        } catch let error as StoreError {
            throw CommandFailure.failed(error.text)
        }
    }
}

/// Which laws a question can name.
struct LawOptions: ParsableArguments {
    @Option(
        help:
            "The SQLite file of a server, whose laws and aliases can be named too. [env: \(Setting.database.variable)]")
    var database: String?

    func validate() throws { _ = try DatabaseFile.path(database) }

    /// Those that come with the program, or all of the database.
    var laws: LawCatalog {
        get throws {
            guard let path = try DatabaseFile.path(database) else { return .published }
            return try DatabaseFile.with(path) { $0.laws }
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
