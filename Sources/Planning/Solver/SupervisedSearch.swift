import Foundation
import ScalingLaws

/// The best student that the budget trains on data alone.
///
/// With the budget spent on F(N) (3 D + T), T the tokens to serve, the loss is a function of log N. It is convex in
/// the sense that matters: the problem is a geometric program in log N and log D, also where repeated tokens are worth
/// less, so its slope changes sign once.
struct SupervisedSearch {
    private let problem: PlanningProblem
    /// Where the student must be, if it must.
    private let region: SupportRegion?

    init(_ problem: PlanningProblem, within region: SupportRegion? = nil) {
        self.problem = problem
        self.region = region
    }

    /// The optimum inside the runs behind the law of a problem; nil where there is none.
    static func supported(_ problem: PlanningProblem) -> SupervisedPlan? {
        let region = SupportRegion(problem.law.support)
        guard let sizes = region.limited(problem.student.parameters, .studentParameters),
            region.limited(problem.student.tokens, .studentTokens) != nil
        else { return nil }
        let limited = PlanningProblem(problem, student: StudentLimits(problem.student, parameters: sizes))
        let search = SupervisedSearch(limited, within: region)
        guard limited.budgetPays(search.leastFLOPs(parameters: sizes.lower)) else { return nil }
        let plan = search.plan
        // A fixed number of tokens may be outside for every size that is left.
        return search.tokenBounds(plan.studentParameters).contains(plan.studentTokens) ? plan : nil
    }

    /// The optimum of a problem that has one.
    var plan: SupervisedPlan {
        let bounds = problem.student.parameters
        if bounds.isFixed { return plan(parameters: bounds.lower, sizeBound: nil) }
        let range = problem.affordableLogSizes(leastFLOPs)
        func slope(_ logSize: Double) -> Double { self.slope(parameters: problem.studentParameters(at: logSize)) }
        let ends = (lower: slope(range.lowerBound), upper: slope(range.upperBound))
        if ends.lower >= 0 {
            return plan(parameters: bounds.lower, sizeBound: bound(.lower, bounds.lower, isActive: ends.lower > 0))
        }
        let largest = problem.studentParameters(at: range.upperBound)
        if ends.upper <= 0 {
            return plan(parameters: largest, sizeBound: bound(.upper, largest, isActive: largest == bounds.upper))
        }
        let logSize = bracketedRoot(
            lower: (range.lowerBound, ends.lower), upper: (range.upperBound, ends.upper), tolerance: 1e-13, slope)
        return plan(parameters: problem.studentParameters(at: logSize), sizeBound: nil)
    }

    /// What the least tokens cost a student of `parameters`, in FLOPs.
    func leastFLOPs(parameters: Double) -> Double {
        problem.cost.forwardFLOPsPerToken(parameters: parameters)
            * (3 * tokenBounds(parameters).lowerBound + problem.student.servingTokens)
    }

    private func bound(_ end: ActiveBound.End, _ value: Double, isActive: Bool) -> ActiveBound? {
        isActive ? ActiveBound(variable: .studentParameters, end: end, value: value) : nil
    }

    /// The tokens that a student of `parameters` may have.
    private func tokenBounds(_ parameters: Double) -> ClosedRange<Double> {
        let asked = problem.student.tokens
        guard let inside = region?.tokenRange(studentParameters: parameters) else { return asked.lower...asked.upper }
        let lower = max(asked.lower, exp(inside.lower))
        return lower...max(lower, min(asked.upper, exp(inside.upper)))
    }

    /// The tokens that the budget buys a student of `parameters`, before and after the bounds on them.
    private func tokens(_ parameters: Double, _ forwardFLOPs: Double) -> (affordable: Double, spent: Double) {
        let affordable = (problem.budgetFLOPs - forwardFLOPs * problem.student.servingTokens) / (3 * forwardFLOPs)
        return (affordable, affordable.clamped(to: tokenBounds(parameters)))
    }

    /// d log(A/N^α + B/D^β) / d log N along the budget.
    private func slope(parameters: Double) -> Double {
        let law = problem.law.supervised
        let forward = problem.cost.forward(parameters: parameters)
        let (affordable, spent) = tokens(parameters, forward.flops)
        let (logTokens, worth) =
            problem.student.repetition?.effective(logTokens: log(spent)) ?? (log(spent), 1)
        let parameterTerm = exp(law.logWeights.parameters - law.parameterExponent * log(parameters))
        let tokenTerm = exp(law.logWeights.tokens - law.tokenExponent * logTokens)
        let isCapped = affordable > tokenBounds(parameters).upperBound
        let tokenSlope =
            isCapped ? capSlope(parameters) : -forward.slope * problem.budgetFLOPs / (3 * forward.flops * spent)
        return -(law.parameterExponent * parameterTerm + law.tokenExponent * tokenTerm * worth * tokenSlope)
            / (parameterTerm + tokenTerm)
    }

    /// d log D / d log N along the greatest tokens: with the tokens of the runs for each parameter, D grows as N does.
    private func capSlope(_ parameters: Double) -> Double {
        let (here, there) = (tokenBounds(parameters), tokenBounds(parameters * (1 + 1e-9)))
        return there.upperBound > here.upperBound ? 1 : 0
    }

    private func plan(parameters: Double, sizeBound: ActiveBound?) -> SupervisedPlan {
        let forward = problem.cost.forwardFLOPsPerToken(parameters: parameters)
        let (affordable, spent) = tokens(parameters, forward)
        let serving = forward * problem.student.servingTokens
        let student = SupervisedStudent(parameters: parameters, problem)
        return SupervisedPlan(
            studentParameters: parameters, studentTokens: spent,
            studentLossNats: student.loss(logTokens: log(spent)).nats,
            compute: ComputeSplit(
                studentTraining: min(3 * forward * spent, problem.budgetFLOPs - serving), teacherLogits: 0,
                teacherPretraining: 0, serving: serving),
            isAtTokenLimit: affordable > tokenBounds(parameters).upperBound, activeSizeBound: sizeBound)
    }
}
