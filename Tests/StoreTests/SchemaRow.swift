import GRDB

/// A row to insert, well formed but for what a test changes in it.
struct SchemaRow: Sendable {
    enum Table: String, Sendable, CaseIterable {
        case laws, coefficients = "law_coefficients", architecture = "law_architecture", support = "law_support", plans
        case draws = "law_draws", hull = "law_hull_corners", provenance = "law_provenance"
        case aliases = "law_alias_changes"
        case studies, runs, fits, digests
    }

    /// The tables whose rows belong to no law.
    private static let withoutLaw: [Table] = [.laws, .studies, .runs, .fits, .digests]

    private let table: Table
    private var columns: [String: String]

    init(_ table: Table, _ changes: [String: String] = [:]) {
        self.table = table
        columns = Self.wellFormed(table).merging(changes) { $1 }
    }

    var statement: String {
        let names = columns.keys.sorted()
        let values = names.map { columns[$0] ?? "NULL" }
        return "INSERT INTO \(table.rawValue) (\(names.joined(separator: ", "))) "
            + "VALUES (\(values.joined(separator: ", ")))"
    }

    private static func wellFormed(_ table: Table) -> [String: String] {
        let key = ["law_name": "'hoffmann-2022'", "law_version": "1"]
        let own =
            switch table {
            case .laws:
                [
                    "name": "'mine-2'", "version": "1", "summary": "'s'", "source_paper": "'p'",
                    "source_place": "'q'", "parameter_counting": "'all'", "dataset": "''", "tokenizer": "''",
                    "supervised_runs": "1", "distillation_runs": "NULL", "interval_level": "0.9",
                    "interval_resamples": "10", "misfit_runs": "'r'", "misfit_mean_share": "0",
                    "misfit_max_share": "0",
                ]
            case .coefficients: ["coefficient": "'x'", "value": "1", "lower": "1", "upper": "1"]
            case .architecture: ["field": "'x'", "value": "1"]
            case .support: ["quantity": "'x'", "lower": "1", "upper": "1"]
            case .draws:
                [
                    "resampling": "'run'", "resamples": "2", "seed": "-1", "draws": "2", "coefficients": "6",
                    "matrix": "zeroblob(96)",
                ]
            case .hull:
                [
                    "position": "0", "student_parameters": "1", "student_tokens": "1", "teacher_loss_nats": "1",
                ]
            case .provenance:
                [
                    "study": "'s'", "filter": "''", "runs": "1",
                    "data_digest": "'\(String(repeating: "0a", count: 32))'",
                    "options": "'{}'", "seed": "-1", "program_version": "'v'",
                ]
            case .aliases: ["alias": "'new'", "changed_at": "'2026-01-02T03:04:05Z'"]
            case .plans:
                ["id": "'i'", "label": "'l'", "created_at": "'2026-01-02T03:04:05Z'", "body": "x'00'"]
            case .studies:
                [
                    "id": "'t'", "name": "'n'", "description": "''", "dataset": "''", "tokenizer": "''",
                    "architecture": "''", "parameter_counting": "'all'", "created_at": "'2026-01-02T03:04:05Z'",
                ]
            case .digests: ["kind": "'plan'", "record": "'new'", "sha256": "'\(String(repeating: "0a", count: 32))'"]
            case .runs: run
            case .fits:
                [
                    "id": "'f'", "study": "1", "created_at": "'2026-01-02T03:04:05Z'", "request": "'{}'",
                    "data_digest": "'\(String(repeating: "0a", count: 32))'", "status": "'queued'",
                ]
            }
        return withoutLaw.contains(table) ? own : own.merging(key) { $1 }
    }
}

