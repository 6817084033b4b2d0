/// The answer to a ``PlanningProblem``.
public struct Plan: Hashable, Sendable {
    /// The question.
    public let problem: PlanningProblem
    /// The best that distillation does; absent where the law has no distillation part.
    public let distillation: DistillationPlan?
    /// The same student, the same budget, trained on data alone.
    public let supervised: SupervisedPlan
    /// What the reader must know before trusting the numbers.
    public let warnings: [PlanWarning]

    /// The supervised student's loss less the distilled one's, in nats per token: positive where distilling wins.
    public var lossAdvantageNats: Double? {
        distillation.map { supervised.studentLossNats - $0.studentLossNats }
    }

    /// The better of the two; supervised training where they tie, and absent where there is nothing to compare.
    public var recommendation: Recommendation? {
        lossAdvantageNats.map { $0 > 0 ? .distill : .supervised }
    }
}

/// What to do with the budget.
public enum Recommendation: String, Hashable, Sendable, CaseIterable {
    /// Distil from the plan's teacher.
    case distill
    /// Train on data alone.
    case supervised
}

/// The best allocation of a budget to distillation.
public struct DistillationPlan: Hashable, Sendable {
    /// D_S, the tokens that the student is distilled on.
    public let studentTokens: Double
    /// L_S, the student's loss in nats per token.
    public let studentLossNats: Double
    /// N_T, the teacher's parameters.
    public let teacherParameters: Double
    /// D_T, the teacher's tokens.
    public let teacherTokens: Double
    /// L_T, the teacher's loss in nats per token.
    public let teacherLossNats: Double
    /// Where the budget goes.
    public let compute: ComputeSplit
    /// The bounds that hold the optimum where it is; variables that are fixed are not among them.
    public let activeBounds: [ActiveBound]
    /// How well the optimum is known to be one.
    public let certificate: Certificate
}

/// The best use of a budget without a teacher.
public struct SupervisedPlan: Hashable, Sendable {
    /// The tokens that the student is trained on.
    public let studentTokens: Double
    /// The student's loss in nats per token.
    public let studentLossNats: Double
    /// The FLOPs spent, all of them on training.
    public let trainingFLOPs: Double
    /// Whether more budget would help but the bound on tokens stands against it.
    public let isAtTokenLimit: Bool
}

/// The three terms of equation 9, in FLOPs, each as far as the budget pays it.
public struct ComputeSplit: Hashable, Sendable {
    /// 3 F(N_S) D_S.
    public let studentTraining: Double
    /// δ_lgt F(N_T) D_S.
    public let teacherLogits: Double
    /// δ_pre 3 F(N_T) D_T.
    public let teacherPretraining: Double

    /// The sum of the three.
    public var total: Double { studentTraining + teacherLogits + teacherPretraining }
}

/// One end of one variable's bounds.
public struct ActiveBound: Hashable, Sendable {
    /// A variable of the plan.
    public enum Variable: String, Hashable, Sendable, CaseIterable {
        /// D_S.
        case studentTokens = "student.tokens"
        /// N_T.
        case teacherParameters = "teacher.params"
        /// D_T.
        case teacherTokens = "teacher.tokens"
    }

    /// An end of its bounds.
    public enum End: String, Hashable, Sendable, CaseIterable {
        /// The least value.
        case lower = "min"
        /// The greatest value.
        case upper = "max"
    }

    /// The variable.
    public let variable: Variable
    /// The end at which it stands.
    public let end: End
    /// The bound, in parameters or tokens.
    public let value: Double
}

/// What was checked of an optimum, from the allocation alone and not from the search's own state.
public struct Certificate: Hashable, Sendable {
    /// How many points of the loss curve were computed, each with the cheapest teacher of its loss.
    public let evaluations: Int
    /// How many local minima the search had to compare; what it ruled out without a look is not counted.
    public let basins: Int
    /// The largest violation of the Karush–Kuhn–Tucker conditions, in nats for an e-fold of one variable.
    public let stationarityResidual: Double
    /// (FLOPs − C) / C; at most 1e-12 above 0, and below 0 where budget is left over.
    public let budgetResidual: Double
}
