import Foundation
import ScalingLaws

/// Answers planning problems.
public enum Planner {
    /// The best plan there is, the same to the bit at every call.
    ///
    /// - Throws: ``PlanningError`` where the budget does not pay for the least that the bounds allow.
    public static func plan(_ problem: PlanningProblem) throws(PlanningError) -> Plan {
        let least = leastBudgetFLOPs(problem)
        // The least budget itself, handed back by a caller, must not fail for its last digit.
        guard problem.budgetFLOPs >= least * (1 - 1e-12) else {
            throw .budgetTooSmall(leastBudgetFLOPs: least)
        }
        let distillation = problem.law.distillation.map { distill(problem, $0) }
        let supervised = supervise(problem)
        return Plan(
            problem: problem, distillation: distillation, supervised: supervised,
            warnings: warnings(problem, distillation, supervised))
    }

    /// What the cheapest allocation within the bounds costs, in FLOPs.
    ///
    /// Every count at its lower bound: all costs rise with all counts.
    public static func leastBudgetFLOPs(_ problem: PlanningProblem) -> Double {
        guard problem.law.distillation != nil else {
            return problem.cost.trainingFLOPs(
                parameters: problem.studentParameters, tokens: problem.studentTokens.lower)
        }
        return compute(
            problem, studentTokens: problem.studentTokens.lower, teacherParameters: problem.teacherParameters.lower,
            teacherTokens: problem.teacherTokens.lower
        ).total
    }

    /// Equation 9 for one allocation, with the weights of `problem`.
    static func compute(
        _ problem: PlanningProblem, studentTokens: Double, teacherParameters: Double, teacherTokens: Double
    ) -> ComputeSplit {
        let cost = problem.cost
        return ComputeSplit(
            studentTraining: cost.trainingFLOPs(parameters: problem.studentParameters, tokens: studentTokens),
            teacherLogits: problem.weights.teacherLogits
                * cost.logitsFLOPs(teacherParameters: teacherParameters, studentTokens: studentTokens),
            teacherPretraining: problem.weights.teacherPretraining
                * cost.trainingFLOPs(parameters: teacherParameters, tokens: teacherTokens))
    }

    private static func supervise(_ problem: PlanningProblem) -> SupervisedPlan {
        let perToken = problem.cost.trainingFLOPs(parameters: problem.studentParameters, tokens: 1)
        let affordable = problem.budgetFLOPs / perToken
        let tokens = affordable.clamped(to: problem.studentTokens.lower...problem.studentTokens.upper)
        let sum = problem.law.supervised.logReducibleSum(
            logParameters: log(problem.studentParameters), logTokens: log(tokens))
        return SupervisedPlan(
            studentTokens: tokens, studentLossNats: exp(problem.law.supervised.logLoss(logReducibleSum: sum)),
            trainingFLOPs: min(perToken * tokens, problem.budgetFLOPs),
            isAtTokenLimit: affordable > problem.studentTokens.upper)
    }

    private static func distill(_ problem: PlanningProblem, _ law: DistillationLaw) -> DistillationPlan {
        let curve = LossCurve(problem, law)
        let outcome = GlobalSearch.minimum(of: curve)
        let allocation = Allocation.settled(outcome.point.choice, problem, curve.student)
        let counts = allocation.counts
        return DistillationPlan(
            studentTokens: counts.studentTokens, studentLossNats: allocation.studentLossNats,
            teacherParameters: counts.teacherParameters, teacherTokens: counts.teacherTokens,
            teacherLossNats: allocation.teacherLossNats, compute: allocation.compute,
            activeBounds: allocation.activeBounds,
            certificate: Certificate(
                evaluations: outcome.evaluations, basins: outcome.basins,
                stationarityResidual: allocation.stationarityResidual, budgetResidual: allocation.budgetResidual))
    }
}
