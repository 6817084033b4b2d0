import Crypto
import Foundation
import GRDB
import ScalingLaws

/// SHA-256 of a record that never changes, kept beside it from when it was written.
struct KeptDigest {
    /// Which records have one.
    enum Kind: String, CaseIterable {
        /// The answer of a saved plan.
        case plan
        /// The result of a fit.
        case fit
        /// All rows of a law version.
        case law
    }

    /// The identifier of a plan or a fit; of a law its `name@version`.
    let record: String

    /// In hexadecimal, as `sha256sum` prints it.
    let sha256: String

    /// Keeps the digest of what has just been written.
    static func keep(_ kind: Kind, _ record: String, _ db: Database) throws {
        guard let digest = try KeptDigest(of: record, kind, db) else {
            preconditionFailure("the \(kind) \(record) has just been written")
        }
        try digest.insert(kind, db)
    }

    /// Keeps the digests of all that was written before there were any.
    static func keepAll(_ db: Database) throws {
        for kind in Kind.allCases {
            for record in try records(kind, db) { try keep(kind, record, db) }
        }
    }

    /// All records of a kind that have or should have a digest.
    static func records(_ kind: Kind, _ db: Database) throws -> [String] {
        let sql =
            switch kind {
            case .plan: "SELECT id FROM plans ORDER BY sequence"
            case .fit: "SELECT id FROM fits WHERE result IS NOT NULL ORDER BY sequence"
            case .law: "SELECT name || '@' || version FROM laws ORDER BY name, version"
            }
        return try String.fetchAll(db, sql: sql)
    }

    /// The digests that are kept of a kind, by record.
    static func kept(_ kind: Kind, _ db: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT record, sha256 FROM digests WHERE kind = ?", arguments: [kind.rawValue])
        return Dictionary(rows.map { ($0["record"], $0["sha256"]) }, uniquingKeysWith: { first, _ in first })
    }

    /// The digest of a record as it is in the database now; nil where it is not there.
    init?(of record: String, _ kind: Kind, _ db: Database) throws {
        guard let sha256 = try Self.sha256(of: record, kind, db) else { return nil }
        self.record = record
        self.sha256 = sha256
    }

    private static func sha256(of record: String, _ kind: Kind, _ db: Database) throws -> String? {
        switch kind {
        case .plan: try bytes("SELECT body FROM plans WHERE id = ?", record, db)
        case .fit: try bytes("SELECT result FROM fits WHERE id = ?", record, db)
        case .law: try LawReference(record).flatMap { try LawRows.sha256(of: $0, db) }
        }
    }

    private static func bytes(_ sql: String, _ record: String, _ db: Database) throws -> String? {
        try Data.fetchOne(db, sql: sql, arguments: [record]).map { SHA256.hash(data: $0).hexadecimal }
    }

    private func insert(_ kind: Kind, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO digests (kind, record, sha256) VALUES (?, ?, ?)",
            arguments: [kind.rawValue, record, sha256])
    }
}

/// A law version as bytes, whatever is in its rows.
///
/// Table by table and row by row in the order of their keys, every column that is not null gives its name, its type, the
/// count of its bytes, them and a line feed, with colons between; the columns come in the order of their names. A row ends
/// with an empty line and begins with its table's name. A column that a later step of the schema adds changes nothing in the
/// digest of a law that has nothing in it.
private enum LawRows {
    /// The tables, the law's own first, and what orders the rows of each.
    private static let tables = [
        ("laws", "version"), ("law_coefficients", "coefficient"), ("law_architecture", "field"),
        ("law_support", "quantity"), ("law_hull_corners", "position"), ("law_draws", "law_version"),
        ("law_provenance", "law_version"),
    ]

    /// SHA-256 of the rows; nil where there is no such law.
    static func sha256(of law: LawReference, _ db: Database) throws -> String? {
        var hash = SHA256()
        for (table, order) in tables {
            let (name, version) = table == "laws" ? ("name", "version") : ("law_name", "law_version")
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM \(table) WHERE \(name) = ? AND \(version) = ? ORDER BY \(order)",
                arguments: [law.name, law.version])
            if table == "laws", rows.isEmpty { return nil }
            for row in rows {
                hash.update(data: Array("\(table)\n".utf8))
                for (column, value) in row.sorted(by: { $0.0 < $1.0 }) { add(column, value, to: &hash) }
                hash.update(data: [UInt8(ascii: "\n")])
            }
        }
        return hash.finalize().hexadecimal
    }

    private static func add(_ column: String, _ value: DatabaseValue, to hash: inout SHA256) {
        let (type, bytes): (String, [UInt8]) =
            switch value.storage {
            case .null: ("null", [])
            case .int64(let number): ("integer", Array(String(number).utf8))
            case .double(let number): ("real", Array(String(number.bitPattern, radix: 16).utf8))
            case .string(let text): ("text", Array(text.utf8))
            case .blob(let data): ("blob", [UInt8](data))
            }
        guard !value.isNull else { return }
        hash.update(data: Array("\(column):\(type):\(bytes.count):".utf8) + bytes + [UInt8(ascii: "\n")])
    }
}
