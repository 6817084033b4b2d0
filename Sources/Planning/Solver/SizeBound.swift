import Foundation
import ScalingLaws

/// What is sure of the losses of all students about as large as one of which the search over teachers is known.
///
/// log D_S is jointly concave in σ and log N_S, and ℓ and h of ``LossBound`` are jointly convex. So the tangent planes at
/// the teachers that the search looked at bound what students of all other sizes get out of all teachers.
struct SizeBound {
    private let student: FixedStudent
    /// Neighbours, with the least σ first.
    private let ends: [LossBound.End]
    /// What no student has a better teacher than.
    private let best: BestTeacher
    /// Whether teachers beyond the last end are of interest where that is better than the loss that is asked about.
    private let hasWeaker: Bool

    /// The best teacher that the budget affords beside any student.
    struct BestTeacher {
        /// σ.
        let sigma: Double
        /// log L_T.
        let logLoss: Double
    }

    /// The bound of the student of `curve` once it is searched.
    init(_ found: GlobalSearch<LossCurve>.Outcome, of curve: LossCurve, best: BestTeacher) {
        student = curve.student
        let points = (found.points + [found.point]).sorted { $0.position < $1.position }
        ends = points.indices.compactMap {
            $0 > 0 && points[$0].position == points[$0 - 1].position ? nil : points[$0].end
        }
        self.best = best
        hasWeaker = points[points.count - 1].position < curve.range.upperBound
    }

    /// The bound of a student whose teacher is given.
    init(_ allocation: Allocation, of problem: SizedProblem) {
        student = problem.student
        let compute = allocation.compute
        let isCapped = allocation.studentTokens >= problem.studentTokens.upper
        func still(_ value: Double) -> LossBound.Line { LossBound.Line(value: value, slope: 0) }
        let end = LossBound.End(
            sigma: 0, teacherLoss: still(allocation.teacher.lossNats),
            logTeacherLoss: still(log(allocation.teacher.lossNats)), gap: allocation.gap,
            logTokens: still(log(allocation.studentTokens)),
            tokensPerSize: isCapped
                ? 0
                : -problem.studentForward.slope * (compute.studentTraining + compute.serving)
                    / (compute.studentTraining + compute.teacherLogits))
        ends = [end]
        best = BestTeacher(sigma: end.sigma, logLoss: end.logTeacherLoss.value)
        hasWeaker = false
    }

    /// Whether a student whose log N_S is larger by at most `growth`, or smaller where that is negative, may get below
    /// `loss`; false is a proof that none does.
    func mayFall(below loss: Double, growth: Double) -> Bool {
        let (first, last) = (ends[0], ends[ends.count - 1])
        if hasWeaker, last.teacherLoss.value < loss { return true }
        for (left, right) in zip(ends, ends.dropFirst()) {
            let limit = Self.limit(loss, gap: left.gap.nats)
            // A weaker teacher lowers the gap at every size.
            if mayFall(below: limit - left.teacherLoss.value, growth, (right, right), Self.leastGapNats),
                mayFall(below: limit, growth, (left, right), Self.leastLossNats)
            {
                return true
            }
        }
        let greatestGap = first.sigma > best.sigma ? loss : first.gap.nats
        return mayFall(below: Self.limit(loss, gap: greatestGap), growth, (first, first)) { student, ends, growth in
            LossBound.leastLossNats(
                student, ends.left, best.sigma - first.sigma, logTeacherLoss: best.logLoss, growth: growth)
        }
    }

    /// What a bound must exceed where no student of at most this gap gets below `loss` by more than rounding.
    ///
    /// D_S is known to about 1e-10 of itself, and with it the tangents of the gap.
    private static func limit(_ loss: Double, gap: Double) -> Double {
        loss * (1 - rounding) + LossCurve.slack * gap
    }

    /// Where students lose nothing to their teacher all sizes have the same loss, but for this share of it.
    private static let rounding = 1e-14

    /// What the gap does not fall below with the weaker teacher for a student whose log N_S is larger by `growth`.
    private static func leastGapNats(_ student: FixedStudent, _ ends: Ends, growth: Double) -> Double {
        ends.right.leastGapNats(student, growth: growth)
    }

    /// What the loss does not fall below between two teachers for a student whose log N_S is larger by `growth`.
    private static func leastLossNats(_ student: FixedStudent, _ ends: Ends, growth: Double) -> Double {
        LossBound(student: student, left: ends.left, right: ends.right).leastLossNats(growth: growth)
    }

    private typealias Ends = (left: LossBound.End, right: LossBound.End)

    /// Whether `bound` leaves open that a student whose log N_S is larger by at most `growth` gets below `limit`.
    ///
    /// Where the tangent planes of this student tell too little of much larger ones, those take over that touch ℓ and h
    /// where log D_S, if it went on along its tangent, would be for a student farther on.
    private func mayFall(
        below limit: Double, _ growth: Double, _ ends: Ends, _ bound: (FixedStudent, Ends, Double) -> Double
    ) -> Bool {
        var (ends, rest, step) = (ends, growth, Self.firstStep)
        var larger = student
        while true {
            if !(bound(student, ends, 0) > limit) { return true }
            if bound(student, ends, rest) > limit { return false }
            let next = rest > 0 ? step : -step
            guard step < abs(rest), bound(student, ends, next) > limit else { return true }
            larger = larger.grown(by: next)
            ends = (ends.left.grown(by: next, larger), ends.right.grown(by: next, larger))
            (rest, step) = (rest - next, 2 * step)
        }
    }

    private static let firstStep = 0.5
}
