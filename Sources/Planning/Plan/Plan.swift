import ScalingLaws

/// The answer to a ``PlanningProblem``.
public struct Plan: Hashable, Sendable {
    /// The question.
    public let problem: PlanningProblem
    /// The best that distillation does; absent where the law has no distillation part.
    public let distillation: DistillationPlan?
    /// The same limits on the student, the same budget or target, trained on data alone; absent where that cannot reach
    /// the target.
    public let supervised: SupervisedPlan?
    /// All teachers of a menu, the best first; empty where the question has no menu.
    public let menu: [MenuEntry]
    /// What the reader must know before trusting the numbers.
    public let warnings: [PlanWarning]

    /// The loss that was to be reached, where that was the question.
    public let target: Target?

    /// What keeping inside the runs behind the law costs; absent where the plan need not.
    public let supportCost: SupportCost?

    init(
        problem: PlanningProblem, distillation: DistillationPlan?, supervised: SupervisedPlan?, menu: [MenuEntry],
        warnings: [PlanWarning], target: Target? = nil, supportCost: SupportCost? = nil
    ) {
        self.problem = problem
        self.distillation = distillation
        self.supervised = supervised
        self.menu = menu
        self.warnings = warnings
        self.target = target
        self.supportCost = supportCost
    }

    /// The supervised student's loss less the distilled one's, in nats per token: positive where distilling wins.
    public var lossAdvantageNats: Double? {
        guard let supervised, let distillation else { return nil }
        return supervised.studentLossNats - distillation.studentLossNats
    }

    /// The better of the two: of the lower loss, or of less compute where a loss was to be reached.
    ///
    /// Supervised training where they tie; absent where the law has no distillation part.
    public var recommendation: Recommendation? {
        guard problem.law.distillation != nil else { return nil }
        guard let supervised else { return .distill }
        guard let distillation else { return .supervised }
        let isBetter =
            target == nil
            ? distillation.studentLossNats < supervised.studentLossNats
            : distillation.compute.total < supervised.compute.total
        return isBetter ? .distill : .supervised
    }
}

/// How much worse the students are than they would be outside the runs behind the law, by its own account.
public struct SupportCost: Hashable, Sendable {
    /// Of the distilled student, in nats per token; absent without one.
    public let distillationNats: Double?
    /// Of the supervised student, in nats per token; absent where none is inside the runs.
    public let supervisedNats: Double?
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
    /// N_S, the student's parameters.
    public let studentParameters: Double
    /// D_S, the tokens that the student is distilled on.
    public let studentTokens: Double
    /// L_S, the student's loss in nats per token.
    public let studentLossNats: Double
    /// The teacher.
    public let teacher: PlannedTeacher
    /// Where the budget goes.
    public let compute: ComputeSplit
    /// The bounds that hold the optimum where it is; variables that are fixed are not among them.
    public let activeBounds: [ActiveBound]
    /// The better teacher for this student, where the teacher is given and stronger than the student can use.
    public let capacityGap: CapacityGap?
    /// How well the optimum is known to be one.
    public let certificate: Certificate
}

/// A plan's teacher.
public struct PlannedTeacher: Hashable, Sendable {
    /// What the question calls it; absent where it chooses no teacher by name.
    public let name: String?
    /// N_T; absent where the question does not say and nothing depends on it.
    public let parameters: Double?
    /// D_T; absent where the question does not say and nothing depends on it.
    public let tokens: Double?
    /// L_T, the teacher's loss in nats per token.
    public let lossNats: Double
    /// Whether the loss was measured; if not, it is what the supervised law says of the size and tokens.
    public let lossIsMeasured: Bool

    init(name: String?, parameters: Double?, tokens: Double?, lossNats: Double, lossIsMeasured: Bool = false) {
        self.name = name
        self.parameters = parameters
        self.tokens = tokens
        self.lossNats = lossNats
        self.lossIsMeasured = lossIsMeasured
    }

    init(_ teacher: GivenTeacher) {
        self.init(
            name: teacher.name, parameters: teacher.parameters, tokens: teacher.tokens, lossNats: teacher.lossNats,
            lossIsMeasured: teacher.lossIsMeasured)
    }
}

/// What a student loses because its teacher is too strong for it: section 4.1 of the paper.
public struct CapacityGap: Hashable, Sendable {
    /// L_T*, the loss in nats per token of the teacher from which this student would learn the most.
    public let bestTeacherLossNats: Double
    /// The student's loss in nats per token with that teacher and the same tokens.
    public let studentLossNats: Double
}

/// One teacher of a menu with its own best plan.
public struct MenuEntry: Hashable, Sendable {
    /// The teacher.
    public let teacher: GivenTeacher
    /// Its best plan; absent where the budget does not pay for the least that the bounds allow.
    public let plan: DistillationPlan?
}

/// The best use of a budget without a teacher.
public struct SupervisedPlan: Hashable, Sendable {
    /// The student's parameters.
    public let studentParameters: Double
    /// The tokens that the student is trained on.
    public let studentTokens: Double
    /// The student's loss in nats per token.
    public let studentLossNats: Double
    /// The FLOPs spent: on training, and on serving where that is paid.
    public let compute: ComputeSplit
    /// Whether more budget would help but the bound on tokens stands against it.
    public let isAtTokenLimit: Bool
    /// The bound on the student's size that holds the optimum where it is, if one does.
    public let activeSizeBound: ActiveBound?
}

/// The terms of equation 9, in FLOPs, each as far as the budget pays it, and what serving the student costs.
public struct ComputeSplit: Hashable, Sendable {
    /// 3 F(N_S) D_S.
    public let studentTraining: Double
    /// δ_lgt F(N_T) D_S.
    public let teacherLogits: Double
    /// δ_pre 3 F(N_T) D_T.
    public let teacherPretraining: Double
    /// F(N_S) for each token served.
    public let serving: Double

    /// The sum of what is spent before the student is served.
    public var training: Double { studentTraining + teacherLogits + teacherPretraining }

    /// The sum of all.
    public var total: Double { training + serving }
}

/// One end of one variable's bounds.
public struct ActiveBound: Hashable, Sendable {
    /// A variable of the plan.
    public enum Variable: String, Hashable, Sendable, CaseIterable {
        /// N_S.
        case studentParameters = "student.params"
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
