import GRDB
import ScalingLaws
import TestSupport
import Testing

@testable import Store

@Suite struct `The schema` {
    @Test(arguments: [
        "UPDATE laws SET summary = 'another'",
        "UPDATE law_coefficients SET value = 1",
        "UPDATE law_architecture SET value = 1",
        "UPDATE law_support SET lower = 1",
        "DELETE FROM law_coefficients",
        "DELETE FROM law_architecture",
        "DELETE FROM law_support",
        "UPDATE law_draws SET seed = 1",
        "DELETE FROM law_draws",
        "UPDATE law_hull_corners SET teacher_loss_nats = 1",
        "DELETE FROM law_hull_corners",
        "UPDATE law_provenance SET filter = ''",
        "DELETE FROM law_provenance",
        "DELETE FROM laws",
    ])
    func `never lets a law version change`(statement: String) throws {
        let error = try #require(try failure(statement))
        #expect(error.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER)
        #expect(error.message == "a law version never changes")
    }

    @Test func `never lets a saved plan change`() throws {
        let error = try #require(try failure("UPDATE plans SET label = 'another'"))
        #expect(error.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER)
        #expect(error.message == "a saved plan never changes")
    }

    @Test(arguments: ["UPDATE digests SET record = 'x'", "DELETE FROM digests"])
    func `never lets a digest change`(statement: String) throws {
        let error = try #require(try failure(statement))
        #expect(error.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER)
        #expect(error.message == "a digest never changes")
    }

    @Test(arguments: ["UPDATE law_alias_changes SET alias = 'x'", "DELETE FROM law_alias_changes"])
    func `never lets the past of an alias change`(statement: String) throws {
        let error = try #require(try failure(statement))
        #expect(error.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER)
        #expect(error.message == "what became of an alias never changes")
    }

    @Test(arguments: [
        (
            "INSERT INTO law_alias_changes (alias, changed_at) VALUES ('hoffmann-2022', '2026-01-02T03:04:05Z')",
            "a law has the name of the alias"
        ),
        (SchemaRow(.laws, ["name": "'kept'"]).statement, "an alias has the name of the law"),
    ])
    func `never lets a name mean two things`(statement: String, message: String) throws {
        let error = try #require(try failure(statement))
        #expect(error.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER)
        #expect(error.message == message)
    }

    @Test func `takes rows that are well formed`() throws {
        for table in SchemaRow.Table.allCases { #expect(try failure(SchemaRow(table).statement) == nil, "\(table)") }
    }

    @Test(arguments: SchemaRow.refused) func `refuses`(row: SchemaRow, code: ResultCode) throws {
        let error = try #require(try failure(row.statement), "\(row.statement)")
        #expect(error.extendedResultCode == code, "\(error)")
    }

    @Test(arguments: SchemaRow.wellFormedRuns) func `takes runs of every kind`(row: SchemaRow) throws {
        #expect(try failure(row.statement) == nil)
    }

    @Test(arguments: ["kind = 'supervised'", "study = 2", "source = 'b'", "external_id = 'b'"])
    func `never lets a run change what it is`(change: String) throws {
        let error = try #require(try failure("UPDATE runs SET \(change) WHERE id = 2"))
        #expect(error.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER)
        #expect(error.message == "a run never changes its study, kind or name")
    }

    @Test func `never lets a study with runs go`() throws {
        #expect(try failure("DELETE FROM studies")?.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY)
    }

    /// The error of `statement` in a new database with one saved plan, and the study `s` of two runs, the first of them
    /// supervised and the second distilled, one law of all parts, and one alias.
    private func failure(_ statement: String) throws -> DatabaseError? {
        let store = try PlannerStore.with(.supervised("1"), .distilled("2"))
        try store.save(.sample("kept"))
        let set = try CoefficientSet.published(CoefficientSet.defaultName)
        _ = try store.addLaw(set.with(draws: .planted(around: set, count: 2), provenance: .sample))
        _ = try store.setAlias(
            "kept", to: LawReference(name: "mine", version: 1), at: "2026-01-02T03:04:05Z")
        do {
            try store.database.write { db in try db.execute(sql: statement) }
            return nil
        } catch let error as DatabaseError {
            return error
        }
    }
}
