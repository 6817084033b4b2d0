import Foundation
import ScalingLaws

/// The student's loss as a function of σ, the one number through which a teacher acts (``TeacherChooser``).
///
/// What is left of the planning problem once the cheapest teacher of every σ is known: a smooth function of one
/// variable, but for a kink where D_S reaches its cap, and not a convex one.
struct LossCurve: SearchCurve {
    private let chooser: TeacherChooser
    private let supervised: SupervisedLaw
    private let student: FixedStudent
    private let budgetFLOPs: Double
    private let leastTokens: Double
    private let demand: SingleStudent
    private let transitionWidth: Double
    /// The σ that have a plan within the budget and the bounds.
    let range: ClosedRange<Double>

    /// The curve of a problem that has a plan.
    init(_ problem: SizedProblem) {
        chooser = TeacherChooser(
            problem.supervised, problem.cost, problem.weights, parameters: problem.teacherParameters,
            tokens: problem.teacherTokens)
        supervised = problem.supervised
        student = problem.student
        budgetFLOPs = problem.trainingBudgetFLOPs
        leastTokens = problem.studentTokens.lower
        demand = SingleStudent(
            trainingFLOPsPerToken: problem.trainingFLOPsPerToken, cap: problem.studentTokens.upper)
        transitionWidth = problem.student.transitionWidth
        let least = problem.studentTokens.lower
        range = chooser.affordable(
            FLOPs: problem.trainingBudgetFLOPs - problem.trainingFLOPsPerToken * least, tokens: least)
    }

    /// The curve at one σ.
    struct Point: SearchPoint {
        /// σ.
        let position: Double
        /// The teacher and the student's tokens.
        let choice: TeacherChooser.Choice
        /// L_T in nats per token.
        let teacherLoss: Double
        /// L_S − L_T in nats per token.
        let gap: Double
        /// dL_S/dσ.
        let slope: Double
        /// d log D_S / dσ.
        let tokenSlope: Double
        /// Whether D_S is at its cap, which makes a kink where it begins.
        let isCapped: Bool
        /// How far σ can move before the law's transition or the student's tokens change much.
        let reach: Double

        /// L_S in nats per token.
        var loss: Double { teacherLoss + gap }

        /// Where the v of ``TeacherChooser`` is about at a σ nearby.
        func logit(at sigma: Double) -> Double { choice.logit(after: sigma - position, tokenSlope: tokenSlope) }
    }

    /// Evaluates the laws once; `sigma` must be in ``range``.
    func point(_ sigma: Double, near neighbour: Point?) -> Point {
        let choice = chooser.choice(
            sigma: sigma, budgetFLOPs: budgetFLOPs, for: demand, near: neighbour?.logit(at: sigma))
        let logTeacherLoss = supervised.logLoss(logReducibleSum: sigma)
        let teacherLoss = exp(logTeacherLoss)
        let teacherSlope =
            supervised.sumExponent * (teacherLoss - supervised.irreducibleLossNats) / teacherLoss
        // At the edge of what is affordable rounding may leave fewer tokens than the least, or none.
        let studentTokens = max(choice.studentTokens, leastTokens)
        let isCapped = studentTokens >= demand.cap
        let perToken = demand.trainingFLOPsPerToken + choice.logitsFLOPsPerToken
        // d log D_S / dσ along the best teachers.
        let tokenSlope = isCapped ? 0 : choice.savings / (choice.studentTokens * perToken)
        let gap = student.gap(logTokens: log(studentTokens), logTeacherLoss: logTeacherLoss)
        return Point(
            position: sigma, choice: choice, teacherLoss: teacherLoss, gap: gap.nats,
            slope: (teacherLoss + gap.nats * gap.slopeInLogTeacherLoss) * teacherSlope
                + gap.nats * gap.slopeInLogTokens * tokenSlope,
            tokenSlope: tokenSlope, isCapped: isCapped,
            reach: min(0.5, transitionWidth / (4 * teacherSlope), 1 / tokenSlope))
    }

    /// No loss between two neighbours is below this: L_S > L_T, and L_T rises with σ; the gap L_S − L_T falls with σ,
    /// because both of the things that lower it, a weaker teacher and more tokens, come with a larger σ.
    func mayFall(below loss: Double, _ left: Point, _ right: Point) -> Bool { left.teacherLoss + right.gap < loss }

    /// Beyond a teacher there are only worse ones.
    func lowerBound(beyond point: Point) -> Double { point.teacherLoss }

    func isShort(_ left: Point, _ right: Point) -> Bool {
        right.position - left.position <= min(left.reach, right.reach)
    }

    /// The cap on D_S makes a kink where it begins.
    func hasKink(_ left: Point, _ right: Point) -> Bool { left.isCapped != right.isCapped }

    /// Enough to find a good first bound; halving does the rest.
    let firstIntervals = 12

    /// The slope near a minimum is at most a few nats for a unit of σ squared, so 1e-13 leaves no loss to gain.
    let tolerance = 1e-13
}
