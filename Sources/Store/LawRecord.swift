import GRDB
import ScalingLaws

/// Coefficient sets as rows: `laws` with its coefficients, architecture and support in tables of their own.
enum LawRecord {
    /// Adds those of `sets` whose name and version are not stored yet.
    ///
    /// - Throws: ``StoreError/lawDiffers(name:version:)`` where one is stored with other numbers.
    static func seed(_ sets: [CoefficientSet], _ db: Database) throws {
        for set in sets {
            guard let stored = try find(set.name, set.version, db) else {
                try insert(set, db)
                continue
            }
            guard stored == set else { throw StoreError.lawDiffers(name: set.name, version: set.version) }
        }
    }

    /// The sets that were added behind the row `last`, in the order in which they were, and the row of the newest.
    static func added(after last: Int64, _ db: Database) throws -> (sets: [CoefficientSet], last: Int64) {
        let rows = try Row.fetchAll(
            db, sql: "SELECT rowid, * FROM laws WHERE rowid > ? ORDER BY rowid", arguments: [last])
        return (try rows.map { try set($0, db) }, rows.last?["rowid"] ?? last)
    }

    /// All versions of `name`, the newest last.
    static func versions(of name: String, _ db: Database) throws -> [CoefficientSet] {
        try Row.fetchAll(db, sql: "SELECT * FROM laws WHERE name = ? ORDER BY version", arguments: [name])
            .map { try set($0, db) }
    }

    private static func find(_ name: String, _ version: Int, _ db: Database) throws -> CoefficientSet? {
        try Row.fetchOne(db, sql: "SELECT * FROM laws WHERE name = ? AND version = ?", arguments: [name, version])
            .map { try set($0, db) }
    }
}

// MARK: - Writing

extension LawRecord {
    /// Adds `set` under its name and version, which must be free.
    static func insert(_ set: CoefficientSet, _ db: Database) throws {
        try insert(
            into: "laws",
            [
                "name": set.name, "version": set.version, "summary": set.summary, "source_paper": set.source.paper,
                "source_place": set.source.place, "parameter_counting": set.parameterCounting.rawValue,
                "dataset": set.corpus.dataset, "tokenizer": set.corpus.tokenizer,
                "supervised_runs": set.runs.supervised, "distillation_runs": set.runs.distillation,
                "interval_level": set.intervals?.level, "interval_resamples": set.intervals?.resamples,
                "misfit_runs": set.misfit?.runs, "misfit_mean_share": set.misfit?.meanRelativeError,
                "misfit_max_share": set.misfit?.maxRelativeError,
            ], db)
        for coefficient in Coefficient.allCases {
            guard let value = set[coefficient] else { continue }
            let interval = set.intervals?.bounds[coefficient]
            try insert(
                into: "law_coefficients",
                key(set) + [
                    "coefficient": coefficient.rawValue, "value": value, "lower": interval?.lowerBound,
                    "upper": interval?.upperBound,
                ], db)
        }
        if let architecture = set.cost.architecture {
            for field in Architecture.Field.allCases {
                try insert(
                    into: "law_architecture", key(set) + ["field": field.rawValue, "value": architecture[field]], db)
            }
        }
        for quantity in SupportedQuantity.allCases {
            guard let range = set.support.ranges[quantity] else { continue }
            try insert(
                into: "law_support",
                key(set) + ["quantity": quantity.rawValue, "lower": range.lowerBound, "upper": range.upperBound], db)
        }
        for (position, corner) in (set.support.hull?.vertices ?? []).enumerated() {
            try insert(
                into: "law_hull_corners",
                key(set) + [
                    "position": position, "student_parameters": corner.studentParameters,
                    "student_tokens": corner.studentTokens, "teacher_loss_nats": corner.teacherLossNats,
                ], db)
        }
        if let draws = set.draws { try insert(into: "law_draws", key(set) + DrawsRecord.columns(draws), db) }
        if let provenance = set.provenance {
            try insert(into: "law_provenance", key(set) + columns(provenance), db)
        }
        try KeptDigest.keep(.law, LawReference(name: set.name, version: set.version).text, db)
    }

    private static func columns(_ provenance: Provenance) -> Columns {
        [
            "study": provenance.study, "filter": provenance.filter, "runs": provenance.runs,
            "data_digest": provenance.dataDigest, "options": provenance.options,
            "seed": Int64(bitPattern: provenance.seed), "program_version": provenance.programVersion,
        ]
    }

    /// A row's values, by column.
    typealias Columns = [String: (any DatabaseValueConvertible)?]

    private static func key(_ set: CoefficientSet) -> Columns { ["law_name": set.name, "law_version": set.version] }

    private static func insert(into table: String, _ columns: Columns, _ db: Database) throws {
        let names = columns.keys.sorted()
        let places = names.map { ":" + $0 }.joined(separator: ", ")
        try db.execute(
            sql: "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(places))",
            arguments: StatementArguments(columns))
    }
}

private func + (
    left: [String: (any DatabaseValueConvertible)?], right: [String: (any DatabaseValueConvertible)?]
) -> [String: (any DatabaseValueConvertible)?] {
    left.merging(right) { _, new in new }
}

