public import ScalingLaws

/// A model that might be trained on data alone.
public struct SupervisedExperiment: Hashable, Sendable {
    /// N, in [1e6, 1e17].
    public let parameters: Double
    /// D, in [1e6, 1e17].
    public let tokens: Double

    /// Makes an experiment.
    ///
    /// - Throws: ``DomainError`` for `parameters` or `tokens`.
    public init(parameters: Double, tokens: Double) throws(DomainError) {
        self.parameters = try Domain.count.checked(parameters, "parameters")
        self.tokens = try Domain.count.checked(tokens, "tokens")
    }
}

/// A student that might be distilled.
public struct DistillationExperiment: Hashable, Sendable {
    /// N_S, in [1e6, 1e17].
    public let studentParameters: Double
    /// D_S, in [1e6, 1e17].
    public let studentTokens: Double
    /// L_T, the teacher's cross-entropy on data in nats per token, in (0, 30].
    public let teacherLossNats: Double

    /// Makes an experiment.
    ///
    /// - Throws: ``DomainError`` for the first of the three that is outside its range.
    public init(studentParameters: Double, studentTokens: Double, teacherLossNats: Double) throws(DomainError) {
        self.studentParameters = try Domain.count.checked(studentParameters, "studentParameters")
        self.studentTokens = try Domain.count.checked(studentTokens, "studentTokens")
        self.teacherLossNats = try DistillationLaw.lossDomain.checked(teacherLossNats, "teacherLossNats")
    }

    init(_ run: DistillationRun) {
        studentParameters = run.studentParameters
        studentTokens = run.studentTokens
        teacherLossNats = run.teacherLossNats
    }
}

/// What a design must know of an experiment, whatever its law.
protocol PlannedExperiment: Hashable, Sendable {
    var configuration: Configuration { get }
}

extension SupervisedExperiment: PlannedExperiment {
    var configuration: Configuration { Configuration(parameters: parameters, tokens: tokens) }
}

extension DistillationExperiment: PlannedExperiment {
    var configuration: Configuration { Configuration(parameters: studentParameters, tokens: studentTokens) }
}

/// An experiment that could be made, with its price.
public struct Candidate<Experiment: Hashable & Sendable>: Hashable, Sendable {
    /// What would be trained.
    public let experiment: Experiment
    /// What making it once takes, in FLOPs; above zero.
    public let costFLOPs: Double
    /// How often it may be made, in 1...1000.
    public let repeats: Int

    /// Makes a candidate.
    ///
    /// - Throws: ``DomainError`` for `costFLOPs` or `repeats`.
    public init(_ experiment: Experiment, costFLOPs: Double, repeats: Int = 1) throws(DomainError) {
        self.experiment = experiment
        self.costFLOPs = try Domain.positive.checked(costFLOPs, "costFLOPs")
        _ = try Domain(1, 1000).checked(Double(repeats), "repeats")
        self.repeats = repeats
    }
}
