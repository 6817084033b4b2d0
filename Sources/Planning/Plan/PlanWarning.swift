public import ScalingLaws

/// A fact about a plan that its reader must know; the text for a person is made where it is shown.
public enum PlanWarning: Hashable, Sendable {
    /// `quantity` of the plan's `part` is `value`, outside the `range` of the runs behind the law; in a family, of the
    /// student at the index `member` where it is a student's.
    case extrapolation(
        part: PlanPart, quantity: SupportedQuantity, value: Double, range: ClosedRange<Double>, member: Int? = nil)
    /// Each number of the distilled plan is in its range, but no runs surround them together: they are outside the hull
    /// of the runs by this distance, in e-folds of N_S and D_S and nats of L_T.
    case outsideHull(distance: Double)
    /// A bound holds the optimum where it is.
    case activeBound(part: PlanPart, ActiveBound)
    /// `flops` of the budget buy nothing within the bounds.
    case unspentBudget(part: PlanPart, flops: Double)
    /// The plan's teacher has a loss of `teacherLossNats`, lower than its student can use, which reaches
    /// `studentLossNats`.
    case capacityGap(teacherLossNats: Double, studentLossNats: Double, CapacityGap)
    /// No budget takes the plan's `part` to the target; the lowest loss that it reaches is `lowestLossNats`.
    case targetOutOfReach(part: PlanPart, lowestLossNats: Double)
    /// A variable may be anything within the range, and the student is at most `withinNats` worse.
    case flatOptimum(FlatRange, withinNats: Double)
    /// The law misses the runs that it should describe by `meanRelativeError` in the mean.
    case lawMisfit(runs: String, meanRelativeError: Double, maxRelativeError: Double)
    /// The search left a slope of `stationarityResidual` nats for an e-fold of one variable: a better plan may exist.
    case notConverged(stationarityResidual: Double)
    /// The law's draws leave open which of the two ways is better: distilling is in `probability` of them, and its
    /// advantage, where the question is a budget, has an interval that holds 0.
    case undecided(probability: Double, advantageNats: QuantileInterval?, level: Double)
    /// The law has no distillation part, so the two ways cannot be compared.
    case supervisedLawOnly
}

/// The two answers that a plan holds.
public enum PlanPart: String, Hashable, Sendable, CaseIterable {
    /// The distilled student and its teacher.
    case distillation
    /// The student trained on data alone.
    case supervised
}
