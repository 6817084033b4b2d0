import Foundation
import ScalingLaws

/// The student's loss as a function of σ inside one piece of the support: ``LossCurve`` with a range of tokens that
/// moves with the teacher.
struct SupportedCurve: SearchCurve {
    private let problem: SizedProblem
    private let piece: SupportPiece
    private let chooser: TeacherChooser
    let range: ClosedRange<Double>

    private init(_ other: SupportedCurve, range: ClosedRange<Double>) {
        (problem, piece, chooser) = (other.problem, other.piece, other.chooser)
        self.range = range
    }

    /// The curve over all σ of a piece that the teachers have; nil where they have none.
    private init?(_ problem: SizedProblem, _ piece: SupportPiece) {
        self.problem = problem
        self.piece = piece
        chooser = TeacherChooser(
            problem.supervised, problem.cost, problem.weights, parameters: problem.teacherParameters,
            tokens: problem.teacherTokens)
        let law = problem.supervised
        func sigma(_ lossNats: Double) -> Double {
            log(max(lossNats - law.irreducibleLossNats, .leastNormalMagnitude)) / law.sumExponent
        }
        let (all, losses) = (chooser.sigmaRange, piece.teacherLossNats)
        let lower = max(all.lowerBound, sigma(losses.lowerBound))
        let upper = min(all.upperBound, sigma(losses.upperBound))
        // The ends of a piece of one L_T may be crossed by rounding.
        guard lower <= upper + 1e-12 else { return nil }
        range = min(lower, upper)...max(lower, upper)
    }

    /// The curves of a piece, one for each stretch of σ on which the budget pays for the least tokens of the runs.
    static func all(_ problem: SizedProblem, _ piece: SupportPiece) -> [SupportedCurve] {
        guard let whole = SupportedCurve(problem, piece) else { return [] }
        let (lower, width) = (whole.range.lowerBound, whole.range.upperBound - whole.range.lowerBound)
        let count = width > 0 ? Self.samples : 0
        let sigmas = (0...count).map { index in
            index == count ? whole.range.upperBound : lower + width * Double(index) / Double(count)
        }
        let margins = sigmas.map { whole.point($0, near: nil).margin }
        var stretches: [ClosedRange<Double>] = []
        var start = margins[0] >= 0 ? sigmas[0] : nil
        for index in sigmas.indices.dropFirst() where (margins[index] >= 0) != (margins[index - 1] >= 0) {
            let isEntered = margins[index] >= 0
            let edge = whole.edge(
                outside: isEntered ? sigmas[index - 1] : sigmas[index],
                inside: isEntered ? sigmas[index] : sigmas[index - 1])
            if let first = start { stretches.append(first...edge) }
            start = isEntered ? edge : nil
        }
        if let start { stretches.append(start...whole.range.upperBound) }
        return stretches.map { SupportedCurve(whole, range: $0) }
    }

    /// A stretch that is shorter than this share of a piece may be missed.
    private static let samples = 24

    /// The last σ from `inside` towards `outside` at which the budget pays for the least tokens.
    private func edge(outside: Double, inside: Double) -> Double {
        var (outside, inside) = (outside, inside)
        for _ in 0..<60 {
            let middle = outside + (inside - outside) / 2
            if point(middle, near: nil).margin >= 0 { inside = middle } else { outside = middle }
        }
        return inside
    }

    /// The curve at one σ.
    struct Point: SearchPoint {
        /// σ.
        let position: Double
        let choice: TeacherChooser.Choice
        /// L_T in nats per token.
        let teacherLoss: Double
        /// L_S − L_T in nats per token.
        let gap: Double
        let slope: Double
        /// log D_S less its least value in the support; negative where the budget does not pay for that.
        let margin: Double
        /// The greatest log D_S in the support, and the log D_S that the budget pays for without it.
        let logCap: Double
        let logAffordable: Double
        let reach: Double

        var loss: Double { teacherLoss + gap }
        var isCapped: Bool { logAffordable >= logCap }
    }

