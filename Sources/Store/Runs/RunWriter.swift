import GRDB
public import Records

/// What became of a run that was to be stored.
public enum RunOutcome: Hashable, Sendable {
    /// It is new.
    case inserted
    /// It was there, and something in it changed.
    case updated
    /// It was there, as it is.
    case unchanged
    /// Nothing was stored.
    case refused(Refusal)

    /// Why a run is not stored, beyond what is wrong in itself.
    public enum Refusal: Hashable, Sendable {
        /// The same name stands at this line of the same import.
        case repeated(line: Int)
        /// It is stored as one of this kind, and a kind never changes.
        case kindChanged(from: RunKind)
        /// No supervised run of the study has the name of its teacher.
        case teacherMissing(RunName)
        /// The run of its teacher was stored after it.
        case teacherNewer(RunName)
    }
}

/// Stores runs one by one, inside one transaction.
public final class RunWriter {
    /// The study that they belong to.
    public let study: StudyRecord

    private let sequence: Int64
    private let db: Database
    private let numberOfName: Statement
    private let lineOfNumber: Statement
    private let insertion: Statement
    private let update: Statement
    private let mark: Statement

    fileprivate init(_ row: StudyRow, _ db: Database) throws {
        study = row.study
        sequence = row.sequence
        self.db = db
        // What is to be said of a name that comes twice grows with the import, so it is kept outside of memory.
        try db.execute(sql: "CREATE TEMP TABLE import_lines (run INTEGER PRIMARY KEY, line INTEGER NOT NULL)")
        numberOfName = try db.makeStatement(
            sql: "SELECT id FROM runs WHERE study = ? AND source = ? AND external_id = ?")
        lineOfNumber = try db.makeStatement(sql: "SELECT line FROM temp.import_lines WHERE run = ?")
        insertion = try db.makeStatement(sql: RunRow.insertion)
        update = try db.makeStatement(sql: RunRow.update)
        mark = try db.makeStatement(sql: "INSERT INTO temp.import_lines (run, line) VALUES (?, ?)")
    }

    fileprivate func finish() throws { try db.execute(sql: "DROP TABLE temp.import_lines") }

    /// The stored run of this name, if there is one.
    ///
    /// - Throws: `DatabaseError` where the database cannot be read.
    public func find(_ name: RunName) throws -> RunRecord? {
        // Most names are new, and a number alone is found faster than a whole row.
        let id = try Int64.fetchOne(numberOfName, arguments: [sequence, name.source, name.externalID])
        return try id.flatMap { try RunQuery.run(sequence, $0, db) }
    }

    /// Stores `run`, which came from `line`, in place of `stored`, the run of the same name that ``find(_:)`` gave.
    ///
    /// - Throws: `DatabaseError` where the disk does not take it, or a field is outside its domain.
    public func store(_ run: Run, over stored: RunRecord?, line: Int) throws -> RunOutcome {
        if let stored, let earlier = try self.line(of: stored.id) { return .refused(.repeated(line: earlier)) }
        if let stored, stored.run.kind != run.kind { return .refused(.kindChanged(from: stored.run.kind)) }
        var teacherRun: Int64?
        if let teacher = run.teacherRun {
            guard let found = try find(teacher), found.run.kind == .supervised else {
                return .refused(.teacherMissing(teacher))
            }
            if let stored, found.id > stored.id { return .refused(.teacherNewer(teacher)) }
            teacherRun = found.id
        }
        let outcome = try write(run, over: stored, teacherRun: teacherRun)
        try mark.execute(arguments: [stored?.id ?? db.lastInsertedRowID, line])
        return outcome
    }

    private func write(_ run: Run, over stored: RunRecord?, teacherRun: Int64?) throws -> RunOutcome {
        guard stored?.run != run else { return .unchanged }
        let values = RunRow.values(run, study: sequence, teacherRun: teacherRun)
        guard let stored else {
            try insertion.execute(arguments: StatementArguments(values))
            return .inserted
        }
        try update.execute(arguments: StatementArguments(values + [stored.id]))
        return .updated
    }

    private func line(of run: Int64) throws -> Int? {
        try Int.fetchOne(lineOfNumber, arguments: [run])
    }
}

/// What becomes of all that an import has written.
public enum ImportEnd: Hashable, Sendable {
    /// It stays.
    case keep
    /// None of it stays.
    case undo
}

extension PlannerStore {
    /// Stores many runs of a study in one transaction: all of it stays, or nothing.
    ///
    /// Other writers wait for as long as `body` takes; readers do not, and see none of it before its end.
    ///
    /// - Parameter body: hands its runs to the writer, and says what becomes of them; where it throws, nothing stays.
    /// - Throws: ``StudyMissing``, ``StoreBusy``, `DatabaseError`, and what `body` throws.
    public func importRuns<Result>(
        into study: String, _ body: (RunWriter) throws -> (end: ImportEnd, result: Result)
    ) throws -> Result {
        try deciding { db in
            let writer = try RunWriter(StudyRow.require(study, db), db)
            let (end, value) = try body(writer)
            try writer.finish()
            return (end == .keep ? .commit : .rollback, value)
        }
    }

    /// The run of a study with this number, with `change` applied to it; nil where there is none.
    ///
    /// - Throws: ``StudyMissing``, ``StoreBusy``, or `DatabaseError` where a field is outside its domain.
    public func changeRun(study: String, id: Int64, _ change: (inout Run) -> Void) throws -> RunRecord? {
        try write { db in
            let study = try StudyRow.require(study, db)
            guard let record = try RunQuery.run(study.sequence, id, db) else { return nil }
            var run = record.run
            change(&run)
            let teacherRun = try Int64.fetchOne(db, sql: "SELECT teacher_run FROM runs WHERE id = ?", arguments: [id])
            precondition(run.teacherRun == record.run.teacherRun, "who taught a run changes by an import only")
            try db.execute(
                sql: RunRow.update,
                arguments: StatementArguments(
                    RunRow.values(run, study: study.sequence, teacherRun: teacherRun) + [id]))
            return try RunQuery.run(study.sequence, id, db)
        }
    }

    /// The identifier of the study that the run with this number belongs to; nil where there is no such run.
    ///
    /// - Throws: `DatabaseError` where the database cannot be read.
    public func study(ofRun id: Int64) throws -> String? {
        try read { db in
            try String.fetchOne(
                db, sql: "SELECT studies.id FROM runs JOIN studies ON studies.sequence = runs.study WHERE runs.id = ?",
                arguments: [id])
        }
    }

    /// Deletes the run of a study with this number; returns it, or nil where there is none.
    ///
    /// - Throws: ``RunTeaches``, ``StudyMissing``, ``StoreBusy``, or `DatabaseError`.
    public func deleteRun(study: String, id: Int64) throws -> RunRecord? {
        try write { db in
            guard let record = try RunQuery.run(StudyRow.require(study, db).sequence, id, db) else { return nil }
            let students =
                try Int.fetchOne(db, sql: "SELECT count(*) FROM runs WHERE teacher_run = ?", arguments: [id]) ?? 0
            guard students == 0 else { throw RunTeaches(id: id, students: students) }
            try db.execute(sql: "DELETE FROM runs WHERE id = ?", arguments: [id])
            return record
        }
    }
}

/// The run is the teacher of others, which say nothing of their teacher without it.
public struct RunTeaches: Error, Hashable, Sendable {
    /// The run's number.
    public let id: Int64
    /// How many students it has.
    public let students: Int
}