extension SchemaRow {
    /// A distilled student of study 1, in which run 1 is supervised.
    private static let run = [
        "study": "1", "source": "'s'", "external_id": "'x'", "kind": "'distillation'", "params": "1", "tokens": "1",
        "loss": "1", "teacher_params": "1", "teacher_tokens": "1", "teacher_loss": "1",
        "parameter_counting": "'all'", "loss_split": "'val'", "lambda": "1", "temperature": "1", "top_k": "1",
        "learning_rate": "1", "batch_tokens": "1", "precision": "'p'", "seed": "-1", "unique_tokens": "1",
        "epochs": "0.5", "context": "1", "split": "'test'", "tags": "'a b'", "url": "'u'", "note": "'n'",
        "excluded_reason": "'r'", "extra": "'{}'",
    ]

    private static let measuredTeacher = ["teacher_params", "teacher_tokens", "teacher_loss"]
    private static let recipe = ["lambda", "temperature", "top_k"]

    private static func without(_ columns: [String], _ changes: [String: String] = [:]) -> SchemaRow {
        SchemaRow(.runs, Dictionary(uniqueKeysWithValues: columns.map { ($0, "NULL") }).merging(changes) { $1 })
    }

    /// Runs of each kind that are well formed.
    static let wellFormedRuns = [
        without(measuredTeacher, ["teacher_run": "1"]),
        without(measuredTeacher + recipe, ["kind": "'supervised'"]),
        without(["teacher_params", "teacher_tokens"]),
    ]

    private static let long = "'" + String(repeating: "é", count: 2001) + "'"

    private static let numbers: [SchemaRow] = [
        "params", "tokens", "teacher_params", "teacher_tokens", "temperature", "learning_rate", "batch_tokens",
        "unique_tokens", "epochs", "context", "loss", "teacher_loss",
    ].flatMap { column in ["0", "-1", "9e999"].map { SchemaRow(.runs, [column: $0]) } }

    private static let texts: [SchemaRow] = [
        "source", "external_id", "loss_split", "precision", "split", "url", "note", "excluded_reason",
    ].flatMap { column in ["''", long].map { SchemaRow(.runs, [column: $0]) } }

    private static let oddRuns: [SchemaRow] = [
        SchemaRow(.runs, ["loss": "30.1"]), SchemaRow(.runs, ["teacher_loss": "30.1"]),
        SchemaRow(.runs, ["kind": "'other'"]), SchemaRow(.runs, ["parameter_counting": "'some'"]),
        SchemaRow(.runs, ["lambda": "-0.1"]), SchemaRow(.runs, ["lambda": "1.1"]), SchemaRow(.runs, ["top_k": "0"]),
        SchemaRow(.runs, ["tags": "'a,b'"]), SchemaRow(.runs, ["tags": "' a'"]),
        SchemaRow(.runs, ["extra": "'[]'"]), SchemaRow(.runs, ["extra": "'{'"]),
        SchemaRow(.runs, ["kind": "'supervised'"]), SchemaRow(.runs, ["teacher_run": "1"]),
        without(measuredTeacher), without(["teacher_loss"]), without(measuredTeacher, ["kind": "'supervised'"]),
    ]

    private static let studies: [SchemaRow] =
        [
            SchemaRow(.studies, ["id": "''"]), SchemaRow(.studies, ["id": "'A'"]),
            SchemaRow(.studies, ["id": "'" + String(repeating: "a", count: 65) + "'"]),
            SchemaRow(.studies, ["name": "''"]), SchemaRow(.studies, ["created_at": "'today'"]),
            SchemaRow(.studies, ["parameter_counting": "'some'"]),
        ]
        + ["name", "description", "dataset", "tokenizer", "architecture"].map { SchemaRow(.studies, [$0: long]) }

    private static let fits: [SchemaRow] = [
        ["id": "''"], ["created_at": "'today'"], ["request": "'{'"], ["data_digest": "'0'"], ["status": "'lost'"],
        ["attempts": "-1"], ["status": "'done'", "finished_at": "'2026-01-02T03:04:05Z'"],
        ["status": "'failed'", "finished_at": "'2026-01-02T03:04:05Z'"], ["status": "'cancelled'"],
        ["result": "x'00'"], ["failure": "'f'"], ["finished_at": "'2026-01-02T03:04:05Z'"],
        ["law_name": "'hoffmann-2022'", "law_version": "1"],
    ].map { SchemaRow(.fits, $0) }

