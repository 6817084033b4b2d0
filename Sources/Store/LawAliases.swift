import GRDB
public import ScalingLaws

/// A step in the life of an alias.
public struct AliasChange: Hashable, Sendable {
    /// The alias.
    public let alias: String
    /// When it changed: RFC 3339, UTC, whole seconds.
    public let changedAt: String
    /// What it means since then; absent where it was taken away.
    public let law: LawReference?
    /// What it meant before; absent where it meant nothing.
    public let previous: LawReference?
}

extension PlannerStore {
    /// Lets `alias` mean `law` from now on; where it does already, nothing changes.
    ///
    /// - Parameters:
    ///   - alias: the name, for which `LawAlias.isName` holds.
    ///   - law: a version that is stored.
    ///   - time: RFC 3339, UTC, whole seconds.
    /// - Returns: the change, or the last one where nothing changes.
    /// - Throws: ``LawNameError/law(name:)``, ``LawNameError/unknown(_:)``, ``StoreBusy``, `DatabaseError`.
    public func setAlias(_ alias: String, to law: LawReference, at time: String) throws -> AliasChange {
        precondition(LawAlias.isName(alias), "an alias has the form of a name")
        return try changing { db in
            let isLaw = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM laws WHERE name = ?)", arguments: [alias])
            if isLaw == true { throw LawNameError.law(name: alias) }
            let isKnown = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM laws WHERE name = ? AND version = ?)",
                arguments: [law.name, law.version])
            guard isKnown == true else { throw LawNameError.unknown(law) }
            if try AliasRecord.target(of: alias, db) == law, let last = try AliasRecord.changes(of: alias, db).last {
                return last
            }
            return try AliasRecord.change(alias, to: law, at: time, db)
        }
    }

    /// Takes `alias` away.
    ///
    /// - Parameters:
    ///   - alias: the name.
    ///   - time: RFC 3339, UTC, whole seconds.
    /// - Throws: ``LawNameError/unknownAlias(name:)``, ``StoreBusy``, `DatabaseError`.
    public func removeAlias(_ alias: String, at time: String) throws -> AliasChange {
        try changing { db in
            guard try AliasRecord.target(of: alias, db) != nil else { throw LawNameError.unknownAlias(name: alias) }
            return try AliasRecord.change(alias, to: nil, at: time, db)
        }
    }

    /// All that became of `alias`, the latest last; nothing where there never was one.
    ///
    /// - Throws: `DatabaseError` where the database cannot be read.
    public func changes(ofAlias alias: String) throws -> [AliasChange] {
        guard LawAlias.isName(alias) else { return [] }
        return try read { db in try AliasRecord.changes(of: alias, db) }
    }

    /// Makes a change and lets ``PlannerStore/laws`` have it.
    private func changing(_ change: (Database) throws -> AliasChange) throws -> AliasChange {
        let made = try write(change)
        _ = try currentLaws()
        return made
    }
}

/// Aliases as rows: each change is one, and what an alias means is what its last change says.
enum AliasRecord {
    static func all(_ db: Database) throws -> [LawAlias] {
        try Row.fetchAll(db, sql: "SELECT * FROM law_aliases").compactMap { row in
            reference(row).map { LawAlias(name: row["alias"], law: $0) }
        }
    }

    static func target(of alias: String, _ db: Database) throws -> LawReference? {
        try Row.fetchOne(db, sql: "SELECT * FROM law_aliases WHERE alias = ?", arguments: [alias]).flatMap(reference)
    }

    static func changes(of alias: String, _ db: Database) throws -> [AliasChange] {
        var previous: LawReference?
        return try Row.fetchAll(
            db, sql: "SELECT * FROM law_alias_changes WHERE alias = ? ORDER BY sequence", arguments: [alias]
        ).map { row in
            defer { previous = reference(row) }
            return AliasChange(
                alias: alias, changedAt: row["changed_at"], law: reference(row), previous: previous)
        }
    }

    static func change(
        _ alias: String, to law: LawReference?, at time: String, _ db: Database
    ) throws -> AliasChange {
        let previous = try target(of: alias, db)
        try db.execute(
            sql: "INSERT INTO law_alias_changes (alias, changed_at, law_name, law_version) VALUES (?, ?, ?, ?)",
            arguments: [alias, time, law?.name, law?.version])
        return AliasChange(alias: alias, changedAt: time, law: law, previous: previous)
    }

    private static func reference(_ row: Row) -> LawReference? {
        guard let name: String = row["law_name"], let version: Int = row["law_version"] else { return nil }
        return LawReference(name: name, version: version)
    }
}
