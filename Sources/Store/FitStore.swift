import Foundation
import GRDB
public import ScalingLaws

/// A fit of a law to runs of a study, as far as it is.
public struct FitRecord: Hashable, Sendable {
    /// The identifier under which it is found again.
    public let id: String
    /// The study.
    public let study: String
    /// When it was asked for: RFC 3339, UTC, whole seconds.
    public let createdAt: String
    /// What was asked, as canonical JSON.
    public let request: String
    /// SHA-256 over the runs as they were then.
    public let dataDigest: String
    /// How far it is.
    public let status: Status
    /// How often it has begun; more than once where a server died in between.
    public let attempts: Int
    /// When it ended; absent where it has not.
    public let finishedAt: String?
    /// What came of it, byte for byte; there if and only if it is done, and never in a list.
    public let result: [UInt8]?
    /// Why it failed; there if and only if it did.
    public let failure: String?
    /// The law version that it became; absent where it is none.
    public let law: LawReference?

    /// How far a fit is.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// It waits for its turn.
        case queued
        /// It is being worked on, or was when the server ended.
        case running
        /// It has a result.
        case done
        /// It has none, and never will.
        case failed
        /// It was given up because somebody asked.
        case cancelled

        /// Whether nothing will change any more.
        public var isFinal: Bool { self != .queued && self != .running }
    }

    /// A fit that is asked for.
    public init(id: String, study: String, createdAt: String, request: String, dataDigest: String) {
        self.id = id
        self.study = study
        self.createdAt = createdAt
        self.request = request
        self.dataDigest = dataDigest
        status = .queued
        attempts = 0
        finishedAt = nil
        result = nil
        failure = nil
        law = nil
    }
}

/// How a fit ended.
public enum FitEnd: Hashable, Sendable {
    /// With a result, and the law that it became, if it became one.
    case done(result: [UInt8], law: LawReference?)
    /// Without: why.
    case failed(String)
    /// Because somebody asked.
    case cancelled
}

extension PlannerStore {
    /// Keeps a fit that is asked for.
    ///
    /// - Throws: ``StudyMissing``, ``StoreBusy``, `DatabaseError`.
    public func add(_ fit: FitRecord) throws {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO fits (id, study, created_at, request, data_digest, status)
                    VALUES (?, ?, ?, ?, ?, 'queued')
                    """,
                arguments: [
                    fit.id, StudyRow.require(fit.study, db).sequence, fit.createdAt, fit.request, fit.dataDigest,
                ])
        }
    }

    /// The fit kept under `id`; nil where there is none.
    ///
    /// - Throws: `DatabaseError` where the database cannot be read.
    public func fit(id: String) throws -> FitRecord? {
        guard !id.utf8.contains(0) else { return nil }
        return try read { db in
            try FitRecord.find(id, db)
        }
    }

    /// How far the fit `id` is; nil where there is none.
    ///
    /// - Throws: `DatabaseError` where the database cannot be read.
    public func fitStatus(_ id: String) throws -> FitRecord.Status? {
        try read { db in try FitRecord.status(id, db) }
    }

    /// Up to `limit` fits of a study without their results from before `position`, the newest first; from the newest where
    /// it is nil.
    ///
    /// - Throws: ``StudyMissing``, ``StoreFailure``, `DatabaseError`.
    public func fits(study: String, before position: Int64?, limit: Int) throws -> Page<FitRecord> {
        try read { db in
            let study = try StudyRow.require(study, db).sequence
            return try Page(
                db, rows: FitRecord.selection(result: "NULL") + " WHERE fits.study = ? AND fits.sequence < ?",
                count: "SELECT count(*) FROM fits WHERE study = ?", [study], before: position, limit: limit,
                FitRecord.init)
        }
    }

    /// Takes the fit that has waited longest, which is running from here on; nil where none waits.
    ///
    /// - Throws: ``StoreBusy``, `DatabaseError`.
    public func beginNextFit() throws -> FitRecord? {
        try write { db in
            let next = try String.fetchOne(
                db, sql: "SELECT id FROM fits WHERE status = 'queued' ORDER BY sequence LIMIT 1")
            guard let id = next else { return nil }
            try db.execute(
                sql: "UPDATE fits SET status = 'running', attempts = attempts + 1 WHERE id = ?", arguments: [id])
            return try FitRecord.find(id, db)
        }
    }

    /// Lets the running fit `id` wait again as if it had not begun: a server that ends in good order leaves no trace.
    ///
    /// - Throws: ``StoreBusy``, `DatabaseError`.
    public func returnFit(_ id: String) throws {
        try write { db in
            try db.execute(
                sql: "UPDATE fits SET status = 'queued', attempts = attempts - 1 WHERE id = ? AND status = 'running'",
                arguments: [id])
        }
    }

    /// Lets the fits that were running when the last server ended wait again, those that had begun `mostAttempts` times
    /// excepted: they fail, with `failure`.
    ///
    /// - Throws: ``StoreBusy``, `DatabaseError`.
    public func requeueFits(mostAttempts: Int, failure: String, at time: String) throws {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE fits SET status = 'failed', failure = ?, finished_at = ?
                    WHERE status = 'running' AND attempts >= ?
                    """, arguments: [failure, time, mostAttempts])
            try db.execute(sql: "UPDATE fits SET status = 'queued' WHERE status = 'running'")
        }
    }

    /// Ends the fit `id` where it has not ended yet; whether it had not.
    ///
    /// - Throws: ``StoreBusy``, `DatabaseError`.
    @discardableResult
    public func endFit(_ id: String, _ end: FitEnd, at time: String) throws -> Bool {
        try write { db in try FitRecord.end(id, end, at: time, db) }
    }

    /// Ends the fit `id` with its `result` and adds the `law` that it became, both or neither, where the fit has not ended
    /// yet; whether it had not.
    ///
    /// - Parameter result: the result with the version that the law has, byte for byte.
    /// - Throws: ``LawNameError/published(name:)`` or ``LawNameError/alias(name:)``, ``StoreBusy``, `DatabaseError`.
    @discardableResult
    public func keepFit(
        _ id: String, law: CoefficientSet?, at time: String, result: (LawReference?) -> [UInt8]
    ) throws -> Bool {
        let isKept = try write { db in
            guard try FitRecord.status(id, db)?.isFinal == false else { return false }
            let addition = try law.map { try LawRecord.add($0, db) }
            let kept = addition?.set
            if case .added(let kept)? = addition {
                let subject = "/laws/\(kept.name)/versions/\(kept.version)"
                try record(AuditEntry(at: time, actor: "fit:\(id)", action: "law.add", subject: subject), db)
            }
            let reference = kept.map { LawReference(name: $0.name, version: $0.version) }
            return try FitRecord.end(id, .done(result: result(reference), law: reference), at: time, db)
        }
        if isKept { _ = try currentLaws() }
        return isKept
    }
}