    func point(_ sigma: Double, near neighbour: Point?) -> Point {
        let law = problem.supervised
        let logTeacherLoss = law.logLoss(logReducibleSum: sigma)
        let teacherLoss = exp(logTeacherLoss)
        let teacherSlope = law.sumExponent * (teacherLoss - law.irreducibleLossNats) / teacherLoss
        let limits = limits(teacherLoss)
        let demand = SingleStudent(
            trainingFLOPsPerToken: problem.trainingFLOPsPerToken, cap: exp(limits.greatest))
        let choice = chooser.choice(
            sigma: sigma, budgetFLOPs: problem.trainingBudgetFLOPs, for: demand, near: neighbour?.choice.logit)
        let pretraining = choice.teacherFLOPs - choice.logitsFLOPsPerToken * choice.studentTokens
        let perToken = problem.trainingFLOPsPerToken + choice.logitsFLOPsPerToken
        let affordable = max((problem.trainingBudgetFLOPs - pretraining) / perToken, Domain.count.lower)
        let logTokens = min(log(affordable), limits.greatest)
        let isCapped = log(affordable) >= limits.greatest
        let capSlope =
            limits.greatest < log(problem.studentTokens.upper) ? piece.greatestSlope * teacherLoss * teacherSlope : 0
        let tokenSlope = isCapped ? capSlope : choice.savings / (choice.studentTokens * perToken)
        let gap = problem.student.gap(logTokens: logTokens, logTeacherLoss: logTeacherLoss)
        return Point(
            position: sigma, choice: choice, teacherLoss: teacherLoss, gap: gap.nats,
            slope: (teacherLoss + gap.nats * gap.slopeInLogTeacherLoss) * teacherSlope
                + gap.nats * gap.slopeInLogTokens * tokenSlope,
            margin: limits.least <= limits.greatest ? logTokens - limits.least : -.infinity,
            logCap: limits.greatest, logAffordable: log(affordable),
            reach: min(0.5, problem.student.transitionWidth / (4 * teacherSlope), 1 / abs(tokenSlope)))
    }

    /// The range of log D_S of the piece and of the question.
    private func limits(_ teacherLoss: Double) -> (least: Double, greatest: Double) {
        let inside = piece.logTokens(teacherLossNats: teacherLoss)
        let asked = problem.studentTokens.logarithms
        return (max(inside.least, asked.lowerBound), min(inside.greatest, asked.upperBound))
    }

    /// The allocation at a point, with the tokens of its finished teacher.
    func allocation(_ point: Point) -> Allocation {
        // Logarithms of counts reach 40, so their exponentials are exact to 40 times 2e-16.
        let parameters = problem.teacherParameters.settled(exp(point.choice.logParameters), 1e-11)
        let tokens = problem.teacherTokens.settled(exp(point.choice.logTokens), 1e-11)
        let sum = problem.supervised.logReducibleSum(logParameters: log(parameters), logTokens: log(tokens))
        let limits = limits(exp(problem.supervised.logLoss(logReducibleSum: sum)))
        func cost(_ studentTokens: Double, _ teacherTokens: Double) -> Double {
            problem.compute(
                studentTokens: studentTokens, teacherParameters: parameters, teacherTokens: teacherTokens
            ).training
        }
        let affordable = (problem.trainingBudgetFLOPs - cost(0, tokens)) / cost(1, 0)
        let studentTokens = min(affordable, exp(limits.greatest))
            .clamped(to: problem.studentTokens.lower...problem.studentTokens.upper)
        return Allocation(
            .init(studentTokens: studentTokens, teacherParameters: parameters, teacherTokens: tokens), of: problem)
    }

    /// The slope that is left at a minimum, in nats for an e-fold of e^σ; at an end of the stretch, or where the runs
    /// begin to hold the tokens, what points out of it is none.
    func residual(_ point: Point) -> Double {
        if point.position <= range.lowerBound { return max(0, -point.slope) }
        if point.position >= range.upperBound { return max(0, point.slope) }
        return abs(point.logAffordable - point.logCap) < 1e-9 ? 0 : abs(point.slope)
    }

    /// The gap falls with L_T and with D_S, and D_S is nowhere above the cap's higher end or what the weaker teacher
    /// leaves.
    func mayFall(below loss: Double, _ left: Point, _ right: Point) -> Bool {
        let logTokens = min(right.logAffordable, max(left.logCap, right.logCap))
        let gap = problem.student.gap(logTokens: logTokens, logTeacherLoss: log(right.teacherLoss))
        return left.teacherLoss + gap.nats < loss
    }

    func mayFall(below loss: Double, beyond point: Point) -> Bool { point.teacherLoss < loss }

    func isShort(_ left: Point, _ right: Point) -> Bool {
        right.position - left.position <= min(left.reach, right.reach)
    }

    func hasKink(_ left: Point, _ right: Point) -> Bool { left.isCapped != right.isCapped }

    var start: Double { range.lowerBound }
    var firstStep: Double { step(intervals: 6) }
    let stepGrowth = 1.0

    let tolerance = 1e-13
}
