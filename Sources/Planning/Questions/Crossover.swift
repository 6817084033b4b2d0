import Foundation
import ScalingLaws

/// Where distilling and supervised training change places as the budget grows, for one student in one scenario.
public struct Crossover: Hashable, Sendable {
    /// The question, whose budget counts for nothing.
    public let problem: PlanningProblem
    /// The least and the greatest budget that were looked at, in FLOPs.
    public let budgetsFLOPs: ClosedRange<Double>
    /// Every change within the range, by budget.
    public let changes: [Change]
    /// Whether distilling is the better one at the least budget.
    public let startsWithDistilling: Bool

    /// A budget at which the better way changes.
    public struct Change: Hashable, Sendable {
        /// The budget in FLOPs.
        public let budgetFLOPs: Double
        /// The better way beyond it.
        public let better: Recommendation
        /// Both plans there.
        public let plan: Plan
    }

    /// From which budget on supervised training is the better one to the end of the range: the one at which it catches
    /// up; nil where it does not, or is ahead from the start.
    public var catchesUp: Change? {
        guard let last = changes.last, last.better == .supervised else { return nil }
        return last
    }

    /// How much better the supervised student may be said to be while it is only as good, in nats per token.
    ///
    /// Best-case distilling approaches supervised training from below and hardly crosses it, so the paper's claims on
    /// when supervised catches up are to within a ten-thousandth of a nat.
    public static let toleranceNats = 1e-4

    /// Points for each factor of ten of the budget at which both are compared first.
    public static let pointsPerDecade = 8.0
}

extension Planner {
    /// Where the two ways change places for the question `problem`, whose budget counts for nothing.
    ///
    /// Distilling counts as better where its student's loss is lower by more than `toleranceNats`. Two changes within an
    /// eighth of a decade of each other may be missed. Budgets that pay for nothing are passed over: the range begins
    /// at the least that does.
    ///
    /// - Throws: ``PlanningError`` where not even the greatest budget pays for the least that the bounds allow.
    public static func crossover(
        _ problem: PlanningProblem, budgetsFLOPs: ClosedRange<Double>, toleranceNats: Double = Crossover.toleranceNats
    ) throws(PlanningError) -> Crossover {
        let least = leastBudgetFLOPs(problem)
        guard least <= budgetsFLOPs.upperBound else { throw .budgetTooSmall(leastBudgetFLOPs: least) }
        let range = max(budgetsFLOPs.lowerBound, least)...budgetsFLOPs.upperBound
        func advantage(_ logBudget: Double) -> Double {
            let funded = PlanningProblem(
                problem, budgetFLOPs: exp(logBudget).clamped(to: range.lowerBound...range.upperBound))
            return SupervisedSearch(funded).plan.studentLossNats - distilledLoss(funded) - toleranceNats
        }
        let logs = logGrid(range)
        let values = logs.map(advantage)
        var changes: [Crossover.Change] = []
        for index in logs.indices.dropLast() where (values[index] > 0) != (values[index + 1] > 0) {
            let root = bracketedRoot(
                lower: (logs[index], values[index]), upper: (logs[index + 1], values[index + 1]), tolerance: 1e-9,
                advantage)
            let budget = exp(root).clamped(to: range.lowerBound...range.upperBound)
            changes.append(
                Crossover.Change(
                    budgetFLOPs: budget, better: values[index + 1] > 0 ? .distill : .supervised,
                    plan: try plan(PlanningProblem(problem, budgetFLOPs: budget))))
        }
        return Crossover(
            problem: problem, budgetsFLOPs: range, changes: changes, startsWithDistilling: (values.first ?? 0) > 0)
    }

    /// The least number of equal students that share the teacher for which distilling gives each a lower loss than
    /// supervised training does, with the budget of `problem` for each; nil where no number does.
    ///
    /// - Throws: ``PlanningError`` where the budget does not pay for the least that the bounds allow.
    public static func studentsForTeacherToPay(_ problem: PlanningProblem) throws(PlanningError) -> Int? {
        let alone = SupervisedSearch(problem).plan.studentLossNats
        func pays(_ students: Int) -> Bool {
            distilledLoss(PlanningProblem(problem, studentsSharingTeacher: students)) < alone
        }
        let most = Int(PlanningProblem.sharingDomain.upper)
        let least = leastBudgetFLOPs(PlanningProblem(problem, studentsSharingTeacher: most))
        guard problem.budgetPays(least) else { throw .budgetTooSmall(leastBudgetFLOPs: least) }
        guard pays(most) else { return nil }
        var (tooFew, enough) = (0, 1)
        while !pays(enough) { (tooFew, enough) = (enough, min(2 * enough, most)) }
        while enough - tooFew > 1 {
            let middle = tooFew + (enough - tooFew) / 2
            if pays(middle) { enough = middle } else { tooFew = middle }
        }
        return enough
    }

    private static func logGrid(_ range: ClosedRange<Double>) -> [Double] {
        let (lower, upper) = (log(range.lowerBound), log(range.upperBound))
        let count = max(1, Int(((upper - lower) / log(10) * Crossover.pointsPerDecade).rounded(.up)))
        return (0...count).map { $0 == count ? upper : lower + (upper - lower) * Double($0) / Double(count) }
    }
}
