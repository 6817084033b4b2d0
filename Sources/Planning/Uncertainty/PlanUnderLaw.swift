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

extension Plan {
    /// What `laws` say of the student of this plan's `part`, sizes and tokens as they stand, in nats per token; nil where
    /// the plan has no such part, or `laws` have no distillation part and it distils.
    ///
    /// At the plan's own law, where no bound of another kind holds it, the slope of this loss in the law's coefficients is
    /// that of the best plan's loss: an optimum does not change to first order with what it was chosen by.
    public func lossNats(of part: PlanPart, under laws: FittedLaws) -> Double? {
        let candidate: Candidate? =
            switch part {
            case .distillation: distillation.map { Candidate($0, problem) }
            case .supervised: supervised.map { Candidate($0, problem) }
            }
        return candidate?.lossNats(under: laws)
    }
}
