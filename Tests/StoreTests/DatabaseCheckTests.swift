import Foundation
import GRDB
import Migrations
import ScalingLaws
import TestSupport
import Testing

@testable import Store

@Suite struct `A check of a database` {
    @Test func `finds nothing in one that is whole`() throws {
        let database = try FilledDatabase()
        let before = try database.folder.bytes()
        let checks = try DatabaseCheck.all(path: database.path)
        #expect(checks.map(\.aspect) == DatabaseCheck.Aspect.allCases && checks.allSatisfy(\.faults.isEmpty))
        #expect(checks.allSatisfy { $0.count > 0 })
        // Two plans, a fit, a law of one's own.
        #expect(checks.last?.count == 4 + CoefficientSet.published.count)
        #expect(checks[2].count == Migration.all.count)
        #expect(try database.folder.bytes() == before && database.folder.names() == ["planner.sqlite"])
    }

    @Test func `works beside whoever has the database open`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        try FilledDatabase.fill(store)
        #expect(try DatabaseCheck.all(path: folder.path()).allSatisfy(\.faults.isEmpty))
        try store.save(.sample("later"))
        #expect(try DatabaseCheck.all(path: folder.path()).last?.count == 5 + CoefficientSet.published.count)
        try store.close()
    }

    /// SQLite has no checksum of a page: it finds none of these.
    @Test(arguments: [
        (FilledDatabase.planBody, DatabaseFault.digest(kind: "plan", record: "a", difference: .differs)),
        (FilledDatabase.fitResult, .digest(kind: "fit", record: "f", difference: .differs)),
    ])
    func `names what a flipped bit of the file is in`(bytes: [UInt8], fault: DatabaseFault) throws {
        let database = try FilledDatabase()
        try database.flip(bytes)
        #expect(try database.faults() == [fault])
    }

    @Test func `names the law of a flipped bit, in a coefficient or in the draws`() throws {
        let law = try FilledDatabase.law()
        let fault = DatabaseFault.digest(kind: "law", record: "mine@1", difference: .differs)
        // SQLite keeps a number with its highest byte first, a matrix as it was given.
        let coefficient = try law[.allCases[0]].unwrapped().bitPattern
        let inCoefficient = try FilledDatabase()
        try inCoefficient.flip((0..<8).map { UInt8(truncatingIfNeeded: coefficient >> (56 - 8 * $0)) })
        #expect(try inCoefficient.faults() == [fault])
        let draws = try law.draws.unwrapped()
        let inDraws = try FilledDatabase()
        try inDraws.flip([UInt8](draws.matrix(of: draws.coefficients).suffix(8)))
        #expect(try inDraws.faults() == [fault])
    }

    /// Where no fault is found, all that has a digest reads as it was written.
    @Test func `lets no flipped bit through to what has a digest`() throws {
        let database = try FilledDatabase()
        let whole = try database.folder.bytes()
        var (generator, found) = (SeededGenerator(seed: 11), 0)
        for _ in 0..<150 {
            var bytes = whole
            bytes[.random(in: 0..<whole.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            _ = try database.folder.file(bytes)
            guard let faults = try? database.faults(), faults.isEmpty else {
                found += 1
                continue
            }
            let store = try PlannerStore(path: database.path)
            #expect(try store.plan(id: "a")?.body == FilledDatabase.planBody)
            #expect(try store.plan(id: "b")?.body == Array(0...255))
            #expect(try store.fit(id: "f")?.result == FilledDatabase.fitResult)
            #expect(try store.laws.set("mine") == FilledDatabase.law())
            try store.close()
        }
        #expect(found > 0)
    }

    @Test(arguments: [
        (
            "UPDATE plans SET body = x'00' WHERE id = 'a'",
            DatabaseFault.digest(kind: "plan", record: "a", difference: .differs)
        ),
        ("DELETE FROM plans WHERE id = 'b'", .digest(kind: "plan", record: "b", difference: .missing)),
        (
            "UPDATE fits SET result = x'00' WHERE id = 'f'",
            .digest(kind: "fit", record: "f", difference: .differs)
        ),
        ("DELETE FROM digests WHERE kind = 'fit'", .digest(kind: "fit", record: "f", difference: .unknown)),
        (
            "UPDATE law_coefficients SET upper = upper * 1.0000000001 WHERE law_name = 'mine' "
                + "AND coefficient = 'supervised.E'", .digest(kind: "law", record: "mine@1", difference: .differs)
        ),
        (
            "UPDATE law_support SET upper = upper + 1 WHERE law_name = 'mine'",
            .digest(kind: "law", record: "mine@1", difference: .differs)
        ),
        (
            "DELETE FROM law_hull_corners WHERE law_name = 'mine' AND position = 0",
            .digest(kind: "law", record: "mine@1", difference: .differs)
        ),
        (
            "UPDATE law_draws SET seed = seed + 1 WHERE law_name = 'mine'",
            .digest(kind: "law", record: "mine@1", difference: .differs)
        ),
        (
            "UPDATE law_provenance SET study = 'another' WHERE law_name = 'mine'",
            .digest(kind: "law", record: "mine@1", difference: .differs)
        ),
        (
            "UPDATE laws SET summary = 'another' WHERE name = 'mine'",
            .digest(kind: "law", record: "mine@1", difference: .differs)
        ),
    ])
    func `names what was changed behind the program's back`(change: String, fault: DatabaseFault) throws {
        let database = try FilledDatabase()
        let triggers = try Self.change(database, [change])
        let missing = triggers.map { DatabaseFault.schema(type: "trigger", name: $0, difference: .missing) }
        #expect(try database.faults() == missing + [fault])
    }

    @Test func `names rows without the row that they need`() throws {
        let database = try FilledDatabase()
        try Self.change(database, ["DELETE FROM studies"], keepsTriggers: true)
        let faults = Set(try database.faults())
        let expected: Set<DatabaseFault> = [
            .reference(table: "fits", row: 1, missing: "studies"),
            .reference(table: "runs", row: 1, missing: "studies"),
            .reference(table: "runs", row: 2, missing: "studies"),
        ]
        #expect(faults == expected)
    }

    @Test func `names what is missing, too much or another in the schema`() throws {
        let database = try FilledDatabase()
        try Self.change(
            database,
            [
                "DROP INDEX runs_of_studies", "CREATE INDEX runs_of_studies ON runs (loss)",
                "DROP TRIGGER plans_never_change", "CREATE TABLE other (x)",
            ], keepsTriggers: true)
        #expect(
            try database.faults() == [
                .schema(type: "index", name: "runs_of_studies", difference: .differs),
                .schema(type: "table", name: "other", difference: .unknown),
                .schema(type: "trigger", name: "plans_never_change", difference: .missing),
            ])
    }

    @Test func `says where SQLite finds pages that contradict each other`() throws {
        let database = try FilledDatabase()
        var bytes = try database.folder.bytes()
        // A page of a table's own, to its end; the first ones hold the schema.
        let page = try #require(bytes.ranges(of: FilledDatabase.planBody).last).lowerBound / 4096
        for place in page * 4096..<(page + 1) * 4096 { bytes[place] = 0xFF }
        _ = try database.folder.file(bytes)
        let faults = try database.faults()
        #expect(
            faults.contains { fault in
                if case .page = fault { true } else { false }
            })
    }

    /// The digests of what was written before there were any are those that would have been kept.
    @Test func `trusts a database that is older than the digests, and from the next start on knows it`() throws {
        let database = try FilledDatabase()
        func digests() throws -> [Row] {
            try DatabaseQueue(path: database.path).read { db in
                try Row.fetchAll(db, sql: "SELECT * FROM digests ORDER BY kind, record")
            }
        }
        let kept = try digests()
        try Self.change(
            database, ["DROP TABLE digests", "DELETE FROM grdb_migrations WHERE identifier = '\(Migration.digests)'"],
            keepsTriggers: true)
        let old = try DatabaseCheck.all(path: database.path)
        #expect(old.allSatisfy(\.faults.isEmpty) && old.last?.count == 0)
        try PlannerStore(path: database.path).close()
        #expect(try database.faults().isEmpty)
        #expect(try digests() == kept)
    }

    @Test func `names a file that is not there, and makes none`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: BackupError.missing(path: folder.path())) { try DatabaseCheck.all(path: folder.path()) }
        #expect(try folder.names().isEmpty)
    }

    @Test func `takes an empty file for no database of this program`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file([])
        #expect(throws: StoreError.anotherProgram(path: path)) { try DatabaseCheck.all(path: path) }
    }

    /// Does `statements` without foreign keys; the triggers that are gone then.
    @discardableResult
    private static func change(
        _ database: FilledDatabase, _ statements: [String], keepsTriggers: Bool = false
    ) throws -> [String] {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: database.path, configuration: configuration)
        let triggers = try queue.write { db in
            let all = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")
            let dropped = keepsTriggers ? [] : all
            for trigger in dropped { try db.execute(sql: "DROP TRIGGER \(trigger)") }
            for statement in statements { try db.execute(sql: statement) }
            return dropped
        }
        try queue.close()
        return triggers
    }
}
