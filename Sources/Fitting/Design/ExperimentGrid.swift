public import ScalingLaws

/// Candidates that belong together: a protocol by which scaling laws are usually measured.
///
/// The two protocols are those of Hoffmann et al. 2022 and of section 4 of Busbridge et al. 2025, which combines them:
/// students on IsoFLOP profiles under teachers of a fixed ratio, and the other way round.
public struct ExperimentGrid<Experiment: Hashable & Sendable>: Hashable, Sendable {
    /// What the grid is called in answers.
    public let name: String
    /// Its experiments.
    public let candidates: [Candidate<Experiment>]

    /// Makes a grid.
    public init(name: String, candidates: [Candidate<Experiment>]) {
        self.name = name
        self.candidates = candidates
    }
}

extension ExperimentGrid where Experiment == SupervisedExperiment {
    /// Fixed M: every size with M tokens per parameter, D = M N, for every M.
    ///
    /// - Parameters:
    ///   - sizes: N, each in [1e6, 1e17].
    ///   - tokensPerParameter: M; every M N must be in [1e6, 1e17].
    ///   - trainingFLOPsPerToken: what a token of training costs a model of N parameters; 6 N unless given.
    /// - Throws: ``DomainError`` for `parameters`, `tokens` or `costFLOPs`.
    public static func fixedRatio(
        sizes: [Double], tokensPerParameter: [Double],
        trainingFLOPsPerToken: (Double) -> Double = TransformerCost.parametersOnly.trainingFLOPsPerToken
    ) throws(DomainError) -> ExperimentGrid {
        var candidates: [Candidate<Experiment>] = []
        for ratio in tokensPerParameter {
            for size in sizes {
                let experiment = try SupervisedExperiment(parameters: size, tokens: ratio * size)
                candidates.append(
                    try Candidate(experiment, costFLOPs: trainingFLOPsPerToken(size) * experiment.tokens))
            }
        }
        return ExperimentGrid(name: "fixed_ratio", candidates: candidates)
    }

    /// IsoFLOP: for every budget several sizes, each with the tokens that use the budget up.
    ///
    /// - Parameters:
    ///   - budgetsFLOPs: what each run of a profile costs.
    ///   - sizes: N, each in [1e6, 1e17].
    ///   - tokensPerParameter: where D/N must be: a size that would be beyond it has no place on a budget's profile.
    ///   - trainingFLOPsPerToken: what a token of training costs a model of N parameters; 6 N unless given.
    /// - Throws: ``DomainError`` for `parameters`, `tokens` or `costFLOPs`.
    public static func isoFLOP(
        budgetsFLOPs: [Double], sizes: [Double], tokensPerParameter: ClosedRange<Double> = 1...1000,
        trainingFLOPsPerToken: (Double) -> Double = TransformerCost.parametersOnly.trainingFLOPsPerToken
    ) throws(DomainError) -> ExperimentGrid {
        var candidates: [Candidate<Experiment>] = []
        for budget in budgetsFLOPs {
            for size in sizes {
                let tokens = budget / trainingFLOPsPerToken(size)
                // What is no ratio at all is for the experiment to refuse.
                if (tokens / size).isFinite, !tokensPerParameter.contains(tokens / size) { continue }
                let experiment = try SupervisedExperiment(parameters: size, tokens: tokens)
                candidates.append(try Candidate(experiment, costFLOPs: budget))
            }
        }
        return ExperimentGrid(name: "isoflop", candidates: candidates)
    }

    /// Every experiment with every teacher: the grid's models as students, what they cost and the teacher's logits.
    ///
    /// - Throws: ``DomainError`` for `costFLOPs`.
    public func distilled(
        from teachers: [ExperimentTeacher]
    ) throws(DomainError) -> ExperimentGrid<DistillationExperiment> {
        var distilled: [Candidate<DistillationExperiment>] = []
        for candidate in candidates {
            for teacher in teachers {
                let student = candidate.experiment
                distilled.append(
                    try Candidate(
                        DistillationExperiment(
                            studentParameters: student.parameters, studentTokens: student.tokens,
                            teacherLossNats: teacher.lossNats),
                        costFLOPs: candidate.costFLOPs + teacher.logitsFLOPsPerToken * student.tokens,
                        repeats: candidate.repeats))
            }
        }
        return ExperimentGrid<DistillationExperiment>(name: name, candidates: distilled)
    }
}

/// A teacher that experiments could use.
public struct ExperimentTeacher: Hashable, Sendable {
    /// L_T, its cross-entropy on data in nats per token, in (0, 30].
    public let lossNats: Double
    /// F(N_T), or 0 where its logits cost nothing.
    public let logitsFLOPsPerToken: Double

    /// Makes a teacher.
    ///
    /// - Throws: ``DomainError`` for `lossNats` or `logitsFLOPsPerToken`.
    public init(lossNats: Double, logitsFLOPsPerToken: Double = 0) throws(DomainError) {
        self.lossNats = try DistillationLaw.lossDomain.checked(lossNats, "lossNats")
        self.logitsFLOPsPerToken = try Domain(0, .infinity).checked(logitsFLOPsPerToken, "logitsFLOPsPerToken")
    }
}

extension TransformerCost {
    /// 3 F(N), the FLOPs of a token of training.
    public func trainingFLOPsPerToken(parameters: Double) -> Double {
        trainingFLOPs(parameters: parameters, tokens: 1)
    }
}
