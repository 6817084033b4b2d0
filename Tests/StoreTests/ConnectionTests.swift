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
        #expect(store.isReady())
        try store.close()
        #expect(!store.isReady())
    }

    @Test func `that another program holds for longer than the timeout are ready, and busy`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        let other = try DatabaseQueue(path: folder.path())
        try other.inDatabase { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            #expect(store.isReady())
            #expect(throws: StoreBusy.self) { try store.save(.sample("later")) }
            try db.execute(sql: "ROLLBACK")
        }
        try store.save(.sample("later"))
    }

    @Test func `whose file is gone are not ready`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        try FileManager.default.removeItem(atPath: folder.path())
        #expect(!store.isReady())
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
