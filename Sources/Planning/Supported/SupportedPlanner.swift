import Foundation
import ScalingLaws

extension Planner {
    /// The best plan inside the runs behind the law, with what it loses to the best plan anywhere.
    ///
    /// - Throws: ``PlanningError/outsideSupport(leastBudgetFLOPs:)`` where there is none.
    static func planWithinSupport(_ problem: PlanningProblem) throws(PlanningError) -> Plan {
        let searches = SupportedSearch.all(problem)
        var rest = searches.makeIterator()
        let menu = menu(problem, TeacherSearch.all(problem)) { _ in rest.next()?.best() }
        let distillation = menu.first?.plan ?? (menu.isEmpty ? searches.first?.best().map { plan(problem, $0) } : nil)
        let supervised = SupervisedSearch.supported(problem)
        guard distillation != nil || (searches.isEmpty && supervised != nil) else {
            throw .outsideSupport(leastBudgetFLOPs: leastSupportedFLOPs(problem))
        }
        let anywhere = try plan(PlanningProblem(problem, support: .ignore))
        return Plan(
            problem: problem, distillation: distillation, supervised: supervised, menu: menu,
            warnings: warnings(problem, distillation, supervised),
            supportCost: SupportCost(
                distillationNats: difference(distillation?.studentLossNats, anywhere.distillation?.studentLossNats),
                supervisedNats: difference(supervised?.studentLossNats, anywhere.supervised?.studentLossNats)))
    }

    private static func difference(_ inside: Double?, _ anywhere: Double?) -> Double? {
        inside.flatMap { inside in anywhere.map { max(0, inside - $0) } }
    }

    /// The least budget with a plan inside the runs, found by halving in its logarithm; nil where no budget has one.
    private static func leastSupportedFLOPs(_ problem: PlanningProblem) -> Double? {
        func isPossible(_ budget: Double) -> Bool {
            let funded = PlanningProblem(problem, budgetFLOPs: budget)
            return problem.law.distillation == nil
                ? SupervisedSearch.supported(funded) != nil
                : SupportedSearch.all(funded).contains { $0.best() != nil }
        }
        var (lower, upper) = (problem.budgetFLOPs, PlanningProblem.budgetDomain.upper)
        guard isPossible(upper) else { return nil }
        while upper > lower * (1 + 1e-9) {
            let middle = (lower.squareRoot() * upper.squareRoot())
            if isPossible(middle) { upper = middle } else { lower = middle }
        }
        return upper
    }
}
