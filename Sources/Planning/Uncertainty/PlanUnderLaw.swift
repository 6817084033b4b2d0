public import ScalingLaws

extension Planner {
    /// How much worse a student gets who follows `plan` where `law` holds, than one who asks it for the same question, in
    /// nats per token; nil where `law` has no distillation part and the plan distils, or no plan.
    ///
    /// The recommended part of the plan is taken, sizes and tokens as they stand, and the answer for a budget that the
    /// question names. It is the plan's regret in a draw that is `law`.
    public static func regretNats(of plan: Plan, under law: CoefficientSet) -> Double? {
        let drawn = DrawnPlans(plan.problem, under: [law.laws])
        let candidate: Candidate? =
            switch plan.recommendation {
            case .distill: plan.distillation.map { Candidate($0, plan.problem) }
            case .supervised, nil: plan.supervised.map { Candidate($0, plan.problem) }
            }
        guard let lowest = drawn.lowestLosses.first else { return nil }
        return candidate?.lossNats(under: law.laws).map { max(0, $0 - lowest.lossNats) }
    }
}
