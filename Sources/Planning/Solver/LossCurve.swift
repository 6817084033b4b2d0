import Foundation
import ScalingLaws

/// The student's loss as a function of σ, the one number through which a teacher acts (``TeacherChooser``).
///
/// What is left of the planning problem once the cheapest teacher of every σ is known: a smooth function of one
/// variable, but for a kink where D_S reaches its cap, and not a convex one.
struct LossCurve: SearchCurve {
    private let chooser: TeacherChooser
    private let supervised: SupervisedLaw
    let student: FixedStudent
    private let budgetFLOPs: Double
    private let leastTokens: Double
    private let demand: SingleStudent
    private let servingFLOPs: Double
    private let costSlope: Double
    private let transitionWidth: Double
    /// The σ that have a plan within the budget and the bounds.
    private(set) var range: ClosedRange<Double>
    private(set) var start: Double
    /// The log L_T of the best teacher that the budget affords.
    private var leastLogTeacherLoss: Double

    /// The curve of a problem that has a plan; `sigma` is where its minimum may be, and changes the work alone.
    init(_ problem: SizedProblem, _ chooser: TeacherChooser, near sigma: Double? = nil) {
        self.init(problem, chooser, anyOf: chooser.sigmaRange)
        let most = (budgetFLOPs / demand.trainingFLOPsPerToken).clamped(to: leastTokens...demand.cap)
        let guess =
            sigma?.clamped(to: chooser.sigmaRange)
            ?? supervised.sigma(
                logLoss: student.promisingLogTeacherLoss(logTokens: log(most)), within: chooser.sigmaRange)
        range = chooser.affordable(
            FLOPs: budgetFLOPs - demand.trainingFLOPsPerToken * leastTokens, tokens: leastTokens, near: guess)
        // A teacher that costs all of the budget leaves nothing for its student.
        let margin = sigma == nil ? Self.marginOfTeachers : 0
        start = min(max(guess, range.lowerBound + margin), range.upperBound)
        leastLogTeacherLoss = supervised.logLoss(logReducibleSum: range.lowerBound)
    }

    /// The curve over all of `range`, of which the student has less than its least tokens where that is not affordable.
    init(_ problem: SizedProblem, _ chooser: TeacherChooser, anyOf range: ClosedRange<Double>) {
        self.chooser = chooser
        self.range = range
        start = range.upperBound
        leastLogTeacherLoss = -.infinity
        servingFLOPs = problem.servingFLOPs
        costSlope = problem.studentForward.slope
        supervised = problem.supervised
        student = problem.student
        budgetFLOPs = problem.trainingBudgetFLOPs
        leastTokens = problem.studentTokens.lower
        demand = SingleStudent(
            trainingFLOPsPerToken: problem.trainingFLOPsPerToken, cap: problem.studentTokens.upper)
        transitionWidth = problem.student.transitionWidth
    }

    /// The best teacher that the budget affords.
    var bestTeacher: SizeBound.BestTeacher {
        SizeBound.BestTeacher(sigma: range.lowerBound, logLoss: leastLogTeacherLoss)
    }

    /// The curve at one σ.
    struct Point: SearchPoint {
        /// σ.
        let position: Double
        /// The teacher and the student's tokens.
        let choice: TeacherChooser.Choice
        /// What is known of the curve there.
        let end: LossBound.End
        /// Whether D_S is at its cap, which makes a kink where it begins.
        let isCapped: Bool
        /// How far σ can move before the law's transition or the student's tokens change much.
        let reach: Double

        /// L_S in nats per token.
        var loss: Double { end.teacherLoss.value + end.gap.nats }

        /// dL_S/dσ.
        var slope: Double {
            end.teacherLoss.slope
                + end.gap.nats
                * (end.gap.slopeInLogTeacherLoss * end.logTeacherLoss.slope
                    + end.gap.slopeInLogTokens * end.logTokens.slope)
        }

        /// Where the v of ``TeacherChooser`` is about at a σ nearby.
        func logit(at sigma: Double) -> Double {
            choice.logit(after: sigma - position, tokenSlope: end.logTokens.slope)
        }
    }

    /// How far from the edge of the budget optima lie that are near it: where pretraining is paid, at 0.1 to 0.4.
    private static let marginOfTeachers = 0.2

