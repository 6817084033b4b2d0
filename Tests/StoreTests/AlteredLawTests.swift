import GRDB
import Store
import TestSupport
import Testing

@Suite struct `Laws altered behind the program's back` {
    /// Each change reads well and says something else than the published law.
    @Test(arguments: [
        "UPDATE law_coefficients SET value = value * 1.0000000001 WHERE law_name = 'busbridge-2025' "
            + "AND coefficient = 'distillation.B'",
        "UPDATE laws SET summary = 'another' WHERE name = 'busbridge-2025'",
        "UPDATE law_support SET upper = upper + 1 WHERE law_name = 'busbridge-2025'",
        "UPDATE law_architecture SET value = 2048 WHERE law_name = 'busbridge-2025' AND field = 'context'",
        "DELETE FROM law_architecture WHERE law_name = 'busbridge-2025'",
        "DELETE FROM law_support WHERE law_name = 'busbridge-2025' AND quantity = 'teacher.loss'",
        "DELETE FROM law_coefficients WHERE law_name = 'busbridge-2025' AND coefficient LIKE 'distillation.%'",
        "UPDATE law_coefficients SET lower = NULL, upper = NULL WHERE law_name = 'busbridge-2025' "
            + "AND coefficient = 'supervised.E'",
        "UPDATE law_hull_corners SET teacher_loss_nats = 1.8 WHERE law_name = 'busbridge-2025' AND position = 0",
    ])
    func `are refused where they differ`(change: String) throws {
        #expect(try openingAfter(change) == .lawDiffers(name: "busbridge-2025", version: 1))
    }

    @Test(arguments: [
        (
            "DELETE FROM law_coefficients WHERE law_name = 'hoffmann-2022' AND coefficient = 'supervised.E'",
            "E = nan"
        ),
        (
            "UPDATE law_coefficients SET value = -1 WHERE law_name = 'hoffmann-2022' "
                + "AND coefficient = 'supervised.beta'",
            "beta = -1.0"
        ),
        (
            "UPDATE law_coefficients SET coefficient = 'supervised.zeta' WHERE law_name = 'hoffmann-2022' "
                + "AND coefficient = 'supervised.E'",
            "supervised.zeta"
        ),
        ("UPDATE law_support SET quantity = 'mass' WHERE law_name = 'hoffmann-2022' AND lower < 1", "mass"),
    ])
    func `are refused where they cannot be read`(change: String, detail: String) throws {
        #expect(try openingAfter(change) == .lawUnreadable(name: "hoffmann-2022", version: 1, detail: detail))
    }

    private func openingAfter(_ change: String) throws -> StoreError? {
        let folder = try TemporaryFolder()
        let path = try folder.tampered { db in
            let triggers = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger)") }
            try db.execute(sql: change)
            #expect(db.changesCount > 0, "the change changes nothing")
        }
        return try openingError(path)
    }
}
