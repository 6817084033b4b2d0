import Foundation
import GRDB
import ScalingLaws
import Store
import TestSupport
import Testing

@Suite struct `Files that are not ours` {
    @Test func `a database of a newer version is named and left as it was`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.tampered { db in
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('9998_b'), ('9997_a')")
        }
        let before = try folder.bytes()
        #expect(try openingError(path) == .newerSchema(path: path, unknown: ["9997_a", "9998_b"]))
        #expect(try folder.bytes() == before)
        #expect(try folder.names() == ["planner.sqlite"])
    }

    @Test func `a database of another program is left as it was`() throws {
        let folder = try TemporaryFolder()
        let other = try DatabaseQueue(path: folder.path())
        try other.write { db in try db.execute(sql: "CREATE TABLE experiments (id TEXT)") }
        try other.close()
        let before = try folder.bytes()
        #expect(try openingError(folder.path()) == .anotherProgram(path: folder.path()))
        #expect(try folder.bytes() == before)
        #expect(try folder.names() == ["planner.sqlite"])
    }

    /// A text, bytes without order, and the first 16 and 99 bytes of a database, whose header has 100.
    static let garbage: [(name: String, bytes: [UInt8])] = {
        var generator = SeededGenerator(seed: 7)
        let header = Array("SQLite format 3\0".utf8)
        return [
            ("text", Array("budget: 1e22\n".utf8)),
            ("long text", Array(String(repeating: "not a database\n", count: 500).utf8)),
            ("random", (0..<8192).map { _ in UInt8.random(in: 0...255, using: &generator) }),
            ("two bytes", [0, 0]),
            ("magic alone", header),
            ("cut header", header + (16..<99).map { _ in 0x10 }),
        ]
    }()

    @Test(arguments: garbage.indices) func `garbage is refused and left as it was`(index: Int) throws {
        let (name, bytes) = Self.garbage[index]
        let folder = try TemporaryFolder()
        let path = try folder.file(bytes)
        #expect(try openingError(path) == .notADatabase(path: path), "\(name)")
        #expect(try folder.bytes() == bytes, "\(name)")
        #expect(try folder.names() == ["planner.sqlite"], "\(name)")
    }

    @Test func `a database that lost its tail is refused as damaged`() throws {
        let folder = try TemporaryFolder()
        try PlannerStore(path: folder.path()).close()
        let path = try folder.file(Array(try folder.bytes().prefix(5000)))
        #expect(try openingError(path) == .damaged(path: path))
    }
}