    /// Evaluates the laws once; `sigma` must be in ``range``.
    func point(_ sigma: Double, near neighbour: Point?) -> Point {
        let choice = chooser.choice(
            sigma: sigma, budgetFLOPs: budgetFLOPs, for: demand, near: neighbour?.logit(at: sigma))
        let reducibleLoss = exp(supervised.sumExponent * sigma)
        let teacherLoss = LossBound.Line(
            value: supervised.irreducibleLossNats + reducibleLoss, slope: supervised.sumExponent * reducibleLoss)
        let logTeacherLoss = LossBound.Line(
            value: log(teacherLoss.value), slope: teacherLoss.slope / teacherLoss.value)
        // At the edge of what is affordable rounding may leave fewer tokens than the least, or none.
        let studentTokens = max(choice.studentTokens, leastTokens)
        let isCapped = studentTokens >= demand.cap
        let perToken = demand.trainingFLOPsPerToken + choice.logitsFLOPsPerToken
        let logTokens = LossBound.Line(
            value: log(studentTokens), slope: isCapped ? 0 : choice.savings / (studentTokens * perToken))
        return Point(
            position: sigma, choice: choice,
            end: LossBound.End(
                sigma: sigma, teacherLoss: teacherLoss, logTeacherLoss: logTeacherLoss,
                gap: student.gap(logTokens: logTokens.value, logTeacherLoss: logTeacherLoss.value),
                logTokens: logTokens,
                tokensPerSize: isCapped
                    ? 0
                    : -costSlope * (demand.trainingFLOPsPerToken + servingFLOPs / studentTokens) / perToken),
            isCapped: isCapped,
            reach: min(0.5, transitionWidth / (4 * logTeacherLoss.slope), 1 / logTokens.slope))
    }

    /// No loss between two neighbours is below L_T of the stronger teacher and the gap of the weaker.
    ///
    /// L_T rises with σ, and the gap falls, because both of the things that lower it, a weaker teacher and more tokens,
    /// come with a larger σ. Where that does not tell, the tangents of ``LossBound`` may.
    func mayFall(below loss: Double, _ left: Point, _ right: Point) -> Bool {
        guard left.end.teacherLoss.value + right.end.gap.nats < loss else { return false }
        return !(bound(left, right).leastLossNats() > loss * (1 + Self.slack))
    }

    /// D_S is known to about 1e-10 of itself, and with it the tangents.
    static let slack = 1e-10

    private func bound(_ left: Point, _ right: Point) -> LossBound {
        LossBound(student: student, left: left.end, right: right.end)
    }

    func isConvex(_ left: Point, _ right: Point) -> Bool {
        bound(left, right).isConvex(sumExponent: supervised.sumExponent)
    }

    /// Beyond a teacher there are only worse ones.
    func mayFall(below loss: Double, beyond point: Point) -> Bool { point.end.teacherLoss.value < loss }

    /// Before a teacher there are only larger gaps, and by its tangents larger losses than by the gap alone.
    func mayFall(below loss: Double, before point: Point) -> Bool {
        let bound = LossBound.leastLossNats(
            student, point.end, range.lowerBound - point.position, logTeacherLoss: leastLogTeacherLoss)
        return !(bound > loss * (1 + Self.slack))
    }

    func isShort(_ left: Point, _ right: Point) -> Bool {
        right.position - left.position <= min(left.reach, right.reach)
    }

    /// The cap on D_S makes a kink where it begins.
    func hasKink(_ left: Point, _ right: Point) -> Bool { left.isCapped != right.isCapped }

    /// Steps that begin within ``Point/reach`` and leave nothing near the start to halve.
    let firstStep = 0.12
    let stepGrowth = 2.5

    /// The slope near a minimum is at most a few nats for a unit of σ squared, so 1e-13 leaves no loss to gain.
    let tolerance = 1e-13
}

extension SupervisedLaw {
    /// The σ of a model whose log L is `logLoss`, or the end of `range` that is nearest to it.
    fileprivate func sigma(logLoss: Double, within range: ClosedRange<Double>) -> Double {
        let reducible = exp(logLoss) - irreducibleLossNats
        return reducible > 0 ? (log(reducible) / sumExponent).clamped(to: range) : range.lowerBound
    }
}
