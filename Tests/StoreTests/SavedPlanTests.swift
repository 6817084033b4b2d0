import GRDB
import TestSupport
import Testing

@testable import Store

@Suite struct `Saved plans` {
    @Test func `come back byte for byte, whatever the bytes`() throws {
        let store = try PlannerStore()
        let bodies: [[UInt8]] = [Array(0...255), [], [0], [0xFF, 0xFE, 0x00, 0xC3], Array("{\"é\": 1}\n".utf8)]
        for (index, body) in bodies.enumerated() {
            let plan = SavedPlan.sample("p\(index)", body: body)
            try store.save(plan)
            #expect(try store.plan(id: "p\(index)") == plan)
        }
    }

    @Test func `survive that the database is closed`() throws {
        let folder = try TemporaryFolder()
        let plan = SavedPlan.sample("kept", body: Array(0...255))
        let store = try PlannerStore(path: folder.path())
        try store.save(plan)
        try store.close()
        #expect(try PlannerStore(path: folder.path()).plan(id: "kept") == plan)
    }

    /// 200 scalars of four bytes each.
    @Test func `take a label of the greatest length`() throws {
        let store = try PlannerStore()
        let label = String(repeating: "\u{1F9EE}", count: SavedPlan.greatestLabelLength)
        let plan = SavedPlan(
            id: "long", label: label, createdAt: "2026-01-02T03:04:05Z", lawName: "hoffmann-2022", lawVersion: 1,
            body: [])
        try store.save(plan)
        #expect(try store.plan(id: "long") == plan)
    }

    @Test func `are not found under another identifier`() throws {
        let store = try PlannerStore()
        try store.save(.sample("kept"))
        for id in ["", "Kept", "kept ", "kept\0", "kept\0more", "%"] { #expect(try store.plan(id: id) == nil) }
    }

    @Test func `keep the first of two with the same identifier`() throws {
        let store = try PlannerStore()
        let first = SavedPlan.sample("same", body: [1])
        try store.save(first)
        let error = #expect(throws: DatabaseError.self) { try store.save(.sample("same", body: [2])) }
        #expect(error?.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE)
        #expect(try store.plan(id: "same") == first)
    }

    @Test(arguments: [("nobody", 1), ("busbridge-2025", 2)])
    func `belong to a law that is stored`(name: String, version: Int) throws {
        let store = try PlannerStore()
        let error = #expect(throws: DatabaseError.self) {
            try store.save(.sample("orphan", law: name, version: version))
        }
        #expect(error?.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY)
        #expect(try store.plans(before: nil, limit: 1).total == 0)
    }
}
