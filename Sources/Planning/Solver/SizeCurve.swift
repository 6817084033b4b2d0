import Foundation
import ScalingLaws

/// The student's loss as a function of log N_S, with the best tokens and teacher for every size.
///
/// The least of several smooth functions, one for each local minimum of ``LossCurve``. Its slope is that of the loss
/// at the optimum plus the price of the budget times the slope of the cost (the envelope theorem).
struct SizeCurve: SearchCurve {
    private let problem: PlanningProblem
    private let search: TeacherSearch
    let range: ClosedRange<Double>

    /// The curve of a problem that has a plan.
    init(_ problem: PlanningProblem, _ search: TeacherSearch) {
        self.problem = problem
        self.search = search
        range = problem.affordableLogSizes(search.leastFLOPs)
    }

    /// The curve at one size.
    struct Point: SearchPoint {
        /// log N_S.
        let position: Double
        /// The best for this size.
        let allocation: Allocation
        /// dL_S / d log N_S.
        let slope: Double

        var loss: Double { allocation.studentLossNats }
    }

    func point(_ position: Double, near neighbour: Point?) -> Point {
        let allocation = search.optimum(parameters: problem.studentParameters(at: position)).allocation
        return Point(position: position, allocation: allocation, slope: allocation.slopeInLogStudentParameters)
    }

    /// A student that costs no more than the smaller and learns no less than the larger is better than all between.
    func mayFall(below loss: Double, _ left: Point, _ right: Point) -> Bool {
        search.falls(
            below: loss, parameters: problem.studentParameters(at: left.position),
            capability: problem.studentParameters(at: right.position))
    }

    /// Nothing is known of larger students.
    func lowerBound(beyond point: Point) -> Double { -.infinity }

    func isShort(_ left: Point, _ right: Point) -> Bool { right.position - left.position <= 0.5 }

    /// Where a bound of another variable takes hold the slope jumps; closer than this no two minima are told apart.
    func hasKink(_ left: Point, _ right: Point) -> Bool { right.position - left.position <= 0.01 }

    var start: Double { range.lowerBound }
    var firstStep: Double { step(intervals: 8) }
    let stepGrowth = 1.0

    /// The slope near a minimum is at most about one nat for a unit of log N_S squared: 1e-11 nats are left to gain
    /// for an e-fold, and 1e-21 in all.
    let tolerance = 1e-11
}
