import ScalingLaws

/// Answers planning problems.
public enum Planner {
    /// The best plan there is, the same to the bit at every call.
    ///
    /// - Throws: ``PlanningError/budgetTooSmall(leastBudgetFLOPs:)`` where the budget does not pay for the least that the
    ///   bounds allow.
    public static func plan(_ problem: PlanningProblem) throws(PlanningError) -> Plan {
        let searches = TeacherSearch.all(problem)
        let least = leastBudgetFLOPs(problem, searches)
        guard problem.budgetPays(least) else { throw .budgetTooSmall(leastBudgetFLOPs: least) }
        if problem.support == .constrain { return try planWithinSupport(problem) }
        let supervised = SupervisedSearch(problem).plan
        let size = supervised.studentParameters
        let menu = menu(problem, searches) { $0.isAffordable ? $0.best(near: size) : nil }
        let distillation =
            menu.first?.plan ?? (menu.isEmpty ? searches.first.map { plan(problem, $0.best(near: size)) } : nil)
        return Plan(
            problem: problem, distillation: distillation, supervised: supervised, menu: menu,
            warnings: warnings(problem, distillation, supervised))
    }

    /// What the cheapest allocation within the bounds costs, in FLOPs.
    ///
    /// Every count at its lower bound, with the cheapest teacher of a menu: all costs rise with all counts.
    public static func leastBudgetFLOPs(_ problem: PlanningProblem) -> Double {
        leastBudgetFLOPs(problem, TeacherSearch.all(problem))
    }

    private static func leastBudgetFLOPs(_ problem: PlanningProblem, _ searches: [TeacherSearch]) -> Double {
        let size = problem.student.parameters.lower
        return searches.map { $0.leastFLOPs(parameters: size) }.min()
            ?? SupervisedSearch(problem).leastFLOPs(parameters: size)
    }

    /// The least loss that distilling reaches; infinite where nothing is affordable.
    static func distilledLoss(_ problem: PlanningProblem) -> Double {
        let outcomes: [TeacherSearch.Outcome]
        if problem.support == .constrain {
            outcomes = SupportedSearch.all(problem).compactMap { $0.best() }
        } else {
            let searches = TeacherSearch.all(problem).filter(\.isAffordable)
            let size = searches.isEmpty ? nil : SupervisedSearch(problem).plan.studentParameters
            outcomes = size.map { size in searches.map { $0.best(near: size) } } ?? []
        }
        return outcomes.map(\.allocation.studentLossNats).min() ?? .infinity
    }

    /// Every given teacher with the best plan that `search` finds for it, the best first; where losses tie, in the order
    /// of the question.
    static func menu(
        _ problem: PlanningProblem, _ searches: [TeacherSearch],
        _ search: (TeacherSearch) -> TeacherSearch.Outcome?
    ) -> [MenuEntry] {
        guard case .given(let teachers) = problem.teacher else { return [] }
        let entries = zip(teachers, searches).map { teacher, all in
            MenuEntry(teacher: teacher, plan: search(all).map { plan(problem, $0) })
        }
        let ranked = entries.enumerated().sorted { one, other in
            let (a, b) = (one.element.plan?.studentLossNats, other.element.plan?.studentLossNats)
            return (a ?? .infinity, one.offset) < (b ?? .infinity, other.offset)
        }
        return ranked.map(\.element)
    }

    /// The finished plan of what a search found, with all that is said of it.
    static func plan(_ problem: PlanningProblem, _ outcome: TeacherSearch.Outcome) -> DistillationPlan {
        let allocation = outcome.allocation
        var capacityGap: CapacityGap?
        if case .given = problem.teacher { capacityGap = CapacityCurve.gap(problem, allocation) }
        return DistillationPlan(
            studentParameters: allocation.studentParameters, studentTokens: allocation.studentTokens,
            studentLossNats: allocation.studentLossNats, teacher: allocation.teacher, compute: allocation.compute,
            activeBounds: allocation.activeBounds, capacityGap: capacityGap,
            certificate: Certificate(
                evaluations: outcome.evaluations, basins: outcome.basins,
                stationarityResidual: outcome.residual ?? allocation.stationarityResidual,
                budgetResidual: allocation.budgetResidual))
    }
}

extension PlanningProblem {
    /// Whether the budget is at least `flops`; the least budget itself, handed back by a caller, must not fail for its
    /// last digit.
    func budgetPays(_ flops: Double) -> Bool { budgetFLOPs >= flops * (1 - 1e-12) }
}
