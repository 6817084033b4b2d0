import Foundation
import ScalingLaws

/// The inverse question: the least compute that reaches a loss.
public struct Target: Hashable, Sendable {
    /// The student's loss to reach, in nats per token.
    public let lossNats: Double
    /// The least compute of each way to reach it that can.
    public let ways: [Way]

    /// A way to a student: the paper's four scenarios, and training on data alone.
    public struct Way: Hashable, Sendable {
        /// The scenario; absent for supervised training.
        public let scenario: Scenario?
        /// The FLOPs that the budget must be.
        public let totalFLOPs: Double
        /// D_S + δ_pre D_T, the tokens that are trained on (equation 34); absent where the question does not say D_T.
        public let tokens: Double?
    }

    /// Supervised training, where it reaches the loss.
    public var supervised: Way? { ways.first { $0.scenario == nil } }
}

extension Planner {
    /// The plan of least compute whose student reaches `lossNats`, and the same for supervised training.
    ///
    /// The budget of `problem` counts for nothing. A part that cannot reach the loss is absent, with a warning that says
    /// how far it gets.
    ///
    /// - Throws: ``PlanningError/targetOutOfReach(lowestLossNats:)`` where neither part can, and
    ///   ``PlanningError/outsideSupport(leastBudgetFLOPs:)`` where nothing is inside the runs that it must be inside of.
    public static func plan(
        _ problem: PlanningProblem, reaching lossNats: Double
    ) throws(PlanningError) -> Plan {
        let distilled = leastBudget(lossNats, problem, from: leastBudgetFLOPs, distilledLoss)
        let supervised = leastBudget(lossNats, problem, from: leastSupervisedFLOPs, supervisedLoss)
        let distilledPlan = try distilled.budget.map { budget throws(PlanningError) in
            try plan(problem.funded(budget))
        }
        let supervisedPlan = supervised.budget.flatMap { trainedAlone(problem.funded($0)) }
        guard distilledPlan != nil || supervisedPlan != nil else {
            let lowest = min(distilled.lowestLoss, supervised.lowestLoss)
            // No loss at all is reached where nothing within the bounds is inside the runs behind the law.
            throw lowest.isFinite ? .targetOutOfReach(lowestLossNats: lowest) : .outsideSupport(leastBudgetFLOPs: nil)
        }
        let target = Target(lossNats: lossNats, ways: ways(problem, lossNats, supervisedPlan))
        let funded = problem.funded(distilled.budget ?? supervised.budget ?? problem.budgetFLOPs)
        return Plan(
            problem: funded, distillation: distilledPlan?.distillation, supervised: supervisedPlan,
            menu: distilledPlan?.menu ?? [],
            warnings: warnings(
                funded, distilledPlan?.distillation, supervisedPlan, target,
                outOfReach: [
                    distilled.budget == nil && distilled.lowestLoss.isFinite
                        ? .targetOutOfReach(part: .distillation, lowestLossNats: distilled.lowestLoss) : nil,
                    supervised.budget == nil && supervised.lowestLoss.isFinite
                        ? .targetOutOfReach(part: .supervised, lowestLossNats: supervised.lowestLoss) : nil,
                ].compactMap { $0 }),
            target: target, supportCost: distilledPlan?.supportCost)
    }

    /// The least budget in FLOPs at which distilling reaches `lossNats`, and that of supervised training; the budget of
    /// `problem` counts for nothing, and what no budget reaches is nil.
    static func leastBudgetsFLOPs(
        _ problem: PlanningProblem, reaching lossNats: Double
    ) -> (distilled: Double?, supervised: Double?) {
        (
            leastBudget(lossNats, problem, from: leastBudgetFLOPs, distilledLoss).budget,
            leastBudget(lossNats, problem, from: leastSupervisedFLOPs, supervisedLoss).budget
        )
    }

