import Dispatch
import Foundation
import GRDB
import ScalingLaws
import TestSupport
import Testing

@testable import Store

@Suite struct `Connections` {
    /// The values of SQLite's documentation: synchronous 2 is FULL.
    @Test(arguments: [
        ("journal_mode", "wal"), ("foreign_keys", "1"), ("synchronous", "2"), ("busy_timeout", "5000"),
    ])
    func `of a file write as durably as promised`(pragma: String, value: String) throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        let found = try store.database.write { db in try String.fetchOne(db, sql: "PRAGMA \(pragma)") }
        #expect(found == value)
    }

    @Test func `in memory check foreign keys as well`() throws {
        let found = try PlannerStore().database.write { db in try Int.fetchOne(db, sql: "PRAGMA foreign_keys") }
        #expect(found == 1)
    }

    @Test func `are ready until they are closed`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        #expect(store.troubles.isEmpty)
        try store.close()
        guard case .unreadable = store.readingTrouble() else {
            Issue.record("a closed database answers")
            return
        }
    }

    @Test func `that another program holds for longer than the timeout are ready, and busy`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        let other = try DatabaseQueue(path: folder.path())
        try other.inDatabase { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            #expect(store.troubles.isEmpty)
            #expect(throws: StoreBusy.self) { try store.save(.sample("later")) }
            try db.execute(sql: "ROLLBACK")
        }
        try store.save(.sample("later"))
    }

    @Test func `whose file is gone are not ready`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        try FileManager.default.removeItem(atPath: folder.path())
        #expect(store.readingTrouble() == .missing(path: folder.path()))
    }

    @Test func `in which others write for long are busy, and nothing is written late`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path(), longestWait: .milliseconds(20))
        let (isHeld, mayEnd, hasEnded) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchGroup())
        hasEnded.enter()
        Thread.detachNewThread {
            try? store.transaction {
                isHeld.signal()
                mayEnd.wait()
            }
            hasEnded.leave()
        }
        isHeld.wait()
        #expect(throws: StoreBusy.self) { try store.save(.sample("late")) }
        #expect(throws: StoreBusy.self) { try store.transaction { try store.save(.sample("late")) } }
        mayEnd.signal()
        hasEnded.wait()
        #expect(try store.plans(before: nil, limit: 10).total == 0)
        try store.transaction { try store.save(.sample("in time")) }
        #expect(try store.plans(before: nil, limit: 10).total == 1)
    }

    @Test func `that a long write holds are ready at once`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        try store.write { _ in #expect(store.troubles.isEmpty) }
    }

    @Test func `whose schema lacks a step are told which`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        try store.write { db in
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = ?", arguments: [PlannerStore.schema])
        }
        #expect(store.readingTrouble() == .outdated(missing: [PlannerStore.schema]))
    }

    /// A trigger stands for whatever makes a write fail: root may write to any file, so permissions cannot.
    @Test func `that take no write say so`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        try store.write { db in
            try db.execute(
                sql: "CREATE TRIGGER no BEFORE UPDATE ON grdb_migrations BEGIN SELECT RAISE(ABORT, 'worn out'); END")
        }
        // 1811 is SQLITE_CONSTRAINT_TRIGGER.
        #expect(store.writingTrouble() == .unwritable(code: 1811, reason: "worn out"))
    }

    @Test func `are tried without a byte written`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        let files = [folder.path(), folder.path() + "-wal"]
        let before = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        #expect(store.troubles.isEmpty)
        #expect(try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) } == before)
    }

    @Test func `count what was ever stored`() throws {
        let store = try PlannerStore()
        for number in 1...3 { try store.save(.sample("\(number)")) }
        let counts = try store.counts()
        #expect(counts.keptPlans == 3)
        #expect(counts.lawVersions == store.laws.sets.count)
        #expect(counts.studies == 0 && counts.storedRuns == 0)
        #expect(counts.queuedFits == 0 && counts.runningFits == 0)
    }

    @Test func `wait for each other's writes`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path()
        try PlannerStore(path: path).close()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<2 {
                group.addTask {
                    let store = try PlannerStore(path: path)
                    for number in 0..<100 { try store.save(.sample("\(writer)-\(number)")) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try PlannerStore(path: path).plans(before: nil, limit: 1).total == 200)
    }

    @Test func `of two stores that open a new file at once both come up`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path()
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<2 { group.addTask { try PlannerStore(path: path).laws.sets.count } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == [7, 7])
    }
}

extension PlannerStore {
    /// What keeps it from being read or written to.
    fileprivate var troubles: [StoreTrouble] { [readingTrouble(), writingTrouble()].compactMap { $0 } }
}