// MARK: - Reading

extension LawRecord {
    private static func set(_ row: Row, _ db: Database) throws -> CoefficientSet {
        let (name, version): (String, Int) = (row["name"], row["version"])
        do {
            let coefficients = try Row.fetchAll(
                db, sql: "SELECT * FROM law_coefficients WHERE law_name = ? AND law_version = ?",
                arguments: [name, version])
            let values = try keyed(coefficients, "coefficient", Coefficient.init) { $0["value"] as Double }
            let bounds = try keyed(coefficients.filter { $0["lower"] != nil }, "coefficient", Coefficient.init, range)
            let laws = try FittedLaws(values)
            let draws = try only("law_draws", name, version, db).map(DrawsRecord.draws)
            if laws.distillation == nil, draws?.haveDistillation == true { throw UnknownName(text: "law_draws") }
            return CoefficientSet(
                name: name, version: version, summary: row["summary"],
                source: Source(paper: row["source_paper"], place: row["source_place"]),
                supervised: laws.supervised, distillation: laws.distillation,
                parameterCounting: try value(row["parameter_counting"], ParameterCounting.init),
                cost: try cost(name, version, db),
                corpus: Corpus(dataset: row["dataset"], tokenizer: row["tokenizer"]),
                runs: RunCounts(supervised: row["supervised_runs"], distillation: row["distillation_runs"]),
                intervals: intervals(row, bounds), support: try support(name, version, db), misfit: misfit(row),
                draws: draws,
                provenance: try only("law_provenance", name, version, db).map(provenance))
        } catch let error as DomainError {
            throw StoreError.lawUnreadable(
                name: name, version: version, detail: "\(error.quantity) = \(error.value)")
        } catch let error as UnknownName {
            throw StoreError.lawUnreadable(name: name, version: version, detail: error.text)
        }
    }

    private static func cost(_ name: String, _ version: Int, _ db: Database) throws -> TransformerCost {
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM law_architecture WHERE law_name = ? AND law_version = ?",
            arguments: [name, version])
        guard !rows.isEmpty else { return .parametersOnly }
        var architecture = Architecture()
        for (field, number) in try keyed(rows, "field", Architecture.Field.init, { $0["value"] as Double }) {
            architecture[field] = number
        }
        return try TransformerCost(architecture)
    }

    private static func support(_ name: String, _ version: Int, _ db: Database) throws -> Support {
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM law_support WHERE law_name = ? AND law_version = ?", arguments: [name, version])
        return Support(
            try keyed(rows, "quantity", SupportedQuantity.init, range), hull: try hull(name, version, db))
    }

    private static func hull(_ name: String, _ version: Int, _ db: Database) throws -> SupportHull? {
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM law_hull_corners WHERE law_name = ? AND law_version = ? ORDER BY position",
            arguments: [name, version])
        guard rows.isEmpty else {
            return SupportHull(
                runs: rows.map { row in
                    SupportHull.Run(
                        studentParameters: row["student_parameters"], studentTokens: row["student_tokens"],
                        teacherLossNats: row["teacher_loss_nats"])
                })
        }
        // Databases that are older than the table hold published sets without their corners.
        return CoefficientSet.published.first { $0.name == name && $0.version == version }?.support.hull
    }

    private static func provenance(_ row: Row) -> Provenance {
        Provenance(
            study: row["study"], filter: row["filter"], runs: row["runs"], dataDigest: row["data_digest"],
            options: row["options"], seed: UInt64(bitPattern: row["seed"] as Int64),
            programVersion: row["program_version"])
    }

    /// The one row that a law has in `table`, if any.
    private static func only(_ table: String, _ name: String, _ version: Int, _ db: Database) throws -> Row? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM \(table) WHERE law_name = ? AND law_version = ?", arguments: [name, version])
    }

    private static func intervals(_ row: Row, _ bounds: [Coefficient: ClosedRange<Double>]) -> Intervals? {
        guard let level: Double = row["interval_level"], let resamples: Int = row["interval_resamples"] else {
            return nil
        }
        return Intervals(level: level, resamples: resamples, bounds: bounds)
    }

    private static func misfit(_ row: Row) -> Misfit? {
        guard let runs: String = row["misfit_runs"] else { return nil }
        return Misfit(
            runs: runs, meanRelativeError: row["misfit_mean_share"], maxRelativeError: row["misfit_max_share"])
    }

    private static func range(_ row: Row) -> ClosedRange<Double> { row["lower"]...row["upper"] }

    /// `rows` by what `make` reads from their column `name`.
    private static func keyed<Key: Hashable, Value>(
        _ rows: [Row], _ name: String, _ make: (String) -> Key?, _ value: (Row) -> Value
    ) throws -> [Key: Value] {
        try Dictionary(uniqueKeysWithValues: rows.map { (try self.value($0[name], make), value($0)) })
    }

    private static func value<Value>(_ text: String, _ make: (String) -> Value?) throws -> Value {
        guard let value = make(text) else { throw UnknownName(text: text) }
        return value
    }

    private struct UnknownName: Error { let text: String }
}
