import Foundation
import ScalingLaws

/// Where the best student and its teacher are about: a quasi-Newton descent over log N_S and σ at once.
///
/// It takes a dozen looks at the laws and proves nothing: the search that begins there looks everywhere else too.
struct SizeDescent {
    private let search: TeacherSearch
    private let problem: PlanningProblem
    private let chooser: TeacherChooser
    private let range: ClosedRange<Double>

    /// A descent over the sizes of `range`.
    init(
        _ search: TeacherSearch, _ problem: PlanningProblem, _ chooser: TeacherChooser, _ range: ClosedRange<Double>
    ) {
        self.search = search
        self.problem = problem
        self.chooser = chooser
        self.range = range
    }

    /// Where a descent ended.
    struct Outcome {
        /// log N_S.
        let logSize: Double
        /// σ of the teacher.
        let sigma: Double
        /// dσ / d log N_S along the best teachers.
        let sigmaPerSize: Double

        /// Where the σ of the best teacher of another size is about.
        func sigma(at logSize: Double) -> Double { sigma + (logSize - self.logSize) * sigmaPerSize }
    }

    /// A size with a teacher.
    private struct Point {
        let logSize: Double
        let curve: LossCurve.Point
        /// Whether the budget leaves the student its least tokens.
        let isAffordable: Bool

        var sigma: Double { curve.position }
        var slopeInSize: Double { curve.end.lossSlopeInLogParameters }
        var slopeInSigma: Double { curve.slope }
    }

    private func point(_ logSize: Double, _ sigma: Double, near neighbour: Point?) -> Point {
        let point = LossCurve(sized(logSize), chooser, anyOf: chooser.sigmaRange).point(sigma, near: neighbour?.curve)
        return Point(
            logSize: logSize, curve: point, isAffordable: point.choice.studentTokens >= problem.student.tokens.lower)
    }

    private func sized(_ logSize: Double) -> SizedProblem {
        search.sized(parameters: problem.studentParameters(at: logSize))
    }

    /// Second derivatives of the loss.
    private struct Curvature {
        var size: Double
        var mixed: Double
        var sigma: Double

        /// Newton's step down from where the slopes are these, of which at most `longest` is taken in either variable;
        /// where the loss bends the other way, as if it bent this way.
        func step(
            size slopeInSize: Double, sigma slopeInSigma: Double, longest: Double, movesSize: (Double) -> Bool
        ) -> (size: Double, sigma: Double) {
            let bend = abs(sigma)
            let reduced = abs(size - mixed * mixed / bend)
            let wanted = (mixed / bend * slopeInSigma - slopeInSize) / reduced
            let step = movesSize(wanted) ? wanted.clamped(to: -longest...longest) : 0
            return (step, (-(slopeInSigma + mixed * step) / bend).clamped(to: -longest...longest))
        }

        /// The symmetric update of rank one by which a step explains how the slopes changed.
        mutating func learn(_ step: (size: Double, sigma: Double), _ change: (size: Double, sigma: Double)) {
            let errors = (
                size: change.size - size * step.size - mixed * step.sigma,
                sigma: change.sigma - mixed * step.size - sigma * step.sigma
            )
            let scale = errors.size * step.size + errors.sigma * step.sigma
            let length = (step.size * step.size + step.sigma * step.sigma).squareRoot()
            let error = (errors.size * errors.size + errors.sigma * errors.sigma).squareRoot()
            guard abs(scale) > 1e-8 * length * error else { return }
            size += errors.size * errors.size / scale
            mixed += errors.size * errors.sigma / scale
            sigma += errors.sigma * errors.sigma / scale
        }
    }

    /// The curvature at `point` by differences.
    private func curvature(_ point: Point) -> Curvature {
        let step = 1e-4
        let growth = point.logSize + step <= range.upperBound ? step : -step
        let other = self.point((point.logSize + growth).clamped(to: range), point.sigma, near: point)
        let weakening = point.sigma + step <= chooser.sigmaRange.upperBound ? step : -step
        let weaker = self.point(
            point.logSize, (point.sigma + weakening).clamped(to: chooser.sigmaRange), near: point)
        return Curvature(
            size: (other.slopeInSize - point.slopeInSize) / growth,
            mixed: (weaker.slopeInSize - point.slopeInSize) / weakening,
            sigma: (weaker.slopeInSigma - point.slopeInSigma) / weakening)
    }

    /// The descent from a student of `logSize`.
    func outcome(from logSize: Double) -> Outcome {
        var here = point(logSize, LossCurve(sized(logSize), chooser).start, near: nil)
        var curvature = curvature(here)
        var longest = Self.longestStep
        for _ in 0..<Self.mostSteps {
            let step = curvature.step(
                size: here.slopeInSize, sigma: here.slopeInSigma, longest: longest,
                movesSize: { (here.logSize + $0).clamped(to: range) != here.logSize })
            guard step.size.isFinite, step.sigma.isFinite else { break }
            let next = point(
                (here.logSize + step.size).clamped(to: range),
                (here.sigma + step.sigma).clamped(to: chooser.sigmaRange), near: here)
            let moved = (size: next.logSize - here.logSize, sigma: next.sigma - here.sigma)
            let length = max(abs(moved.size), abs(moved.sigma))
            guard next.isAffordable, next.curve.loss < here.curve.loss + Self.rounding else {
                longest = length / 4
                if longest < Self.shortestTrial { break }
                continue
            }
            curvature.learn(moved, (next.slopeInSize - here.slopeInSize, next.slopeInSigma - here.slopeInSigma))
            here = next
            if !(length > Self.tolerance) { break }
        }
        let ratio = -curvature.mixed / curvature.sigma
        return Outcome(logSize: here.logSize, sigma: here.sigma, sigmaPerSize: ratio.isFinite ? ratio : 0)
    }

    private static let mostSteps = 20
    private static let longestStep = 1.0
    /// Where shorter steps do not lower the loss it has a kink, or an end.
    private static let shortestTrial = 1e-3
    /// What losses are known to.
    private static let rounding = 1e-15
    /// The steps shrink so fast that the next one is nothing.
    private static let tolerance = 1e-10
}