extension FitRecord {
    fileprivate static func find(_ id: String, _ db: Database) throws -> FitRecord? {
        try Row.fetchOne(db, sql: selection(result: "fits.result") + " WHERE fits.id = ?", arguments: [id])
            .map(FitRecord.init)
    }

    fileprivate static func status(_ id: String, _ db: Database) throws -> Status? {
        try String.fetchOne(db, sql: "SELECT status FROM fits WHERE id = ?", arguments: [id]).map(StoredName.value)
    }

    fileprivate static func end(_ id: String, _ end: FitEnd, at time: String, _ db: Database) throws -> Bool {
        let (status, result, failure, law) = end.columns
        try db.execute(
            sql: """
                UPDATE fits SET status = ?, result = ?, failure = ?, law_name = ?, law_version = ?, finished_at = ?
                WHERE id = ? AND status IN ('queued', 'running')
                """,
            arguments: [status.rawValue, result.map { Data($0) }, failure, law?.name, law?.version, time, id])
        let hasEnded = db.changesCount > 0
        if hasEnded, result != nil { try KeptDigest.keep(.fit, id, db) }
        return hasEnded
    }
}

extension FitEnd {
    fileprivate var columns: (FitRecord.Status, [UInt8]?, String?, LawReference?) {
        switch self {
        case .done(let result, let law): (.done, result, nil, law)
        case .failed(let why): (.failed, nil, why, nil)
        case .cancelled: (.cancelled, nil, nil, nil)
        }
    }
}

extension FitRecord {
    /// A result may have megabytes: it is read where it is wanted only.
    fileprivate static func selection(result: String) -> String {
        """
        SELECT fits.sequence AS sequence, fits.id, studies.id AS study_id, fits.created_at, fits.request, fits.data_digest, fits.status,
        fits.attempts, fits.finished_at, \(result) AS result, fits.failure, fits.law_name, fits.law_version
        FROM fits JOIN studies ON studies.sequence = fits.study
        """
    }

    fileprivate init(_ row: Row) {
        id = row["id"]
        study = row["study_id"]
        createdAt = row["created_at"]
        request = row["request"]
        dataDigest = row["data_digest"]
        status = StoredName.value(row["status"])
        attempts = row["attempts"]
        finishedAt = row["finished_at"]
        result = (row["result"] as Data?).map { [UInt8]($0) }
        failure = row["failure"]
        if let name: String = row["law_name"], let version: Int = row["law_version"] {
            law = LawReference(name: name, version: version)
        } else {
            law = nil
        }
    }
}
