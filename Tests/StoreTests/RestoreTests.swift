import Foundation
import GRDB
import ScalingLaws
import TestSupport
import Testing

@testable import Store

@Suite struct `A restore` {
    private static let time = "20260102T030405Z"

    /// A backup of a filled database, in its folder.
    private static func backup() throws -> (database: FilledDatabase, backup: String) {
        let database = try FilledDatabase()
        let target = database.folder.path("copy.sqlite")
        _ = try Backup.make(of: database.path, at: target, replaces: false)
        return (database, target)
    }

    @discardableResult
    private static func restore(_ backup: String, _ target: String, replaces: Bool = true) throws -> Restoration {
        try Restoration.make(from: backup, at: target, replaces: replaces, time: time)
    }

    @Test func `to a new place is the database, folder and all`() throws {
        let (database, backup) = try Self.backup()
        let target = database.folder.path("new/planner.sqlite")
        let restoration = try Self.restore(backup, target, replaces: false)
        #expect(restoration.path == target && restoration.previous == nil && restoration.counts.plans == 2)
        #expect(try dump(target) == dump(database.path))
        let store = try PlannerStore(path: target)
        #expect(try store.plan(id: "a")?.body == FilledDatabase.planBody)
        #expect(try store.laws.set("mine") == FilledDatabase.law())
        try store.close()
    }

