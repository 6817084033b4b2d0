import Records
import ScalingLaws
import Store

extension StudyRecord {
    static func sample(_ id: String = "s") -> StudyRecord {
        StudyRecord(
            id: id, name: "A study", description: "of tests", dataset: "C4", tokenizer: "32k", architecture: "dense",
            createdAt: "2026-01-02T03:04:05Z")
    }
}

extension Run {
    /// A supervised run of a billion parameters.
    static func supervised(_ id: String, loss: Double = 2.5, source: String = "a.csv") -> Run {
        Run(
            name: RunName(source: source, externalID: id), kind: .supervised, params: 1e9, tokens: 2e10, loss: loss,
            parameterCounting: .nonEmbedding)
    }

    /// A student of 300 million parameters, whose teacher has a loss of 2.1.
    static func distilled(_ id: String, loss: Double = 2.7) -> Run {
        var run = Run(
            name: RunName(source: "a.csv", externalID: id), kind: .distillation, params: 3e8, tokens: 1e10, loss: loss,
            parameterCounting: .nonEmbedding)
        run.teacherLoss = 2.1
        return run
    }

    /// A run that says all that a distilled student's can.
    static var full: Run {
        var run = distilled("full")
        run.teacherParams = 7e9
        run.teacherTokens = 0.1 + 0.2
        run.lossSplit = "val"
        run.lambda = 1
        run.temperature = 0.5
        run.topK = 128
        run.learningRate = 1e-3 / 3
        run.batchTokens = 2_097_152
        run.precision = "bf16"
        run.seed = -7
        run.uniqueTokens = 5e9
        run.epochs = 2
        run.context = 4096
        run.split = "test"
        run.tags = ["a", "b:c/d-e_f.g"]
        run.url = "https://tracker/é?x=1"
        run.note = "line one\nline \"two\""
        run.excludedReason = "diverged"
        run.extra = #"{"C": "9.08e18", "": null, "ü": [1.50, {"x": true}]}"#
        return run
    }
}

extension PlannerStore {
    /// A database in memory with the study `s` and these runs.
    static func with(_ runs: Run...) throws -> PlannerStore {
        let store = try PlannerStore()
        try store.add(.sample())
        try store.take(runs)
        return store
    }

    /// What becomes of each of `runs` in one import into the study `s`, with lines from 2.
    @discardableResult
    func take(_ runs: [Run], end: ImportEnd = .keep) throws -> [RunOutcome] {
        try importRuns(into: "s") { writer in
            (
                end,
                try runs.enumerated().map { index, run in
                    try writer.store(run, over: writer.find(run.name), line: index + 2)
                }
            )
        }
    }

    func all(_ filter: String = "") throws -> [RunRecord] {
        try runs(study: "s", filter: RunFilter(parsing: filter)).runs
    }
}
