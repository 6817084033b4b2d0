public import ScalingLaws

/// What the draws of a law say of a student and its teacher that stay as they are; losses in nats per token.
public struct PredictionUncertainty: Hashable, Sendable {
    /// L̃_S, what the student reaches on data alone.
    public let supervisedLossNats: QuantileInterval?
    /// L_S, what it reaches with the teacher; absent without one.
    public let studentLossNats: QuantileInterval?
    /// L̃_S − L_S.
    public let lossAdvantageNats: QuantileInterval?
    /// L_T of the teacher.
    public let teacherLossNats: QuantileInterval?
    /// L_T*, the loss of the teacher from which the student would learn the most.
    public let bestTeacherLossNats: QuantileInterval?
    /// L_S with that teacher.
    public let bestStudentLossNats: QuantileInterval?
    /// How often the student is better off with the teacher; absent without one.
    public let probabilityDistillBeatsSupervised: DrawnProbability?
}

extension Planner {
    /// What `draws`, at least one, say of `configuration`, each interval at `level`.
    ///
    /// Draws without a distillation part say nothing of a teacher.
    public static func uncertainty(
        of configuration: Configuration, draws: [FittedLaws], level: Double
    ) -> PredictionUncertainty {
        precondition(!draws.isEmpty, "there is a draw at least")
        let rows = draws.map { predict(configuration.drawn($0)) }
        func interval(_ value: (Prediction) -> Double?) -> QuantileInterval? {
            QuantileInterval(rows.compactMap(value), level: level)
        }
        let advantages = rows.compactMap { row in row.studentLossNats.map { row.supervisedLossNats - $0 } }
        return PredictionUncertainty(
            supervisedLossNats: interval(\.supervisedLossNats), studentLossNats: interval(\.studentLossNats),
            lossAdvantageNats: QuantileInterval(advantages, level: level),
            teacherLossNats: interval { $0.configuration.teacher?.lossNats },
            bestTeacherLossNats: interval { $0.bestTeacher?.bestTeacherLossNats },
            bestStudentLossNats: interval { $0.bestTeacher?.studentLossNats },
            probabilityDistillBeatsSupervised: advantages.isEmpty
                ? nil : DrawnProbability(advantages.filter { $0 > 0 }.count, of: advantages.count))
    }
}