    @Test func `keeps the database that it replaces, with what was only in its log`() throws {
        let (database, backup) = try Self.backup()
        let store = try PlannerStore(path: database.path)
        try store.save(.sample("later"))
        // As after kill -9: the log is there, and nobody has taken it up.
        let log = try database.folder.bytes("planner.sqlite-wal")
        let main = try database.folder.bytes()
        try store.close()
        _ = try database.folder.file(main)
        _ = try database.folder.file(log, named: "planner.sqlite-wal")
        let restoration = try Self.restore(backup, database.path)
        let previous = database.path + ".before-restore-\(Self.time)"
        #expect(restoration.previous == previous)
        #expect(
            try database.folder.names() == [
                "copy.sqlite", "planner.sqlite", "planner.sqlite.before-restore-\(Self.time)",
            ])
        #expect(try dump(database.path) == dump(backup))
        let old = try PlannerStore(path: previous)
        #expect(try old.plan(id: "later") != nil)
        try old.close()
    }

    @Test func `replaces a database only where it is told to`() throws {
        let (database, backup) = try Self.backup()
        let before = try database.folder.bytes()
        #expect(throws: BackupError.exists(path: database.path)) {
            try Self.restore(backup, database.path, replaces: false)
        }
        #expect(try database.folder.bytes() == before)
    }

    @Test func `does nothing while somebody has the database open`() throws {
        let (database, backup) = try Self.backup()
        let store = try PlannerStore(path: database.path)
        #expect(throws: BackupError.inUse(path: database.path)) { try Self.restore(backup, database.path) }
        // It is not hurt, and can be written.
        try store.save(.sample("later"))
        try store.close()
        #expect(
            try database.folder.names() == ["copy.sqlite", "planner.sqlite"] && dump(database.path) != dump(backup))
    }

    /// What is wrong with a file that shall become the database.
    enum Wrong: CaseIterable, Sendable {
        case missing, noDatabase, empty, otherProgram, newer, damaged, flipped, truncated
    }

    @Test(arguments: Wrong.allCases) func `of a file that will not do leaves all as it was`(wrong: Wrong) throws {
        let (database, backup) = try Self.backup()
        let expected = try Self.spoil(backup, wrong, database)
        let before = try database.folder.bytes()
        let names = try database.folder.names()
        do {
            try Self.restore(backup, database.path)
            Issue.record("it was restored")
        } catch let error as StoreError {
            #expect(expected == .store(error))
        } catch BackupError.damaged(let path, let checks) {
            #expect(expected == .faults && path == backup && !checks.allSatisfy(\.faults.isEmpty))
        } catch let error as BackupError {
            #expect(expected == .backup(error))
        }
        #expect(try database.folder.bytes() == before && database.folder.names() == names)
    }

    private enum Expected: Equatable {
        case store(StoreError), backup(BackupError), faults
    }

    private static func spoil(_ backup: String, _ wrong: Wrong, _ database: FilledDatabase) throws -> Expected {
        let folder = database.folder
        var bytes = try folder.bytes("copy.sqlite")
        switch wrong {
        case .missing:
            try FileManager.default.removeItem(atPath: backup)
            return .backup(.missing(path: backup))
        case .noDatabase:
            _ = try folder.file(Array("budget: 1e22\n".utf8), named: "copy.sqlite")
            return .store(.notADatabase(path: backup))
        case .empty:
            _ = try folder.file([], named: "copy.sqlite")
            return .store(.anotherProgram(path: backup))
        case .otherProgram:
            try FileManager.default.removeItem(atPath: backup)
            try change(backup, "CREATE TABLE experiments (id TEXT)")
            return .store(.anotherProgram(path: backup))
        case .newer:
            try change(backup, "INSERT INTO grdb_migrations VALUES ('9998_b')")
            return .store(.newerSchema(path: backup, unknown: ["9998_b"]))
        case .damaged:
            let page = try bytes.ranges(of: FilledDatabase.planBody).last.unwrapped().lowerBound / 4096
            for place in page * 4096..<(page + 1) * 4096 { bytes[place] = 0xFF }
        case .flipped:
            let place = try bytes.ranges(of: FilledDatabase.planBody).last.unwrapped()
            bytes[place.lowerBound] ^= 1
        case .truncated:
            _ = try folder.file(Array(bytes.prefix(5000)), named: "copy.sqlite")
            return .store(.damaged(path: backup))
        }
        _ = try folder.file(bytes, named: "copy.sqlite")
        return .faults
    }

    private static func change(_ path: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }

    /// The reason why most databases are restored.
    @Test(arguments: [Array("not a database".utf8), Array(repeating: 0xFF, count: 10_000), []])
    func `replaces what cannot be opened, and keeps it`(garbage: [UInt8]) throws {
        let (database, backup) = try Self.backup()
        _ = try database.folder.file(garbage)
        let restoration = try Self.restore(backup, database.path)
        let previous = "planner.sqlite.before-restore-\(Self.time)"
        #expect(restoration.previous == database.folder.path(previous))
        #expect(try database.folder.bytes(previous) == garbage)
        #expect(try dump(database.path) == dump(backup))
    }

    /// SQLite would throw the log away, in which a file that was cut to nothing has all that it had.
    @Test func `keeps the log of a file that has lost all`() throws {
        let (database, backup) = try Self.backup()
        let store = try PlannerStore(path: database.path)
        try store.save(.sample("later"))
        let log = try database.folder.bytes("planner.sqlite-wal")
        try store.close()
        _ = try database.folder.file([])
        _ = try database.folder.file(log, named: "planner.sqlite-wal")
        try Self.restore(backup, database.path)
        #expect(try dump(database.path) == dump(backup))
        #expect(try database.folder.bytes("planner.sqlite.before-restore-\(Self.time)-wal") == log)
    }

    /// A log of another database, taken up by the new one, would change its pages.
    @Test func `leaves no log of a database that is gone`() throws {
        let (database, backup) = try Self.backup()
        let store = try PlannerStore(path: database.path)
        try store.save(.sample("later"))
        let log = try database.folder.bytes("planner.sqlite-wal")
        try store.close()
        try FileManager.default.removeItem(atPath: database.path)
        _ = try database.folder.file(log, named: "planner.sqlite-wal")
        try Self.restore(backup, database.path)
        #expect(try dump(database.path) == dump(backup))
        #expect(try database.folder.bytes("planner.sqlite.before-restore-\(Self.time)-wal") == log)
    }

    @Test func `follows a link, and leaves its permissions to the file`() throws {
        let (database, backup) = try Self.backup()
        chmod(database.path, 0o640)
        let link = database.folder.path("link.sqlite")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: database.path)
        let restoration = try Self.restore(backup, link)
        #expect(File.identity(restoration.path) == File.identity(database.path))
        #expect(File.identity(link) == File.identity(database.path))
        #expect(try File.status(database.path).unwrapped().st_mode & 0o777 == 0o640)
    }

    @Test func `of the database itself is refused`() throws {
        let database = try FilledDatabase()
        #expect(throws: BackupError.sameFile(path: database.path)) { try Self.restore(database.path, database.path) }
    }
}
