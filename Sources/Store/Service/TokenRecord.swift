public import Foundation
import GRDB

/// What a caller may do; each scope holds those before it.
public enum TokenScope: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Ask for plans and read what is kept.
    case read
    /// Keep records, fits, laws and plans.
    case write
    /// Make and revoke tokens, move aliases, copy the database, read the audit trail.
    case admin

    /// Whether `left` may do less than `right`.
    public static func < (left: TokenScope, right: TokenScope) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .read: 0
        case .write: 1
        case .admin: 2
        }
    }
}

/// A token as it is kept: its secret is not, and cannot be found from what is.
public struct TokenRecord: Hashable, Sendable {
    /// The public part, small letters and digits, by which it is found.
    public let id: String
    /// What its maker calls it, 1 to ``greatestNameLength`` Unicode scalars.
    public let name: String
    /// What it lets its bearer do.
    public let scope: TokenScope
    /// 16 random bytes.
    public let salt: [UInt8]
    /// HMAC-SHA256 of the secret, keyed with the salt.
    public let hash: [UInt8]
    /// When it was made: RFC 3339, UTC, whole seconds.
    public let createdAt: String
    /// From when on it is worth nothing, in the same form; absent where it never ends by itself.
    public let expiresAt: String?
    /// When it was last seen, to about a minute; absent where it never was.
    public let lastUsedAt: String?
    /// Since when it is worth nothing; absent where nobody revoked it.
    public let revokedAt: String?

    /// How many Unicode scalars a name may have.
    public static let greatestNameLength = 100

    /// Makes a token that has not been used.
    public init(
        id: String, name: String, scope: TokenScope, salt: [UInt8], hash: [UInt8], createdAt: String,
        expiresAt: String? = nil
    ) {
        self.id = id
        self.name = name
        self.scope = scope
        self.salt = salt
        self.hash = hash
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        lastUsedAt = nil
        revokedAt = nil
    }

    /// What becomes of a token that is shown at `time`.
    public func state(at time: Date) -> State {
        if revokedAt != nil { return .revoked }
        if let expiresAt, expiresAt <= time.formatted(.iso8601) { return .expired }
        return .valid
    }

    /// Whether a token is worth anything.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It lets its bearer in.
        case valid
        /// Its time is over.
        case expired
        /// Somebody ended it.
        case revoked
    }
}

extension PlannerStore {
    /// All tokens that were ever made, the newest first.
    ///
    /// - Throws: ``StoreFailure``, `DatabaseError`.
    public func tokens() throws -> [TokenRecord] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM tokens ORDER BY sequence DESC").map(TokenRecord.init)
        }
    }

    /// Up to `limit` of them from before `position`, the newest first; from the newest where it is nil.
    ///
    /// - Throws: ``StoreFailure``, `DatabaseError`.
    public func tokens(before position: Int64?, limit: Int) throws -> Page<TokenRecord> {
        try read { db in
            try Page(
                db, rows: "SELECT * FROM tokens WHERE sequence < ?", count: "SELECT count(*) FROM tokens",
                before: position, limit: limit, TokenRecord.init)
        }
    }

    /// Keeps a new token.
    ///
    /// - Throws: ``StoreBusy``, ``StoreFailure``, or `DatabaseError` where its identifier is another's.
    public func add(_ token: TokenRecord) throws {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO tokens (id, name, scope, salt, hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    token.id, token.name, token.scope.rawValue, Data(token.salt), Data(token.hash), token.createdAt,
                    token.expiresAt,
                ])
        }
    }

    /// Ends the token `id`; returns it, or nil where there is none.
    ///
    /// One that was revoked already stays as it is.
    ///
    /// - Throws: ``StoreBusy``, ``StoreFailure``, `DatabaseError`.
    public func revokeToken(_ id: String, at time: String) throws -> TokenRecord? {
        guard !id.utf8.contains(0) else { return nil }
        return try write { db in
            try db.execute(
                sql: "UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", arguments: [time, id])
            return try Row.fetchOne(db, sql: "SELECT * FROM tokens WHERE id = ?", arguments: [id]).map(TokenRecord.init)
        }
    }

    /// Writes down when tokens were last seen, by their identifiers; never an earlier time than is there.
    ///
    /// - Throws: ``StoreBusy``, ``StoreFailure``, `DatabaseError`.
    public func noteUses(_ times: [String: String]) throws {
        try write { db in
            for (id, time) in times.sorted(by: { $0.key < $1.key }) {
                try db.execute(
                    sql:
                        "UPDATE tokens SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)",
                    arguments: [time, id, time])
            }
        }
    }
}

extension TokenRecord {
    fileprivate init(_ row: Row) {
        id = row["id"]
        name = row["name"]
        scope = StoredName.value(row["scope"])
        salt = [UInt8](row["salt"] as Data)
        hash = [UInt8](row["hash"] as Data)
        createdAt = row["created_at"]
        expiresAt = row["expires_at"]
        lastUsedAt = row["last_used_at"]
        revokedAt = row["revoked_at"]
    }
}
