import ArgumentParser
import Foundation
import Store

/// `restore`: a backup becomes the database.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of the database, while nobody serves it.",
        discussion: """
              distill-planner restore planner-backup.sqlite --database data/planner.sqlite

            The backup is checked before anything is touched. A database that is replaced is kept beside the new one.
            """)

    @Argument(help: "The backup.")
    var file: String

    @Flag(help: "Replace the database where there is one.")
    var replace = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        // Without colons, which some file systems do not take.
        let time = Date().formatted(
            Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, includingFractionalSeconds: true))
        let restoration = try BackupFailure.telling(backup: file) {
            try Restoration.make(from: file, at: database.path, replaces: replace, time: time)
        }
        let kept = restoration.previous.map { "kept    \($0)\n" } ?? ""
        try Terminal.write("path    \(restoration.path)\n\(kept)\(restoration.counts.text)\n".utf8)
    }
}