    private static let records: [(SchemaRow, ResultCode)] =
        (numbers + texts + oddRuns + studies + fits).map { ($0, .SQLITE_CONSTRAINT_CHECK) }
        + [
            (SchemaRow(.runs, ["study": "9"]), .SQLITE_CONSTRAINT_FOREIGNKEY),
            (without(measuredTeacher, ["teacher_run": "9"]), .SQLITE_CONSTRAINT_TRIGGER),
            (without(measuredTeacher, ["teacher_run": "2"]), .SQLITE_CONSTRAINT_TRIGGER),
            (SchemaRow(.runs, ["source": "'a.csv'", "external_id": "'1'"]), .SQLITE_CONSTRAINT_UNIQUE),
            (SchemaRow(.studies, ["id": "'s'"]), .SQLITE_CONSTRAINT_UNIQUE),
            (SchemaRow(.runs, ["loss": "NULL"]), .SQLITE_CONSTRAINT_NOTNULL),
            (SchemaRow(.runs, ["tags": "NULL"]), .SQLITE_CONSTRAINT_NOTNULL),
            (SchemaRow(.runs, ["loss": "'low'"]), .SQLITE_CONSTRAINT_DATATYPE),
        ]

    /// What each constraint is there to keep out, and SQLite's code for it.
    static let refused: [(SchemaRow, ResultCode)] = checks + versionChecks + references + types + records

    private static let checks: [(SchemaRow, ResultCode)] =
        [
            SchemaRow(.laws, ["name": "''"]), SchemaRow(.laws, ["name": "'Upper'"]),
            SchemaRow(.laws, ["name": "'a@1'"]),
            SchemaRow(.laws, ["name": "'" + String(repeating: "a", count: 65) + "'"]),
            SchemaRow(.laws, ["version": "0"]),
            SchemaRow(.laws, ["summary": "''"]), SchemaRow(.laws, ["source_paper": "''"]),
            SchemaRow(.laws, ["source_place": "''"]),
            SchemaRow(.laws, ["parameter_counting": "'some'"]), SchemaRow(.laws, ["supervised_runs": "0"]),
            SchemaRow(.laws, ["distillation_runs": "-1"]), SchemaRow(.laws, ["interval_level": "0"]),
            SchemaRow(.laws, ["interval_level": "1"]), SchemaRow(.laws, ["interval_level": "NULL"]),
            SchemaRow(.laws, ["interval_resamples": "NULL"]), SchemaRow(.laws, ["interval_resamples": "0"]),
            SchemaRow(.laws, ["misfit_runs": "NULL"]), SchemaRow(.laws, ["misfit_mean_share": "NULL"]),
            SchemaRow(.laws, ["misfit_max_share": "NULL"]), SchemaRow(.laws, ["misfit_mean_share": "-0.1"]),
            SchemaRow(.laws, ["misfit_mean_share": "0.2", "misfit_max_share": "0.1"]),
            SchemaRow(.coefficients, ["lower": "2"]), SchemaRow(.coefficients, ["lower": "NULL"]),
            SchemaRow(.coefficients, ["upper": "NULL"]), SchemaRow(.architecture, ["value": "0"]),
            SchemaRow(.support, ["lower": "0"]), SchemaRow(.support, ["lower": "2"]), SchemaRow(.plans, ["id": "''"]),
            SchemaRow(.plans, ["label": "''"]),
            SchemaRow(.plans, ["label": "'" + String(repeating: "é", count: 201) + "'"]),
            SchemaRow(.plans, ["created_at": "'2026-01-02 03:04:05'"]),
            SchemaRow(.plans, ["created_at": "'2026-01-02T03:04:05.678Z'"]),
        ].map { ($0, .SQLITE_CONSTRAINT_CHECK) }

