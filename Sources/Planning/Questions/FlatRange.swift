import Foundation
public import ScalingLaws

/// How far one variable of a plan can be moved before its student becomes noticeably worse.
public struct FlatRange: Hashable, Sendable {
    /// The variable.
    public let variable: ActiveBound.Variable
    /// Its least value, in parameters or tokens, with which some allocation within budget and bounds is as good.
    public let lower: Double
    /// Its greatest such value.
    public let upper: Double

    /// By how much a range is asked for where nothing else is said, in nats per token: a tenth of what tells two runs
    /// of one recipe apart.
    public static let defaultToleranceNats = 0.001

    /// Tolerances that can be asked for, in nats per token.
    public static let toleranceDomain = Domain(1e-6, 1)
}

extension Planner {
    /// The range around the optimum of each free variable of `plan` within which the student loses at most
    /// `toleranceNats`, in `FlatRange.toleranceDomain`, where everything else that is free is chosen anew.
    ///
    /// Empty where there is nothing to distil.
    public static func flatRanges(of plan: Plan, within toleranceNats: Double) -> [FlatRange] {
        precondition(FlatRange.toleranceDomain.contains(toleranceNats), "the tolerance must be in its domain")
        guard let best = plan.distillation else { return [] }
        return plan.problem.freeVariables(best).map { variable, value, bounds in
            let profile = Profile(
                problem: plan.problem, variable: variable, center: log(value),
                limit: best.studentLossNats + toleranceNats)
            return FlatRange(
                variable: variable, lower: profile.end(towards: bounds.lower), upper: profile.end(towards: bounds.upper)
            )
        }
    }
}

/// The least loss as a function of one variable, everything else being chosen for it.
private struct Profile {
    let problem: PlanningProblem
    let variable: ActiveBound.Variable
    /// The logarithm of the optimum.
    let center: Double
    /// The loss in nats per token that the range must keep to.
    let limit: Double

    /// The last value on the way from the optimum to `bound` that keeps to the limit.
    func end(towards bound: Double) -> Double {
        let last = log(bound)
        var inside = center
        var step = 0.05
        while inside != last {
            let next = last < center ? max(last, inside - step) : min(last, inside + step)
            let excess = excess(next)
            if excess > 0 {
                let root = bracketedRoot(
                    lower: (inside, min(self.excess(inside), 0)), upper: (next, excess), tolerance: 1e-6, self.excess)
                return exp(root)
            }
            inside = next
            step *= 2
        }
        return bound
    }

    /// Nats above the limit; one where the budget pays for nothing.
    private func excess(_ logValue: Double) -> Double {
        guard let fixed = problem.fixing(variable, at: exp(logValue).clamped(to: 1e6...1e17)) else { return 1 }
        return min(Planner.distilledLoss(fixed) - limit, 1)
    }
}

extension PlanningProblem {
    /// The variables that the planner chose, with what it chose and from what.
    fileprivate func freeVariables(
        _ plan: DistillationPlan
    ) -> [(variable: ActiveBound.Variable, value: Double, bounds: Bounds)] {
        var all: [(ActiveBound.Variable, Double, Bounds)] = [
            (.studentParameters, plan.studentParameters, student.parameters),
            (.studentTokens, plan.studentTokens, student.tokens),
        ]
        if case .trained(let parameters, let tokens) = teacher, let size = plan.teacher.parameters,
            let count = plan.teacher.tokens
        {
            all += [(.teacherParameters, size, parameters), (.teacherTokens, count, tokens)]
        }
        return all.filter { !$0.2.isFixed }
    }

    /// The same question with one variable at `value`; nil where that is no count.
    fileprivate func fixing(_ variable: ActiveBound.Variable, at value: Double) -> PlanningProblem? {
        guard let bounds = try? Bounds.fixed(value) else { return nil }
        var (teacher, parameters, tokens) = (teacher, student.parameters, student.tokens)
        switch (variable, teacher) {
        case (.studentParameters, _): parameters = bounds
        case (.studentTokens, _): tokens = bounds
        case (.teacherParameters, .trained(_, let tokens)): teacher = .trained(parameters: bounds, tokens: tokens)
        case (.teacherTokens, .trained(let parameters, _)): teacher = .trained(parameters: parameters, tokens: bounds)
        case (_, .given): break
        }
        return PlanningProblem(
            self, student: StudentLimits(student, parameters: parameters, tokens: tokens), teacher: teacher)
    }
}
