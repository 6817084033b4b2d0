import GRDB
import Records
import ScalingLaws

/// A run as a row of `runs`, with the run that was its teacher beside it.
enum RunRow {
    /// The columns that an import writes, in the order of ``values(_:study:teacherRun:)``.
    private static let columns = [
        "study", "source", "external_id", "kind", "params", "tokens", "loss", "teacher_params", "teacher_tokens",
        "teacher_loss", "teacher_run", "parameter_counting", "loss_split", "lambda", "temperature", "top_k",
        "learning_rate", "batch_tokens", "precision", "seed", "unique_tokens", "epochs", "context", "split", "tags",
        "url", "note", "excluded_reason", "extra",
    ]

    static let insertion =
        "INSERT INTO runs (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"

    static let update = "UPDATE runs SET \(columns.map { $0 + " = ?" }.joined(separator: ", ")) WHERE id = ?"

    /// Reads runs as ``record(_:)`` expects them; conditions follow.
    static let selection = """
        SELECT runs.*, teachers.source AS run_source, teachers.external_id AS run_external_id,
        teachers.params AS run_params, teachers.tokens AS run_tokens, teachers.loss AS run_loss
        FROM runs LEFT JOIN runs AS teachers ON teachers.id = runs.teacher_run
        """

    static func values(_ run: Run, study: Int64, teacherRun: Int64?) -> [(any DatabaseValueConvertible)?] {
        [
            study, run.name.source, run.name.externalID, run.kind.rawValue, run.params, run.tokens, run.loss,
            run.teacherParams, run.teacherTokens, run.teacherLoss, teacherRun, run.parameterCounting.rawValue,
            run.lossSplit, run.lambda, run.temperature, run.topK, run.learningRate, run.batchTokens, run.precision,
            run.seed, run.uniqueTokens, run.epochs, run.context, run.split, run.tags.joined(separator: " "), run.url,
            run.note, run.excludedReason, run.extra,
        ]
    }

    static func record(_ row: Row) -> RunRecord {
        var run = Run(
            name: RunName(source: row["source"], externalID: row["external_id"]), kind: StoredName.value(row["kind"]),
            params: row["params"], tokens: row["tokens"], loss: row["loss"],
            parameterCounting: StoredName.value(row["parameter_counting"]))
        run.teacherParams = row["teacher_params"]
        run.teacherTokens = row["teacher_tokens"]
        run.teacherLoss = row["teacher_loss"]
        run.lossSplit = row["loss_split"]
        run.lambda = row["lambda"]
        run.temperature = row["temperature"]
        run.topK = row["top_k"]
        run.learningRate = row["learning_rate"]
        run.batchTokens = row["batch_tokens"]
        run.precision = row["precision"]
        run.seed = row["seed"]
        run.uniqueTokens = row["unique_tokens"]
        run.epochs = row["epochs"]
        run.context = row["context"]
        run.split = row["split"]
        run.tags = (row["tags"] as String).split(separator: " ").map(String.init)
        run.url = row["url"]
        run.note = row["note"]
        run.excludedReason = row["excluded_reason"]
        run.extra = row["extra"]
        if let source: String = row["run_source"] {
            run.teacherRun = RunName(source: source, externalID: row["run_external_id"])
        }
        return RunRecord(id: row["id"], run: run, teacher: teacher(row, run))
    }

    private static func teacher(_ row: Row, _ run: Run) -> RunTeacher? {
        if run.teacherRun != nil {
            return RunTeacher(params: row["run_params"], tokens: row["run_tokens"], loss: row["run_loss"])
        }
        return run.teacherLoss.map { RunTeacher(params: run.teacherParams, tokens: run.teacherTokens, loss: $0) }
    }
}
