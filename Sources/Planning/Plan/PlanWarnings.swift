import Foundation
import ScalingLaws

extension Planner {
    /// What the reader of a plan must know, in a fixed order: the law first, then each part's own.
    static func warnings(
        _ problem: PlanningProblem, _ distillation: DistillationPlan?, _ supervised: SupervisedPlan?,
        _ target: Target? = nil, outOfReach: [PlanWarning] = []
    ) -> [PlanWarning] {
        let all =
            lawWarnings(problem.law) + outOfReach + (distillation.map { distillationWarnings(problem, $0) } ?? [])
            + (supervised.map { supervisedWarnings(problem, $0) } ?? [])
        // Each part has the least budget of its own, so that none is left over.
        return target == nil ? all : all.filter { if case .unspentBudget = $0 { false } else { true } }
    }

    static func lawWarnings(_ law: CoefficientSet) -> [PlanWarning] {
        let misfit = law.misfit.map {
            PlanWarning.lawMisfit(
                runs: $0.runs, meanRelativeError: $0.meanRelativeError, maxRelativeError: $0.maxRelativeError)
        }
        return [misfit, law.distillation == nil ? .supervisedLawOnly : nil].compactMap { $0 }
    }

    private static func distillationWarnings(_ problem: PlanningProblem, _ plan: DistillationPlan) -> [PlanWarning] {
        let outside = extrapolations(
            .distillation, problem,
            [
                (.studentParameters, plan.studentParameters),
                (.studentTokens, plan.studentTokens),
                (.studentTokensPerParameter, plan.studentTokens / plan.studentParameters),
                (.teacherParameters, plan.teacher.parameters),
                (.teacherLossNats, plan.teacher.lossNats),
            ])
        return outside
            + (outside.isEmpty ? outsideHull(problem, plan) : [])
            + notConverged(plan.certificate)
            + plan.activeBounds.map { .activeBound(part: .distillation, $0) }
            + unspent(.distillation, problem, plan.compute.total)
            + capacityGap(plan)
    }

    private static func supervisedWarnings(_ problem: PlanningProblem, _ plan: SupervisedPlan) -> [PlanWarning] {
        let bounds = problem.student.tokens
        let limit = ActiveBound(variable: .studentTokens, end: .upper, value: bounds.upper)
        return extrapolations(
            .supervised, problem,
            [
                (.studentParameters, plan.studentParameters),
                (.studentTokens, plan.studentTokens),
                (.studentTokensPerParameter, plan.studentTokens / plan.studentParameters),
            ])
            + (plan.activeSizeBound.map { [.activeBound(part: .supervised, $0)] } ?? [])
            + (plan.isAtTokenLimit && !bounds.isFixed ? [.activeBound(part: .supervised, limit)] : [])
            + unspent(.supervised, problem, plan.compute.total)
    }

    /// A slope below 1e-6 nats for an e-fold leaves less than 1e-6 nats to gain, the accuracy that is promised.
    static func notConverged(_ certificate: Certificate) -> [PlanWarning] {
        let residual = certificate.stationarityResidual
        return residual < 1e-6 ? [] : [.notConverged(stationarityResidual: residual)]
    }

    private static func outsideHull(_ problem: PlanningProblem, _ plan: DistillationPlan) -> [PlanWarning] {
        guard problem.support != .ignore, let hull = problem.law.support.hull else { return [] }
        let position = SIMD3(log(plan.studentParameters), log(plan.studentTokens), plan.teacher.lossNats)
        let distance = hull.halfSpaces.map { $0.height(position) }.max() ?? 0
        // What keeps to a face may be outside by the rounding of its logarithms.
        return distance > 1e-9 ? [.outsideHull(distance: distance)] : []
    }

    private static func capacityGap(_ plan: DistillationPlan) -> [PlanWarning] {
        plan.capacityGap.map {
            [.capacityGap(teacherLossNats: plan.teacher.lossNats, studentLossNats: plan.studentLossNats, $0)]
        } ?? []
    }

    static func extrapolations(
        _ part: PlanPart, _ problem: PlanningProblem, _ values: [(SupportedQuantity, Double?)],
        member: Int? = nil
    ) -> [PlanWarning] {
        if problem.support == .ignore { return [] }
        let ranges = problem.law.support.ranges
        return values.compactMap { quantity, value in
            guard let value, let range = ranges[quantity], range.isLeft(by: value) else { return nil }
            return .extrapolation(part: part, quantity: quantity, value: value, range: range, member: member)
        }
    }

    /// Sums of FLOPs are exact to a few times 1e-16; more than 1e-9 of the budget left over is not rounding.
    static func unspent(_ part: PlanPart, _ problem: PlanningProblem, _ spent: Double) -> [PlanWarning] {
        let left = problem.budgetFLOPs - spent
        return left > 1e-9 * problem.budgetFLOPs ? [.unspentBudget(part: part, flops: left)] : []
    }
}

extension ClosedRange<Double> {
    /// Whether `value` is outside by more than rounding.
    fileprivate func isLeft(by value: Double) -> Bool {
        value < lowerBound * (1 - 1e-9) || value > upperBound * (1 + 1e-9)
    }
}