    private static let versionChecks: [(SchemaRow, ResultCode)] =
        [
            SchemaRow(.draws, ["resampling": "'some'"]), SchemaRow(.draws, ["resamples": "1"]),
            SchemaRow(.draws, ["draws": "0", "matrix": "x''"]),
            SchemaRow(.draws, ["draws": "4097", "resamples": "4097", "matrix": "zeroblob(196656)"]),
            SchemaRow(.draws, ["coefficients": "7", "matrix": "zeroblob(112)"]),
            SchemaRow(.draws, ["matrix": "zeroblob(95)"]), SchemaRow(.draws, ["matrix": "zeroblob(97)"]),
            SchemaRow(.hull, ["position": "-1"]), SchemaRow(.hull, ["student_parameters": "0"]),
            SchemaRow(.hull, ["student_tokens": "0"]), SchemaRow(.hull, ["teacher_loss_nats": "0"]),
            SchemaRow(.provenance, ["study": "''"]), SchemaRow(.provenance, ["runs": "0"]),
            SchemaRow(.provenance, ["data_digest": "'0a'"]),
            SchemaRow(.provenance, ["data_digest": "'\(String(repeating: "0A", count: 32))'"]),
            SchemaRow(.provenance, ["options": "'{'"]), SchemaRow(.provenance, ["program_version": "''"]),
            SchemaRow(.aliases, ["alias": "'A'"]), SchemaRow(.aliases, ["alias": "''"]),
            SchemaRow(.digests, ["kind": "'run'"]), SchemaRow(.digests, ["record": "''"]),
            SchemaRow(.digests, ["sha256": "'0a'"]),
            SchemaRow(.digests, ["sha256": "'\(String(repeating: "0A", count: 32))'"]),
            SchemaRow(.aliases, ["changed_at": "'now'"]), SchemaRow(.aliases, ["law_version": "NULL"]),
        ].map { ($0, .SQLITE_CONSTRAINT_CHECK) }

    private static let references: [(SchemaRow, ResultCode)] =
        Table.allCases.filter { !withoutLaw.contains($0) }.flatMap { table in
            [["law_name": "'nobody'"], ["law_version": "2"]].map { changes in
                (SchemaRow(table, changes), .SQLITE_CONSTRAINT_FOREIGNKEY)
            }
        } + [
            (SchemaRow(.laws, ["name": "'hoffmann-2022'"]), .SQLITE_CONSTRAINT_PRIMARYKEY),
            (SchemaRow(.coefficients, ["coefficient": "'supervised.E'"]), .SQLITE_CONSTRAINT_PRIMARYKEY),
            (SchemaRow(.plans, ["id": "'kept'"]), .SQLITE_CONSTRAINT_UNIQUE),
            (SchemaRow(.digests, ["record": "'kept'"]), .SQLITE_CONSTRAINT_PRIMARYKEY),
        ]

    private static let types: [(SchemaRow, ResultCode)] = [
        (SchemaRow(.coefficients, ["value": "'many'"]), .SQLITE_CONSTRAINT_DATATYPE),
        (SchemaRow(.laws, ["version": "1.5"]), .SQLITE_CONSTRAINT_DATATYPE),
        (SchemaRow(.plans, ["body": "'a text'"]), .SQLITE_CONSTRAINT_DATATYPE),
        (SchemaRow(.coefficients, ["value": "NULL"]), .SQLITE_CONSTRAINT_NOTNULL),
        (SchemaRow(.laws, ["dataset": "NULL"]), .SQLITE_CONSTRAINT_NOTNULL),
        (SchemaRow(.plans, ["body": "NULL"]), .SQLITE_CONSTRAINT_NOTNULL),
    ]
}
