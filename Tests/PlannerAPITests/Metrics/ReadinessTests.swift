import Foundation
import GRDB
import Store
import Synchronization
import TestSupport
import Testing

@testable import PlannerAPI

@Suite struct `Readiness` {
    private let folder: TemporaryFolder
    private let store: PlannerStore

    init() throws {
        folder = try TemporaryFolder()
        store = try PlannerStore(path: folder.path())
    }

    private func service(_ disk: DiskFacts?, _ clock: ManualClock = ManualClock()) throws -> Service {
        let system = SystemFacts(disk: { _ in disk }, fileSize: { _ in nil }, process: { nil })
        return try Service(store: store, metrics: ServiceMetrics(clock: clock.server), system: system)
    }

    private func detail(_ service: Service) throws -> String {
        let response = service.get("/readyz")
        #expect(response.status == 503)
        #expect(response.field("Retry-After") == "1")
        return try #require(try response.json()["detail"]?.text)
    }

    @Test func `needs 64 MiB on the disk`() throws {
        #expect(try service(DiskFacts(isReadOnly: false, freeBytes: 67_108_864)).get("/readyz").status == 200)
        let found = try detail(service(DiskFacts(isReadOnly: false, freeBytes: 67_108_863)))
        #expect(found == "The disk of the database has 67108863 bytes left; the service needs 67108864.")
    }

    @Test func `needs a disk that can be written to`() throws {
        let found = try detail(service(DiskFacts(isReadOnly: true, freeBytes: 1 << 40)))
        #expect(found == "The disk of the database is mounted read-only.")
    }

    @Test func `does not miss what the system does not say`() throws {
        #expect(try service(nil).get("/readyz").status == 200)
    }

    @Test func `needs all migrations`() throws {
        try DatabaseQueue(path: folder.path()).write { db in
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = ?", arguments: [PlannerStore.schema])
        }
        #expect(try detail(service(nil)) == "The database lacks the migrations \(PlannerStore.schema).")
    }

    @Test func `names all that is wrong, and no path`() throws {
        try FileManager.default.removeItem(atPath: folder.path())
        let found = try detail(service(DiskFacts(isReadOnly: true, freeBytes: 0)))
        #expect(found == "The database file is gone. The disk of the database is mounted read-only.")
        #expect(!FileManager.default.fileExists(atPath: folder.path()))
    }

    @Test func `looks at most every five seconds whether a write is taken`() throws {
        let clock = ManualClock()
        let service = try service(nil, clock)
        #expect(service.get("/readyz").status == 200)
        try DatabaseQueue(path: folder.path()).write { db in
            try db.execute(
                sql: "CREATE TRIGGER no BEFORE UPDATE ON grdb_migrations BEGIN SELECT RAISE(ABORT, 'worn out'); END")
        }
        clock.advance(by: .milliseconds(4999))
        #expect(service.get("/readyz").status == 200)
        clock.advance(by: .milliseconds(1))
        #expect(try detail(service) == "The database cannot be written to: worn out (SQLite code 1811).")
        try DatabaseQueue(path: folder.path()).write { db in try db.execute(sql: "DROP TRIGGER no") }
        clock.advance(by: .seconds(5))
        #expect(service.get("/readyz").status == 200)
    }

    @Test func `knows the disk that it is on`() throws {
        let facts = try #require(SystemFacts.system.disk(NSTemporaryDirectory()))
        #expect(!facts.isReadOnly && facts.freeBytes > 0)
        #expect(SystemFacts.system.disk("/nosuch") == nil)
        // Linux mounts it read-only or not at all to be written: proc(5) has no room for a file of ours.
        #expect(SystemFacts.system.disk("/proc")?.freeBytes == 0)
    }
}
