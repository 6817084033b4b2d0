import Foundation
import GRDB
import ScalingLaws
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite struct `A backup` {
    @Test func `is one file with all that the database had`() throws {
        let database = try FilledDatabase()
        let target = database.folder.path("copy.sqlite")
        let backup = try Backup.make(of: database.path, at: target, replaces: false)
        #expect(try database.folder.names() == ["copy.sqlite", "planner.sqlite"])
        #expect(backup.path == target)
        #expect(backup.bytes == (try database.folder.bytes("copy.sqlite")).count)
        #expect(backup.sha256 == (try File.digest(target)).sha256.hexadecimal)
        let counts = backup.counts
        #expect(counts.studies == 1 && counts.runs == 2 && counts.fits == 1 && counts.plans == 2)
        #expect(counts.laws == CoefficientSet.published.count + 1)
        // Bytes 18 and 19 of the header: 1 is a database that needs no second file.
        #expect(try Array(database.folder.bytes("copy.sqlite")[18...19]) == [1, 1])
        #expect(try dump(target) == dump(database.path))
    }

    @Test func `has a digest that every other program finds too`() throws {
        let folder = try TemporaryFolder()
        // FIPS 180-2, appendix B.1.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let (bytes, sha256) = try File.digest(try folder.file(Array("abc".utf8)))
        #expect(bytes == 3 && sha256.hexadecimal == expected)
    }

    @Test func `can be read by its owner alone`() throws {
        let database = try FilledDatabase()
        _ = try Backup.make(of: database.path, at: database.folder.path("copy.sqlite"), replaces: false)
        #expect(try File.status(database.folder.path("copy.sqlite")).unwrapped().st_mode & 0o777 == 0o600)
    }

    @Test func `replaces a file only where it is told to`() throws {
        let database = try FilledDatabase()
        let target = try database.folder.file([1, 2, 3], named: "copy.sqlite")
        #expect(throws: BackupError.exists(path: target)) {
            try Backup.make(of: database.path, at: target, replaces: false)
        }
        #expect(try database.folder.bytes("copy.sqlite") == [1, 2, 3])
        _ = try Backup.make(of: database.path, at: target, replaces: true)
        #expect(try dump(target) == dump(database.path))
    }

    @Test(arguments: [true, false]) func `is never the database itself`(isLink: Bool) throws {
        let database = try FilledDatabase()
        let target = isLink ? database.folder.path("link") : database.path
        if isLink { try FileManager.default.createSymbolicLink(atPath: target, withDestinationPath: database.path) }
        #expect(throws: BackupError.sameFile(path: target)) {
            try Backup.make(of: database.path, at: target, replaces: true)
        }
        #expect(try database.faults().isEmpty)
    }

    @Test func `of a damaged database is not kept, and the last one stays`() throws {
        let database = try FilledDatabase()
        try database.flip(FilledDatabase.planBody)
        let target = try database.folder.file([1, 2, 3], named: "copy.sqlite")
        let error = #expect(throws: BackupError.self) {
            try Backup.make(of: database.path, at: target, replaces: true)
        }
        guard case .damaged(database.path, let checks)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(checks.flatMap(\.faults) == [.digest(kind: "plan", record: "a", difference: .differs)])
        #expect(try database.folder.bytes("copy.sqlite") == [1, 2, 3])
        #expect(try database.folder.names() == ["copy.sqlite", "planner.sqlite"])
    }

    @Test func `throws away what a killed one has left, and waits for nobody's`() throws {
        let database = try FilledDatabase()
        let target = database.folder.path("copy.sqlite")
        _ = try database.folder.file(Array(repeating: 7, count: 10_000), named: "copy.sqlite.partial")
        _ = try database.folder.file([7], named: "copy.sqlite.partial-journal")
        _ = try Backup.make(of: database.path, at: target, replaces: false)
        #expect(try database.folder.names() == ["copy.sqlite", "planner.sqlite"])
        let other = try PartialFile(target + ".partial")
        #expect(throws: BackupError.beingWritten(path: target + ".partial")) {
            try Backup.make(of: database.path, at: target, replaces: true)
        }
        other.remove()
    }

    @Test func `into a folder that is not there says so`() throws {
        let database = try FilledDatabase()
        let target = database.folder.path("no/copy.sqlite")
        #expect(throws: BackupError.system(path: target + ".partial", reason: "No such file or directory")) {
            try Backup.make(of: database.path, at: target, replaces: false)
        }
    }

    @Test func `of an old database stays as old as it is`() throws {
        let database = try FilledDatabase()
        let queue = try DatabaseQueue(path: database.path)
        try queue.write { db in
            try db.execute(sql: "DROP TABLE digests")
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '0006_digests'")
        }
        try queue.close()
        let target = database.folder.path("copy.sqlite")
        _ = try Backup.make(of: database.path, at: target, replaces: false)
        #expect(try dump(target) == dump(database.path))
    }

    /// Every plan that was kept before a backup began is in it, and none is in it without those before it.
    @Test func `of a database that is being written is that of one moment`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        let kept = Mutex(0)
        let stops = Mutex(false)
        let writer = Thread {
            while !stops.withLock({ $0 }) {
                let next = kept.withLock { $0 }
                do {
                    try store.save(.sample("p\(next)", body: Array(repeating: UInt8(next % 251), count: 3000)))
                    kept.withLock { $0 = next + 1 }
                } catch {
                    Issue.record(error)
                    return
                }
            }
        }
        writer.start()
        defer { stops.withLock { $0 = true } }
        for number in 0..<6 {
            while kept.withLock({ $0 }) < 20 * (number + 1) { usleep(1000) }
            let before = kept.withLock { $0 }
            let target = folder.path("copy\(number).sqlite")
            // One through the store that writes, the next beside it as another program would.
            let backup =
                try number % 2 == 0
                ? store.backUp(to: target) : Backup.make(of: folder.path(), at: target, replaces: false)
            let after = kept.withLock { $0 }
            #expect((before...after + 1).contains(backup.counts.plans))
            let names = try DatabaseQueue(path: target).read { db in
                try String.fetchAll(db, sql: "SELECT id FROM plans ORDER BY sequence")
            }
            #expect(names == (0..<backup.counts.plans).map { "p\($0)" })
        }
    }
}

/// All rows of all tables as SQL writes their values.
func dump(_ path: String) throws -> [String: [String]] {
    let queue = try DatabaseQueue(path: path)
    let rows = try queue.read { db in
        let tables = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return try Dictionary(
            uniqueKeysWithValues: tables.map { table in
                let values = try db.columns(in: table).map { "quote(\($0.name))" }.joined(separator: " || ',' || ")
                return (table, try String.fetchAll(db, sql: "SELECT \(values) AS row FROM \(table) ORDER BY row"))
            })
    }
    try queue.close()
    return rows
}
