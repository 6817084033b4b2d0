import Foundation
import ScalingLaws

/// The loss of a student of one size and one number of tokens as a function of log L_T: the capacity gap.
struct CapacityCurve: SearchCurve {
    private let student: FixedStudent
    private let logTokens: Double
    private let transitionWidth: Double
    let range: ClosedRange<Double>

    /// The curve of a student that is distilled on `tokens`, over all teachers that the laws of `law` know.
    init(_ student: FixedStudent, tokens: Double, _ law: CoefficientSet) {
        self.student = student
        transitionWidth = student.transitionWidth
        logTokens = log(tokens)
        let domain = GivenTeacher.lossDomain(law)
        range = log(domain.lower.nextUp)...log(domain.upper)
    }

    /// The teacher from which the student learns the most.
    var best: CapacityGap {
        let best = GlobalSearch.minimum(of: self).point
        return CapacityGap(bestTeacherLossNats: best.teacherLoss, studentLossNats: best.loss)
    }

    /// What the student of `allocation` loses to a teacher that is stronger than it can use; nil where it loses nothing.
    static func gap(_ problem: PlanningProblem, _ allocation: Allocation) -> CapacityGap? {
        guard let law = problem.law.distillation else { return nil }
        let student = FixedStudent(
            parameters: allocation.studentParameters, supervised: problem.law.supervised, distillation: law,
            repetition: problem.student.repetition)
        let curve = CapacityCurve(student, tokens: allocation.studentTokens, problem.law)
        // Where weaker teachers are worse the student uses all that this one has.
        guard curve.point(log(allocation.teacher.lossNats), near: nil).slope < 0 else { return nil }
        let best = curve.best
        return best.bestTeacherLossNats > allocation.teacher.lossNats ? best : nil
    }

    /// The curve at one log L_T.
    struct Point: SearchPoint {
        /// log L_T.
        let position: Double
        /// L_T in nats per token.
        let teacherLoss: Double
        /// L_S − L_T in nats per token.
        let gap: Double
        let slope: Double

        var loss: Double { teacherLoss + gap }
    }

    func point(_ position: Double, near neighbour: Point?) -> Point {
        let gap = student.gap(logTokens: logTokens, logTeacherLoss: position)
        let teacherLoss = exp(position)
        return Point(
            position: position, teacherLoss: teacherLoss, gap: gap.nats,
            slope: teacherLoss + gap.nats * gap.slopeInLogTeacherLoss)
    }

    func mayFall(below loss: Double, _ left: Point, _ right: Point) -> Bool { left.teacherLoss + right.gap < loss }

    func mayFall(below loss: Double, beyond point: Point) -> Bool { point.teacherLoss < loss }

    func isShort(_ left: Point, _ right: Point) -> Bool {
        right.position - left.position <= transitionWidth / 4
    }

    func hasKink(_ left: Point, _ right: Point) -> Bool { false }

    var start: Double { range.lowerBound }
    var firstStep: Double { step(intervals: 12) }
    let stepGrowth = 1.0

    let tolerance = 1e-12
}
