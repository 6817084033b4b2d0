/// What the draws of a law say of a plan.
///
/// Two questions are told apart throughout. ``thisPlan`` takes the plan as it stands, and asks what each draw predicts for
/// it: teachers and students keep their sizes and tokens, and only the losses change. ``optimum`` asks each draw for its
/// own best plan of the same budget, whose sizes and tokens change too.
public struct PlanUncertainty: Hashable, Sendable {
    /// How many draws were used: the first of the law's.
    public let draws: Int
    /// The share of the draws inside each interval.
    public let level: Double
    /// In how many draws nothing within the bounds is inside the runs behind the law; they count for nothing else.
    public let drawsWithoutPlan: Int
    /// What the draws predict for this plan.
    public let thisPlan: PlanLosses
    /// What the draws' own best plans are.
    public let optimum: OptimumIntervals
    /// How often the best distillation has a lower loss than the best supervised training, or costs less where a loss
    /// is to be reached; absent where the draws have no distillation part, or none has a plan.
    public let probabilityDistillBeatsSupervised: DrawnProbability?
    /// What is lost by not knowing the law; absent where a loss is to be reached, as no compute is spent in vain there.
    public let regret: Regret?
    /// Each teacher of a menu, in the order of the plan's.
    public let menu: [MenuUncertainty]
    /// The compute to the loss that is to be reached; absent where the question is a budget.
    public let target: TargetUncertainty?

    /// Whether the draws leave open which of the two ways is better.
    ///
    /// With a budget: whether the interval of the optimum's advantage holds 0. With a loss to reach: whether the share of
    /// the draws in which distilling costs less is from (1 − level) / 2 to (1 + level) / 2.
    public var isUndecided: Bool {
        guard let probability = probabilityDistillBeatsSupervised?.share else { return false }
        if target == nil { return optimum.lossAdvantageNats?.contains(0) ?? false }
        return ((1 - level) / 2...(1 + level) / 2).contains(probability)
    }
}

/// What draws predict for an allocation that stays as it is, in nats per token.
public struct PlanLosses: Hashable, Sendable {
    /// L_S of the distilled student.
    public let distillationNats: QuantileInterval?
    /// L_T of its teacher.
    public let teacherNats: QuantileInterval?
    /// L of the student that is trained on data alone.
    public let supervisedNats: QuantileInterval?
    /// The supervised student's loss less the distilled one's.
    public let lossAdvantageNats: QuantileInterval?
}

/// What each draw's own best plan is; each quantity over those draws that have it.
public struct OptimumIntervals: Hashable, Sendable {
    /// The best distillation.
    public let distillation: Part?
    /// The best supervised training.
    public let supervised: Part?
    /// The supervised student's loss less the distilled one's, in nats per token.
    public let lossAdvantageNats: QuantileInterval?

    /// One of the two ways.
    public struct Part: Hashable, Sendable {
        /// N_S.
        public let studentParameters: QuantileInterval
        /// D_S.
        public let studentTokens: QuantileInterval
        /// L_S in nats per token.
        public let lossNats: QuantileInterval
        /// N_T; absent without a teacher, or where its size is not known.
        public let teacherParameters: QuantileInterval?
        /// D_T; absent likewise.
        public let teacherTokens: QuantileInterval?
        /// L_T in nats per token; absent without a teacher.
        public let teacherLossNats: QuantileInterval?
    }
}

/// One teacher of a menu over the draws.
public struct MenuUncertainty: Hashable, Sendable {
    /// What the question calls it.
    public let name: String?
    /// L_S of this plan's allocation with the teacher, in nats per token; absent where the budget does not pay for one.
    public let studentLossNats: QuantileInterval?
    /// How often it is the best teacher of the menu, each with the draw's own best plan; absent where no draw has one.
    public let probabilityBest: DrawnProbability?
}

/// The least compute to a loss over the draws.
public struct TargetUncertainty: Hashable, Sendable {
    /// By distilling; absent where the draws have no distillation part.
    public let distillation: Way?
    /// By supervised training.
    public let supervised: Way

    /// One of the two ways.
    public struct Way: Hashable, Sendable {
        /// The least compute in FLOPs, over the draws in which some compute reaches the loss.
        public let totalFLOPs: QuantileInterval?
        /// How often no compute does.
        public let probabilityOutOfReach: DrawnProbability
        /// How often the student of this plan, as it stands, reaches the loss; absent without one.
        public let probabilityPlanReaches: DrawnProbability?
    }
}
