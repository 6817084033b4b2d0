import Foundation
import GRDB
import ScalingLaws
import TestSupport
import Testing

@testable import Store

@Suite struct `Opening a database` {
    @Test func `a new file comes with its folder, the schema and the published laws`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("state/of/planner.sqlite")
        let store = try PlannerStore(path: path)
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(store.laws == LawCatalog(CoefficientSet.published))
        #expect(store.laws.sets == CoefficientSet.published)
    }

    @Test func `a file of no bytes is a new database`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: try folder.file([]))
        #expect(store.laws.sets == CoefficientSet.published)
    }

    @Test func `opening again keeps everything and adds nothing twice`() throws {
        let folder = try TemporaryFolder()
        try PlannerStore(path: folder.path()).close()
        let before = try rowCounts(folder.path())
        let again = try PlannerStore(path: folder.path())
        #expect(again.laws.sets == CoefficientSet.published)
        try again.close()
        #expect(try rowCounts(folder.path()) == before)
        #expect(before["laws"] == CoefficientSet.published.count)
        #expect(before.values.allSatisfy { $0 > 0 })
    }

    /// Whoever copies the one file of a stopped server has it all.
    @Test func `a closed database is whole in its file`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        // A reader's connection outlives the writer's.
        _ = try store.plan(id: "none")
        try store.close()
        let copy = try folder.file(try folder.bytes(), named: "copy.sqlite")
        #expect(try rowCounts(copy)["laws"] == CoefficientSet.published.count)
    }

    @Test func `a database in memory has the published laws`() throws {
        let store = try PlannerStore()
        #expect(store.laws.sets == CoefficientSet.published)
    }

    @Test func `two databases in memory share nothing`() throws {
        let (one, other) = (try PlannerStore(), try PlannerStore())
        try one.save(.sample("a"))
        #expect(try other.plan(id: "a") == nil)
    }

    @Test func `laws of published names in other versions are kept beside them`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.tampered { db in
            for table in ["laws", "law_coefficients", "law_support"] {
                let columns = try db.columns(in: table).map(\.name)
                let values = columns.map { ["version", "law_version"].contains($0) ? "2" : $0 }
                let key = columns.contains("law_name") ? "law_name" : "name"
                try db.execute(
                    sql: """
                        INSERT INTO \(table) (\(columns.joined(separator: ", ")))
                        SELECT \(values.joined(separator: ", ")) FROM \(table) WHERE \(key) = 'hoffmann-2022'
                        """)
            }
        }
        let laws = try PlannerStore(path: path).laws
        #expect(laws.versions(of: "hoffmann-2022").map(\.version) == [1, 2])
        #expect(laws.set("hoffmann-2022")?.supervised == laws.set("hoffmann-2022@1")?.supervised)
    }

    private func rowCounts(_ path: String) throws -> [String: Int] {
        let queue = try DatabaseQueue(path: path)
        return try queue.read { db in
            let tables = ["laws", "law_coefficients", "law_architecture", "law_support", "grdb_migrations"]
            return try Dictionary(
                uniqueKeysWithValues: tables.map { table in
                    (table, try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0)
                })
        }
    }
}
