import Dispatch
import GRDB
import Logging
import PlannerAPI
import ScalingLaws
import TestSupport
import Testing

@testable import Store

@Suite struct `A fit whose end the database does not take` {
    @Test func `is kept as soon as the database does`() throws {
        let heard = DispatchSemaphore(value: 0)
        let service = try FitService(logger: LogListener.logger(.error) { _ in heard.signal() })
        try service.store.database.write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER full BEFORE UPDATE ON fits WHEN NEW.status = 'done'
                    BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
                    """)
        }
        let address = try service.address()
        try service.jobs.start(workers: 1)
        defer { service.jobs.stop() }
        try #require(heard.wait(timeout: .now() + 300) == .success)
        #expect(try service.status(address) == "running")
        #expect(try service.store.currentLaws().set("s") == nil)
        try service.store.database.write { db in try db.execute(sql: "DROP TRIGGER full") }
        let fit = try service.waitForEnd(address)
        #expect(fit["status"] == "done" && fit["attempts"] == .number(1))
        #expect(fit["law"] == ["name": "s", "version": .number(1)])
    }
}
