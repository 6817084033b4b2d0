import GRDB
import ScalingLaws

/// The laws and aliases of one moment of the database, and how to tell whether that moment has passed.
struct LawSnapshot: Sendable {
    let catalog: LawCatalog
    /// The row of the law that was added last.
    private let lastLaw: Int64
    /// The change of an alias that was made last.
    private let lastChange: Int64

    /// What a database without laws holds.
    static let empty = LawSnapshot(catalog: LawCatalog([]), lastLaw: 0, lastChange: 0)

    private init(catalog: LawCatalog, lastLaw: Int64, lastChange: Int64) {
        self.catalog = catalog
        self.lastLaw = lastLaw
        self.lastChange = lastChange
    }

    /// The present state, of which `earlier` knows a part; nothing but what is new is read.
    init(_ earlier: LawSnapshot, _ db: Database) throws {
        let lastLaw = try Int64.fetchOne(db, sql: "SELECT max(rowid) FROM laws") ?? 0
        let lastChange = try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM law_alias_changes") ?? 0
        guard lastLaw != earlier.lastLaw || lastChange != earlier.lastChange else {
            self = earlier
            return
        }
        let added = try LawRecord.added(after: earlier.lastLaw, db)
        self.init(
            catalog: LawCatalog(earlier.catalog.sets + added.sets, aliases: try AliasRecord.all(db)),
            lastLaw: added.last, lastChange: lastChange)
    }

    /// Whether this is of a later moment than `other`, or of the same.
    func isAtLeast(_ other: LawSnapshot) -> Bool { lastLaw >= other.lastLaw && lastChange >= other.lastChange }
}
