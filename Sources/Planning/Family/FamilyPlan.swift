import ScalingLaws

/// The answer to a ``FamilyProblem``.
public struct FamilyPlan: Hashable, Sendable {
    /// The question.
    public let problem: FamilyProblem
    /// The best that distillation does; absent where the law has no distillation part.
    public let distillation: FamilyDistillation?
    /// The same family and budget, trained on data alone.
    public let supervised: FamilyTraining
    /// All teachers of a menu, the best first; empty where the question has no menu.
    public let menu: [FamilyMenuEntry]
    /// The least number of copies of the family, each with a budget of its own, that must share the teacher for
    /// distilling to be the better way; absent where no number is enough, or no teacher is trained.
    public let copiesForTeacherToPay: Int?
    /// What the reader must know before trusting the numbers.
    public let warnings: [PlanWarning]

    /// The supervised family's weighted loss less the distilled one's, in nats per token.
    public var lossAdvantageNats: Double? { distillation.map { supervised.lossNats - $0.students.lossNats } }

    /// The better of the two; supervised training where they tie, and absent where there is nothing to compare.
    public var recommendation: Recommendation? { lossAdvantageNats.map { $0 > 0 ? .distill : .supervised } }
}

/// The students of a family with what each is trained on.
public struct FamilyTraining: Hashable, Sendable {
    /// One entry for each size, in the order of the question.
    public let members: [FamilyMemberPlan]
    /// The weighted mean of the losses in nats per token.
    public let lossNats: Double
    /// Where the budget goes.
    public let compute: ComputeSplit
}

/// One size of a family in a plan.
public struct FamilyMemberPlan: Hashable, Sendable {
    /// The size.
    public let member: FamilyMember
    /// D_S, the tokens of each student of this size.
    public let tokens: Double
    /// L_S in nats per token.
    public let lossNats: Double
    /// The end of the bounds at which the tokens stand, if they do.
    public let bound: ActiveBound.End?
}

/// A family's best allocation with a teacher.
public struct FamilyDistillation: Hashable, Sendable {
    /// The students.
    public let students: FamilyTraining
    /// The teacher that they share.
    public let teacher: PlannedTeacher
    /// The bounds on the teacher that hold the optimum where it is.
    public let activeBounds: [ActiveBound]
    /// How well the optimum is known to be one.
    public let certificate: Certificate
}

/// One teacher of a menu with the family's best plan.
public struct FamilyMenuEntry: Hashable, Sendable {
    /// The teacher.
    public let teacher: GivenTeacher
    /// The plan; absent where the budget does not pay for the least that the bounds allow.
    public let plan: FamilyDistillation?
}
