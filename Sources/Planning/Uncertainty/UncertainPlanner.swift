public import ScalingLaws

extension Planner {
    /// What `draws` say of `plan`, an answer under the law that they belong to; the same to the bit at every call.
    ///
    /// - Parameters:
    ///   - plan: the plan, for a budget or for a loss to reach.
    ///   - draws: laws fitted to resamples, at least one; either all have a distillation part or none has.
    ///   - level: the share of the draws inside each interval, in `QuantileInterval.levelDomain`.
    public static func uncertainty(of plan: Plan, draws: [FittedLaws], level: Double) -> PlanUncertainty {
        precondition(!draws.isEmpty, "there is a draw at least")
        let losses = losses(of: plan, draws, level)
        guard plan.target == nil else { return ofTarget(plan, draws, level, losses) }
        let drawn = DrawnPlans(plan.problem, under: draws)
        return PlanUncertainty(
            draws: draws.count, level: level, drawsWithoutPlan: drawn.optima.count - drawn.planned.count,
            thisPlan: losses, optimum: drawn.intervals(level: level),
            probabilityDistillBeatsSupervised: drawn.probabilityDistillBeatsSupervised,
            regret: Regret(of: plan, over: drawn), menu: menu(of: plan, drawn, level), target: nil)
    }

    /// What `draws` say of the best plans for `problem`, without a plan of its own law: the band of a frontier's point.
    public static func band(
        of problem: PlanningProblem, draws: [FittedLaws], level: Double
    ) -> (optimum: OptimumIntervals, probabilityDistillBeatsSupervised: DrawnProbability?) {
        let drawn = DrawnPlans(problem, under: draws)
        return (drawn.intervals(level: level), drawn.probabilityDistillBeatsSupervised)
    }

    private static func losses(of plan: Plan, _ draws: [FittedLaws], _ level: Double) -> PlanLosses {
        let distilled = plan.distillation.map { Candidate($0, plan.problem) }
        let supervised = plan.supervised.map { Candidate($0, plan.problem) }
        let rows = draws.map { laws in
            (
                distilled: distilled?.lossNats(under: laws),
                // Without a distilled student nobody asks for its teacher.
                teacher: laws.distillation.flatMap { _ in distilled?.teacherLossNats(under: laws) },
                alone: supervised?.lossNats(under: laws)
            )
        }
        return PlanLosses(
            distillationNats: QuantileInterval(rows.compactMap(\.distilled), level: level),
            teacherNats: QuantileInterval(rows.compactMap(\.teacher), level: level),
            supervisedNats: QuantileInterval(rows.compactMap(\.alone), level: level),
            lossAdvantageNats: QuantileInterval(
                rows.compactMap { row in row.alone.flatMap { alone in row.distilled.map { alone - $0 } } },
                level: level))
    }

    private static func menu(of plan: Plan, _ drawn: DrawnPlans, _ level: Double) -> [MenuUncertainty] {
        guard plan.menu.first?.teacher.name != nil, drawn.haveDistillation else { return [] }
        let best = drawn.optima.compactMap { $0.plan?.menu.first { $0.plan != nil }?.teacher.name }
        return plan.menu.map { entry in
            let candidate = entry.plan.map { Candidate($0, plan.problem) }
            return MenuUncertainty(
                name: entry.teacher.name,
                studentLossNats: QuantileInterval(
                    drawn.laws.compactMap { laws in candidate?.lossNats(under: laws) }, level: level),
                probabilityBest: best.isEmpty
                    ? nil : DrawnProbability(best.filter { $0 == entry.teacher.name }.count, of: best.count))
        }
    }
}

// MARK: - Loss to reach

extension Planner {
    private static func ofTarget(
        _ plan: Plan, _ draws: [FittedLaws], _ level: Double, _ losses: PlanLosses
    ) -> PlanUncertainty {
        let lossNats = plan.target?.lossNats ?? .nan
        let budgets = draws.map { leastBudgetsFLOPs(plan.problem.drawn($0), reaching: lossNats) }
        let haveDistillation = draws[0].distillation != nil
        func way(_ values: [Double?], _ candidate: Candidate?) -> TargetUncertainty.Way {
            let reached = values.compactMap { $0 }
            // A plan reaches its loss under its own law up to the rounding of its budget.
            let reaching = candidate.map { candidate in
                draws.filter { (candidate.lossNats(under: $0) ?? .infinity) <= lossNats + 1e-12 }.count
            }
            return TargetUncertainty.Way(
                totalFLOPs: QuantileInterval(reached, level: level),
                probabilityOutOfReach: DrawnProbability(values.count - reached.count, of: values.count),
                probabilityPlanReaches: reaching.map { DrawnProbability($0, of: draws.count) })
        }
        let cheaper = budgets.filter { ($0.distilled ?? .infinity) < ($0.supervised ?? .infinity) }.count
        return PlanUncertainty(
            draws: draws.count, level: level, drawsWithoutPlan: 0, thisPlan: losses,
            optimum: OptimumIntervals(distillation: nil, supervised: nil, lossAdvantageNats: nil),
            probabilityDistillBeatsSupervised: haveDistillation
                ? DrawnProbability(cheaper, of: draws.count) : nil,
            regret: nil, menu: [],
            target: TargetUncertainty(
                distillation: haveDistillation
                    ? way(budgets.map(\.distilled), plan.distillation.map { Candidate($0, plan.problem) }) : nil,
                supervised: way(budgets.map(\.supervised), plan.supervised.map { Candidate($0, plan.problem) })))
    }
}
