import ArgumentParser
import Store

/// `check`: whether the database is whole.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the database, beside a server that serves it.",
        discussion: """
            Reads every page, every reference, the schema, and all that never changes, beside the digests that were kept
            when it was written. Prints a line for each check and each fault; exit status 1 where there is any.
            """)

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let path = try database.path
        let checks = try BackupFailure.telling { try DatabaseCheck.all(path: path) }
        try Terminal.write(checks.flatMap(\.lines).map { $0 + "\n" }.joined().utf8)
        guard checks.allSatisfy(\.faults.isEmpty) else {
            throw CommandFailure.failed(
                "The database \(path) is damaged; stop what serves it, and put a backup in its place with: "
                    + "distill-planner restore FILE --replace")
        }
    }
}
