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
    let start: Double

    /// The curve of a problem that has a plan.
    init(_ problem: PlanningProblem, _ search: TeacherSearch) {
        self.problem = problem
        self.search = search
        range = problem.affordableLogSizes(search.leastFLOPs)
        // The best student of the budget without a teacher is of about the size of the best with one.
        start = log(SupervisedSearch(problem).plan.studentParameters).clamped(to: range)
    }

    /// The curve at one size.
    struct Point: SearchPoint {
        /// log N_S.
        let position: Double
        /// The best for this size.
        let allocation: Allocation
        /// dL_S / d log N_S.
        let slope: Double
        /// The σ of its teacher, where that is trained.
        let sigma: Double?

        var loss: Double { allocation.studentLossNats }
    }

    func point(_ position: Double, near neighbour: Point?) -> Point {
        let found = search.optimum(parameters: problem.studentParameters(at: position), near: neighbour?.sigma)
        return Point(
            position: position, allocation: found.allocation, slope: found.allocation.slopeInLogStudentParameters,
            sigma: found.sigma)
    }

    /// A student that costs no more than the smaller and learns no less than the larger is better than all between.
    func mayFall(below loss: Double, _ left: Point, _ right: Point) -> Bool {
        let least = left.loss < right.loss ? left : right
        return mayFall(below: loss, costing: left.position, capableAs: right.position, near: least)
    }

    func mayFall(below loss: Double, beyond point: Point) -> Bool {
        mayFall(below: loss, costing: point.position, capableAs: range.upperBound, near: point)
    }

    func mayFall(below loss: Double, before point: Point) -> Bool {
        mayFall(below: loss, costing: range.lowerBound, capableAs: point.position, near: point)
    }

    private func mayFall(
        below loss: Double, costing smaller: Double, capableAs larger: Double, near point: Point
    ) -> Bool {
        // A student that costs less and learns more than this one gets below it.
        if point.loss <= loss { return true }
        return search.falls(
            below: loss, parameters: problem.studentParameters(at: smaller),
            capability: problem.studentParameters(at: larger), near: point.sigma)
    }

    func isShort(_ left: Point, _ right: Point) -> Bool { right.position - left.position <= 0.5 }

    /// Where a bound of another variable takes hold the slope jumps; closer than this no two minima are told apart.
    func hasKink(_ left: Point, _ right: Point) -> Bool { right.position - left.position <= 0.01 }

    /// The first interval is short already, and the next is when it is halved.
    let firstStep = 0.49
    let stepGrowth = 2.0

    /// The slope near a minimum is at most about one nat for a unit of log N_S squared: 1e-11 nats are left to gain
    /// for an e-fold, and 1e-21 in all.
    let tolerance = 1e-11
}
