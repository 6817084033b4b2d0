import Foundation
import Planning
import ScalingLaws
import TestSupport

/// The planner's problem solved by looking everywhere: equation 9 and the laws' public functions, and no calculus.
struct DenseScan {
    let problem: PlanningProblem

    /// The least loss of any teacher on a grid of `count` squared, after zooming into the best of its cells.
    func leastLoss(count: Int = 120) throws -> Double {
        let whole = (problem.teacherParameters.logRange, problem.teacherTokens.logRange)
        var cells = try grid(whole.0, whole.1, count).sorted { $0.loss < $1.loss }.prefix(12).map { $0 }
        var width = (whole.0.width / Double(count - 1), whole.1.width / Double(count - 1))
        for _ in 0..<6 {
            cells = try cells.map { cell in
                let parameters = (cell.logParameters - width.0...cell.logParameters + width.0).clamped(to: whole.0)
                let tokens = (cell.logTokens - width.1...cell.logTokens + width.1).clamped(to: whole.1)
                return try grid(parameters, tokens, 11).min { $0.loss < $1.loss }.unwrapped()
            }
            width = (width.0 / 5, width.1 / 5)
        }
        return cells.map(\.loss).min() ?? .infinity
    }

    private struct Cell {
        let logParameters, logTokens, loss: Double
    }

    private func grid(_ parameters: ClosedRange<Double>, _ tokens: ClosedRange<Double>, _ count: Int) throws -> [Cell] {
        try parameters.points(count).flatMap { logParameters in
            try tokens.points(count).map { logTokens in
                Cell(
                    logParameters: logParameters, logTokens: logTokens,
                    loss: try loss(parameters: exp(logParameters), tokens: exp(logTokens)))
            }
        }
    }

    /// The student's loss with this teacher and all the tokens that the rest of the budget buys.
    private func loss(parameters: Double, tokens: Double) throws -> Double {
        let (cost, law, weights) = (problem.cost, problem.law, problem.weights)
        let inside = (
            parameters: problem.teacherParameters.nearest(parameters), tokens: problem.teacherTokens.nearest(tokens)
        )
        let forward = cost.forwardFLOPsPerToken(parameters: inside.parameters)
        let left = problem.budgetFLOPs - weights.teacherPretraining * 3 * forward * inside.tokens
        let perToken =
            3 * cost.forwardFLOPsPerToken(parameters: problem.studentParameters) + weights.teacherLogits * forward
        let studentTokens = min(left / perToken, problem.studentTokens.upper)
        let teacherLoss = try law.supervised.lossNats(parameters: inside.parameters, tokens: inside.tokens)
        // Teachers beyond the distillation law's domain are no plans.
        guard studentTokens >= problem.studentTokens.lower, teacherLoss <= 30 else { return .infinity }
        return try law.distillation.unwrapped().studentLossNats(
            studentParameters: problem.studentParameters, studentTokens: studentTokens,
            teacherLossNats: teacherLoss, supervised: law.supervised)
    }
}

extension Bounds {
    var logRange: ClosedRange<Double> { log(lower)...log(upper) }

    func nearest(_ value: Double) -> Double { min(max(value, lower), upper) }
}

extension ClosedRange<Double> {
    var width: Double { upperBound - lowerBound }

    func points(_ count: Int) -> [Double] {
        width == 0 ? [lowerBound] : (0..<count).map { lowerBound + width * Double($0) / Double(count - 1) }
    }
}
