import Foundation
public import ScalingLaws

/// A student and its teacher, both settled: what the laws say of them.
public struct Configuration: Hashable, Sendable {
    /// The laws, with their provenance.
    public let law: CoefficientSet
    /// What a token costs.
    public let cost: TransformerCost
    /// N_S, in [1e6, 1e17].
    public let studentParameters: Double
    /// D_S, in [1e6, 1e17].
    public let studentTokens: Double
    /// What repeated tokens are worth; absent where every token counts in full.
    public let repetition: DataRepetition?
    /// The teacher; absent for a student that is trained on data alone.
    public let teacher: GivenTeacher?
    /// Which of the teacher's costs are counted.
    public let weights: CostWeights

    /// Makes a configuration; `cost` is the law's own where none is given.
    ///
    /// The teacher must have what `weights` count.
    ///
    /// - Throws: `DomainError` for `studentParameters` or `studentTokens`.
    public init(
        law: CoefficientSet, cost: TransformerCost? = nil, studentParameters: Double, studentTokens: Double,
        repetition: DataRepetition? = nil, teacher: GivenTeacher?, weights: CostWeights
    ) throws(DomainError) {
        for (name, value) in [("studentParameters", studentParameters), ("studentTokens", studentTokens)] {
            guard Domain.count.contains(value) else {
                throw DomainError(quantity: name, value: value, domain: .count)
            }
        }
        precondition(teacher?.isPriced(under: weights) ?? true, "what the weights count of the teacher is known")
        self.law = law
        self.cost = cost ?? law.cost
        self.studentParameters = studentParameters
        self.studentTokens = studentTokens
        self.repetition = repetition
        self.teacher = teacher
        self.weights = weights
    }

    /// `other` under another law, at the same prices.
    init(_ other: Configuration, law: CoefficientSet) {
        self.law = law
        cost = other.cost
        studentParameters = other.studentParameters
        studentTokens = other.studentTokens
        repetition = other.repetition
        teacher = other.teacher?.drawn(law)
        weights = other.weights
    }
}

/// What the laws say of a ``Configuration``.
public struct Prediction: Hashable, Sendable {
    /// The question.
    public let configuration: Configuration
    /// L̃_S, what the student reaches on data alone, in nats per token.
    public let supervisedLossNats: Double
    /// L_S, what it reaches with the teacher; absent without one.
    public let studentLossNats: Double?
    /// The teacher from which this student would learn the most; absent where the law has no distillation part.
    public let bestTeacher: CapacityGap?
    /// The compute, as far as the weights count it.
    public let compute: ComputeSplit
}

extension Planner {
    /// The losses and the compute of `configuration`; a teacher needs a law with a distillation part.
    public static func predict(_ configuration: Configuration) -> Prediction {
        let (law, teacher) = (configuration.law, configuration.teacher)
        let logTokens = log(configuration.studentTokens)
        let effective = configuration.repetition?.effective(logTokens: logTokens).logTokens ?? logTokens
        let sum = law.supervised.logReducibleSum(
            logParameters: log(configuration.studentParameters), logTokens: effective)
        let student = law.distillation.map {
            FixedStudent(
                parameters: configuration.studentParameters, supervised: law.supervised, distillation: $0,
                repetition: configuration.repetition)
        }
        let gap = teacher.flatMap { teacher in
            student?.gap(logTokens: logTokens, logTeacherLoss: log(teacher.lossNats)).nats
        }
        let curve = student.map {
            CapacityCurve($0, tokens: configuration.studentTokens, law)
        }
        return Prediction(
            configuration: configuration, supervisedLossNats: exp(law.supervised.logLoss(logReducibleSum: sum)),
            studentLossNats: teacher.flatMap { teacher in gap.map { teacher.lossNats + $0 } },
            bestTeacher: curve.map(\.best), compute: compute(configuration))
    }

    private static func compute(_ configuration: Configuration) -> ComputeSplit {
        let cost = configuration.cost
        let teacher = configuration.teacher
        let forward = teacher?.parameters.map { cost.forwardFLOPsPerToken(parameters: $0) } ?? 0
        return ComputeSplit(
            studentTraining: cost.trainingFLOPs(
                parameters: configuration.studentParameters, tokens: configuration.studentTokens),
            teacherLogits: configuration.weights.teacherLogits * (forward * configuration.studentTokens),
            teacherPretraining: configuration.weights.teacherPretraining * (3 * forward * (teacher?.tokens ?? 0)),
            serving: 0)
    }
}
