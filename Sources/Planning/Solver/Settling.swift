import Foundation
import ScalingLaws

extension Allocation {
    /// The allocation of a teacher that the search chose, with what only rounding keeps from a bound put on it.
    ///
    /// Where one term is a small part of e^σ, σ tells its variable to fewer digits than a Double has, and an
    /// optimum at a bound or a kink is found next to it. So the allocation is finished twice, with rounding alone
    /// and with more forgiven, and the one that fulfils the conditions of an optimum better stays.
    static func settled(_ choice: TeacherChooser.Choice, _ problem: SizedProblem) -> Allocation {
        // Logarithms of counts reach 40, so their exponentials are exact to 40 times 2e-16.
        let exactCounts = finished(choice, problem, tolerance: 1e-11)
        let forgivingCounts = finished(choice, problem, tolerance: 1e-7)
        let exact = Allocation(exactCounts, of: problem)
        if forgivingCounts == exactCounts { return exact }
        let forgiving = Allocation(forgivingCounts, of: problem)
        if max(exact.budgetResidual, forgiving.budgetResidual) > Self.rounding {
            return forgiving.budgetResidual < exact.budgetResidual ? forgiving : exact
        }
        return forgiving.stationarityResidual < exact.stationarityResidual ? forgiving : exact
    }

    /// What the sum of three products, one of them just solved for, may exceed the budget by.
    private static let rounding = 1e-13

    private static func finished(
        _ choice: TeacherChooser.Choice, _ problem: SizedProblem, tolerance: Double
    ) -> Counts {
        var parameters = problem.teacherParameters.settled(exp(choice.logParameters), tolerance)
        var tokens = problem.teacherTokens.settled(exp(choice.logTokens), tolerance)
        let forward = problem.cost.forwardFLOPsPerToken(parameters: parameters)
        func compute(_ studentTokens: Double, _ teacherTokens: Double) -> ComputeSplit {
            problem.compute(studentTokens: studentTokens, teacherForward: forward, teacherTokens: teacherTokens)
        }
        let affordable = (problem.trainingBudgetFLOPs - compute(0, tokens).training) / compute(1, 0).training
        // Where a teacher takes nearly all, the rounding of its logarithms is many tokens: all that may be had are had.
        let mostTokens = problem.studentTokens.upper
        let rounding = 64 * .ulpOfOne * problem.trainingBudgetFLOPs / compute(1, 0).training
        let studentTokens =
            affordable + rounding >= mostTokens
            ? mostTokens : problem.studentTokens.settled(affordable, tolerance)
        let spent = compute(studentTokens, tokens)
        let (ofTokens, ofTeacher) = (spent.teacherPretraining, spent.teacherLogits + spent.teacherPretraining)
        // In this order the difference keeps its digits where the teacher is a small part of the budget.
        let rest = problem.trainingBudgetFLOPs - spent.studentTraining - ofTeacher
        // With D_S put on its bound, what is free of the teacher takes up the difference, where that is rounding of
        // its own cost too.
        let isMoved = studentTokens != affordable
        if isMoved, ofTokens > 0, abs(rest) <= tolerance * ofTokens, !problem.teacherTokens.isEnd(tokens) {
            tokens = problem.teacherTokens.settled(tokens + rest / compute(0, 1).training, 0)
        } else if isMoved, ofTeacher > 0, abs(rest) <= tolerance * ofTeacher,
            !problem.teacherParameters.isEnd(parameters)
        {
            let slope = problem.cost.forward(logParameters: log(parameters)).slope
            parameters = problem.teacherParameters.settled(parameters * (1 + rest / (slope * ofTeacher)), 0)
        }
        return Counts(studentTokens: studentTokens, teacherParameters: parameters, teacherTokens: tokens)
    }
}

extension Bounds {
    /// `value` inside the bounds, and at a bound that is nearer than the share `tolerance` of it.
    func settled(_ value: Double, _ tolerance: Double) -> Double {
        if value <= lower * (1 + tolerance) { return lower }
        if value >= upper * (1 - tolerance) { return upper }
        return value
    }

    fileprivate func isEnd(_ value: Double) -> Bool { value == lower || value == upper }
}
