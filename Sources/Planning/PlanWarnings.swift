import ScalingLaws

extension Planner {
    /// What the reader of a plan must know, in a fixed order: the law first, then each part's own.
    static func warnings(
        _ problem: PlanningProblem, _ distillation: DistillationPlan?, _ supervised: SupervisedPlan
    ) -> [PlanWarning] {
        lawWarnings(problem.law) + (distillation.map { distillationWarnings(problem, $0) } ?? [])
            + supervisedWarnings(problem, supervised)
    }

    private static func lawWarnings(_ law: CoefficientSet) -> [PlanWarning] {
        let misfit = law.misfit.map {
            PlanWarning.lawMisfit(
                runs: $0.runs, meanRelativeError: $0.meanRelativeError, maxRelativeError: $0.maxRelativeError)
        }
        return [misfit, law.distillation == nil ? .supervisedLawOnly : nil].compactMap { $0 }
    }

    private static func distillationWarnings(_ problem: PlanningProblem, _ plan: DistillationPlan) -> [PlanWarning] {
        extrapolations(
            .distillation, problem,
            [
                (.studentTokens, plan.studentTokens),
                (.studentTokensPerParameter, plan.studentTokens / problem.studentParameters),
                (.teacherParameters, plan.teacherParameters),
                (.teacherLossNats, plan.teacherLossNats),
            ])
            + notConverged(plan.certificate)
            + plan.activeBounds.map { .activeBound(part: .distillation, $0) }
            + unspent(.distillation, problem, plan.compute.total)
    }

    private static func supervisedWarnings(_ problem: PlanningProblem, _ plan: SupervisedPlan) -> [PlanWarning] {
        let bounds = problem.studentTokens
        let limit = ActiveBound(variable: .studentTokens, end: .upper, value: bounds.upper)
        return extrapolations(
            .supervised, problem,
            [
                (.studentTokens, plan.studentTokens),
                (.studentTokensPerParameter, plan.studentTokens / problem.studentParameters),
            ])
            + (plan.isAtTokenLimit && !bounds.isFixed ? [.activeBound(part: .supervised, limit)] : [])
            + unspent(.supervised, problem, plan.trainingFLOPs)
    }

    /// A slope below 1e-6 nats for an e-fold leaves less than 1e-6 nats to gain, the accuracy that is promised.
    private static func notConverged(_ certificate: Certificate) -> [PlanWarning] {
        let residual = certificate.stationarityResidual
        return residual < 1e-6 ? [] : [.notConverged(stationarityResidual: residual)]
    }

    private static func extrapolations(
        _ part: PlanPart, _ problem: PlanningProblem, _ values: [(SupportedQuantity, Double)]
    ) -> [PlanWarning] {
        ([(.studentParameters, problem.studentParameters)] + values).compactMap { quantity, value in
            guard let range = problem.law.support.ranges[quantity], !range.contains(value) else { return nil }
            return .extrapolation(part: part, quantity: quantity, value: value, range: range)
        }
    }

    /// Sums of FLOPs are exact to a few times 1e-16; more than 1e-9 of the budget left over is not rounding.
    private static func unspent(_ part: PlanPart, _ problem: PlanningProblem, _ spent: Double) -> [PlanWarning] {
        let left = problem.budgetFLOPs - spent
        return left > 1e-9 * problem.budgetFLOPs ? [.unspentBudget(part: part, flops: left)] : []
    }
}
