import GRDB
import Migrations

/// What was looked at in a database, and what is wrong there.
public struct DatabaseCheck: Hashable, Sendable {
    /// What can be looked at.
    public enum Aspect: String, Hashable, Sendable, CaseIterable {
        /// SQLite's own look at every page, index and constraint.
        case integrity
        /// Every row that names another finds it.
        case references
        /// Tables, indexes, views and triggers are those of this program's steps.
        case schema
        /// What never changes is what it was when it was written.
        case digests
    }

    /// What was looked at.
    public let aspect: Aspect
    /// How much: pages, tables with references, steps of the schema, digests.
    public let count: Int
    /// All that is wrong; of very much, SQLite tells the first hundred.
    public let faults: [DatabaseFault]
}

/// One thing that is wrong with a database, as facts.
public enum DatabaseFault: Hashable, Sendable {
    /// What SQLite says of a page, an index or a row.
    case page(String)
    /// The look ended here: SQLite cannot read on.
    case unreadable(reason: String)
    /// A row names one that is not there; `row` is absent in tables without row numbers.
    case reference(table: String, row: Int64?, missing: String)
    /// Something of the schema is missing, too much, or not as this program made it.
    case schema(type: String, name: String, difference: Difference)
    /// A record is not what it was, has lost its digest, or is gone and its digest is there.
    case digest(kind: String, record: String, difference: Difference)

    /// How something differs from what it should be.
    public enum Difference: Hashable, Sendable {
        /// It should be there.
        case missing
        /// It should not be there.
        case unknown
        /// It is there, and another.
        case differs
    }
}

extension DatabaseCheck {
    /// Looks at the whole database at `path`, which stays as it is, beside whoever serves it.
    ///
    /// - Throws: ``BackupError/missing(path:)``; ``StoreError`` where it is no database of this program, or a newer
    ///   version's; ``StoreBusy``. What is wrong inside is no error but a fault.
    public static func all(path: String) throws -> [DatabaseCheck] {
        try DatabaseFileAccess.with(path) { queue in try all(queue) }
    }

    /// Looks at the whole of `reader`, aspect by aspect; one that cannot be read does not keep the others from being.
    static func all(_ reader: any DatabaseReader) throws -> [DatabaseCheck] {
        try Aspect.allCases.map { try DatabaseCheck($0, reader) }
    }

    private init(_ aspect: Aspect, _ reader: any DatabaseReader) throws {
        self.aspect = aspect
        do {
            (count, faults) =
                switch aspect {
                // Without a transaction of its own, which a damaged page would end with all that was found.
                case .integrity: try reader.unsafeRead(Self.integrity)
                case .references: try reader.read(Self.references)
                case .schema: try reader.read(Self.schema)
                case .digests: try reader.read(Self.digests)
                }
        } catch let error as DatabaseError where error.resultCode != .SQLITE_BUSY {
            (count, faults) = (0, [.unreadable(reason: error.message ?? "SQLite code \(error.resultCode.rawValue)")])
        }
    }

    private static func integrity(_ db: Database) throws -> (Int, [DatabaseFault]) {
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        var faults: [DatabaseFault] = []
        do {
            let lines = try String.fetchCursor(db, sql: "PRAGMA integrity_check")
            while let line = try lines.next() { faults.append(.page(line)) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT && !faults.isEmpty {
            // It ends so where it has said what is wrong.
        }
        return (pages, faults == [.page("ok")] ? [] : faults)
    }

    private static func references(_ db: Database) throws -> (Int, [DatabaseFault]) {
        let tables = try Int.fetchOne(
            db,
            sql: """
                SELECT count(DISTINCT tables.name)
                FROM sqlite_schema AS tables, pragma_foreign_key_list(tables.name) WHERE tables.type = 'table'
                """)
        let rows = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
        return (
            tables ?? 0,
            rows.map { .reference(table: $0["table"], row: $0["rowid"], missing: $0["parent"]) }
        )
    }

    private static func schema(_ db: Database) throws -> (Int, [DatabaseFault]) {
        let applied = try PlannerStore.migrator.appliedIdentifiers(db)
        let (found, expected) = (try SchemaObject.all(db), try SchemaObject.made(by: applied))
        let names = Set(found.keys).union(expected.keys).sorted { ($0.type, $0.name) < ($1.type, $1.name) }
        return (
            applied.count,
            names.compactMap { name in
                guard let difference = difference(found[name], expected[name]) else { return nil }
                return .schema(type: name.type, name: name.name, difference: difference)
            }
        )
    }

    private static func digests(_ db: Database) throws -> (Int, [DatabaseFault]) {
        // A database that waits for its next start may be older than the digests.
        guard try PlannerStore.migrator.appliedIdentifiers(db).contains(Migration.digests) else { return (0, []) }
        var count = 0
        var faults: [DatabaseFault] = []
        for kind in KeptDigest.Kind.allCases {
            let kept = try KeptDigest.kept(kind, db)
            let records = try KeptDigest.records(kind, db)
            for record in records + Set(kept.keys).subtracting(records).sorted() {
                let present = try KeptDigest(of: record, kind, db)?.sha256
                if let difference = difference(present, kept[record]) {
                    faults.append(.digest(kind: kind.rawValue, record: record, difference: difference))
                }
            }
            count += kept.count
        }
        return (count, faults)
    }

    private static func difference(_ found: String?, _ expected: String?) -> DatabaseFault.Difference? {
        guard found != expected else { return nil }
        return found == nil ? .missing : expected == nil ? .unknown : .differs
    }
}

/// A table, an index, a view or a trigger.
private struct SchemaObject: Hashable {
    let type: String
    let name: String

    /// All of a database, but for those that SQLite makes by itself, with their texts.
    static func all(_ db: Database) throws -> [SchemaObject: String] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT type, name, coalesce(sql, '') AS sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*'")
        return Dictionary(
            rows.map { (SchemaObject(type: $0["type"], name: $0["name"]), $0["sql"]) },
            uniquingKeysWith: { first, _ in first })
    }

    /// What these steps make of an empty database.
    static func made(by steps: Set<String>) throws -> [SchemaObject: String] {
        let queue = try DatabaseQueue()
        try PlannerStore.migrator(steps).migrate(queue)
        return try queue.read(all)
    }
}