    /// What each scenario and supervised training cost; those that cannot reach the loss are left out, and those of
    /// which the question says too little.
    private static func ways(
        _ problem: PlanningProblem, _ lossNats: Double, _ supervised: SupervisedPlan?
    ) -> [Target.Way] {
        let distilled = Scenario.allCases.compactMap { scenario -> Target.Way? in
            guard let problem = problem.under(scenario),
                let budget = leastBudget(lossNats, problem, from: leastBudgetFLOPs, distilledLoss).budget,
                let plan = try? plan(problem.funded(budget)).distillation
            else { return nil }
            let teacherTokens = scenario.weights.teacherPretraining == 0 ? 0 : plan.teacher.tokens
            return Target.Way(
                scenario: scenario, totalFLOPs: plan.compute.total,
                tokens: teacherTokens.map { plan.studentTokens + $0 })
        }
        let alone = supervised.map {
            Target.Way(scenario: nil, totalFLOPs: $0.compute.total, tokens: $0.studentTokens)
        }
        return distilled + [alone].compactMap { $0 }
    }

    private static func leastSupervisedFLOPs(_ problem: PlanningProblem) -> Double {
        SupervisedSearch(problem).leastFLOPs(parameters: problem.student.parameters.lower)
    }

    private static func trainedAlone(_ problem: PlanningProblem) -> SupervisedPlan? {
        problem.support == .constrain ? SupervisedSearch.supported(problem) : SupervisedSearch(problem).plan
    }

    private static func supervisedLoss(_ problem: PlanningProblem) -> Double {
        trainedAlone(problem)?.studentLossNats ?? .infinity
    }

    /// The least budget at which `loss`, which falls with the budget, is `lossNats`; and the lowest loss of any budget.
    ///
    /// Well below the budget that reaches every bound the loss above its limit is close to a power of the budget, so
    /// its logarithm is what is solved for.
    private static func leastBudget(
        _ lossNats: Double, _ problem: PlanningProblem, from leastFLOPs: (PlanningProblem) -> Double,
        _ loss: (PlanningProblem) -> Double
    ) -> (budget: Double?, lowestLoss: Double) {
        let greatest = PlanningProblem.budgetDomain.upper
        let lowest = loss(problem.funded(greatest))
        guard lowest <= lossNats else { return (nil, lowest) }
        let least = max(leastFLOPs(problem), PlanningProblem.budgetDomain.lower)
        let atLeast = loss(problem.funded(least))
        guard atLeast > lossNats else { return (least, lowest) }
        // The limit itself may be the target, and rounding may take a loss beyond either end.
        func excess(_ loss: Double) -> Double {
            func height(_ loss: Double) -> Double { log(max(loss - lowest, .leastNormalMagnitude)) }
            return height(loss.clamped(to: lowest...atLeast)) - height(lossNats)
        }
        let logBudget = bracketedRoot(
            lower: (log(least), excess(atLeast)), upper: (log(greatest), excess(lowest)), tolerance: 1e-12
        ) { excess(loss(problem.funded(exp($0)))) }
        return (reaching(lossNats, problem, exp(logBudget), loss), lowest)
    }
}

extension Planner {
    /// `budgetFLOPs`, or a budget as little above it as reaches the loss for sure.
    ///
    /// Close to the least budget all of the teacher hangs on the last digits of the budget, and a root that is exact to
    /// 1e-12 may miss the loss.
    private static func reaching(
        _ lossNats: Double, _ problem: PlanningProblem, _ budgetFLOPs: Double, _ loss: (PlanningProblem) -> Double
    ) -> Double {
        var (budget, step) = (budgetFLOPs, 1e-13)
        while loss(problem.funded(budget)) > lossNats + 1e-12, step < 1e-6 {
            budget = budgetFLOPs * (1 + step)
            step *= 2
        }
        return budget
    }
}

extension PlanningProblem {
    /// The same question with a budget that is in its domain.
    fileprivate func funded(_ budgetFLOPs: Double) -> PlanningProblem {
        PlanningProblem(self, budgetFLOPs: budgetFLOPs.clamped(to: Self.budgetDomain.lower...Self.budgetDomain.upper))
    }

    /// The same question for one student in another scenario; nil where it does not say what that costs.
    fileprivate func under(_ scenario: Scenario) -> PlanningProblem? {
        if case .given(let teachers) = teacher, !teachers.allSatisfy({ $0.isPriced(under: scenario.weights) }) {
            return nil
        }
        return PlanningProblem(self, budgetFLOPs: budgetFLOPs, weights: scenario.weights, studentsSharingTeacher: 1)
    }
}
