import ArgumentParser
import PlannerAPI
import Store

/// `backup`: the database as one file.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database into one file, beside a server that serves it.",
        discussion: """
              distill-planner backup planner-backup.sqlite --database data/planner.sqlite

            The copy is that of one moment. It has its name only when it has been checked and is on the disk.
            """)

    @Argument(help: "The file to make.")
    var file: String

    @Flag(help: "Replace the file where it is there already.")
    var replace = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let backup = try BackupFailure.telling { try Backup.make(of: database.path, at: file, replaces: replace) }
        try Terminal.write(
            """
            path    \(backup.path)
            bytes   \(backup.bytes)
            sha256  \(backup.sha256)
            \(backup.counts.text)

            """.utf8)
    }
}

extension RecordCounts {
    /// A line for each kind of record.
    var text: String {
        """
        studies \(studies)
        runs    \(runs)
        fits    \(fits)
        plans   \(plans)
        laws    \(laws)
        """
    }
}
