import Foundation
import GRDB

/// The answer to a write that its caller may send again.
public struct KeptAnswer: Hashable, Sendable {
    /// Who asked: a token's identifier, empty where none was asked for.
    public let caller: String
    /// What the caller calls the request.
    public let key: String
    /// SHA-256 over the request, 32 bytes.
    public let requestDigest: [UInt8]
    /// Seconds since 1970.
    public let keptAt: Int64
    /// The answer, as its keeper writes it down.
    public let answer: [UInt8]

    /// For how long an answer is given again, in seconds.
    public static let lifetimeSeconds: Int64 = 24 * 3600

    /// Makes an answer to keep.
    public init(caller: String, key: String, requestDigest: [UInt8], keptAt: Int64, answer: [UInt8]) {
        self.caller = caller
        self.key = key
        self.requestDigest = requestDigest
        self.keptAt = keptAt
        self.answer = answer
    }
}

extension PlannerStore {
    /// The answer that `caller` got under `key`; nil where there is none, or only one that is too old at `time`, in
    /// seconds since 1970.
    ///
    /// - Throws: ``StoreFailure``, `DatabaseError`.
    public func keptAnswer(to caller: String, key: String, at time: Int64) throws -> KeptAnswer? {
        try read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM kept_answers WHERE caller = ? AND key = ? AND kept_at > ?",
                arguments: [caller, key, time - KeptAnswer.lifetimeSeconds]
            ).map { row in
                KeptAnswer(
                    caller: caller, key: key, requestDigest: [UInt8](row["request_digest"] as Data),
                    keptAt: row["kept_at"], answer: [UInt8](row["answer"] as Data))
            }
        }
    }

    /// Keeps `answer`, and drops those that were too old when it was made.
    ///
    /// - Throws: ``StoreBusy``, ``StoreFailure``, `DatabaseError`.
    public func keep(_ answer: KeptAnswer) throws {
        try write { db in
            try db.execute(
                sql: "DELETE FROM kept_answers WHERE kept_at <= ?",
                arguments: [answer.keptAt - KeptAnswer.lifetimeSeconds])
            try db.execute(
                sql: "INSERT INTO kept_answers (caller, key, request_digest, kept_at, answer) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    answer.caller, answer.key, Data(answer.requestDigest), answer.keptAt, Data(answer.answer),
                ])
        }
    }
}
