import Foundation
import GRDB
import Records
import TestSupport
import Testing

@testable import Store

@Suite struct `A database whose disk fails` {
    /// The codes of SQLite's documentation.
    @Test(
        arguments: [
            (.SQLITE_FULL, .full), (.SQLITE_READONLY, .readOnly), (.SQLITE_READONLY_DBMOVED, .readOnly),
            (.SQLITE_CORRUPT, .damaged), (.SQLITE_CORRUPT_INDEX, .damaged), (.SQLITE_NOTADB, .damaged),
            (.SQLITE_IOERR_WRITE, .disk(code: 778)), (.SQLITE_CANTOPEN, .disk(code: 14)), (.SQLITE_BUSY, nil),
            (.SQLITE_CONSTRAINT_UNIQUE, nil),
        ] as [(ResultCode, StoreFailure?)])
    func `is told by what SQLite says`(code: ResultCode, failure: StoreFailure?) {
        #expect(StoreFailure(DatabaseError(resultCode: code)) == failure)
    }

    @Test func `is damaged where its pages are`() throws {
        let database = try FilledDatabase()
        let store = try PlannerStore(path: database.path)
        let page = try store.database.read { db in
            try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'plans'").unwrapped()
        }
        try store.close()
        var bytes = try database.folder.bytes()
        let size = Int(bytes[16]) << 8 + Int(bytes[17])
        // The kind of a page is its first byte, and none is 0xFF (https://sqlite.org/fileformat.html, section 1.6).
        bytes[(page - 1) * size] = 0xFF
        let harmed = try PlannerStore(path: database.folder.file(bytes, named: "harmed.sqlite"))
        #expect(throws: StoreFailure.damaged) { try harmed.plans(before: nil, limit: 10) }
        #expect(throws: StoreFailure.damaged) { try harmed.save(.sample("late")) }
        // What lies elsewhere is still there.
        #expect(try harmed.studies(before: nil, limit: 10).items.map(\.study.id) == ["s"])
    }
}
