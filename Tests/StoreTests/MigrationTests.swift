import Foundation
import Migrations
import Testing

/// What is embedded in the program is what stands in the folder: a forgotten file would only be a warning.
@Suite struct `Migrations` {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Migrations")

    @Test func `are all files of the folder, in the order of their names`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".sql") }.sorted()
        #expect(Migration.all.map { $0.name + ".sql" } == files)
        #expect(!files.isEmpty)
    }

    @Test func `are numbered from 1 without a gap`() {
        let numbers = Migration.all.map { Int($0.name.prefix(4)) }
        #expect(numbers == Array(1...Migration.all.count))
    }

    @Test(arguments: Migration.all.indices) func `are their files to the byte`(index: Int) throws {
        let migration = Migration.all[index]
        let file = try Data(contentsOf: Self.folder.appendingPathComponent(migration.name + ".sql"))
        #expect(Array(migration.sql.utf8) == [UInt8](file), "\(migration.name)")
    }
}
