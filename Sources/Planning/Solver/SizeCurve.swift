import Foundation
import ScalingLaws

/// The student's loss as a function of log N_S, with the best tokens and teacher for every size.
///
/// The least of several smooth functions, one for each local minimum of ``LossCurve``. Its slope is that of the loss
/// at the optimum plus the price of the budget times the slope of the cost (the envelope theorem).
struct SizeCurve: SearchCurve {
    private let problem: PlanningProblem
    private let search: TeacherSearch
    private let teachers: Teachers
    let range: ClosedRange<Double>
    let start: Double

    /// What all sizes have in common.
    private enum Teachers {
        case given(GivenTeacher)
        case trained(TeacherChooser, SizeDescent.Outcome, SizeBound.BestTeacher)
    }

    /// The curve of a problem that has a plan; `size` is where its minimum may be, and changes the work alone.
    init(_ problem: PlanningProblem, _ search: TeacherSearch, near size: Double) {
        self.problem = problem
        self.search = search
        range = problem.affordableLogSizes(search.leastFLOPs)
        let logSize = log(size).clamped(to: range)
        switch search.kind {
        case .given(let teacher):
            teachers = .given(teacher)
            start = logSize
        case .trained:
            let smallest = search.sized(parameters: problem.studentParameters(at: range.lowerBound))
            let chooser = smallest.chooser
            let descent = SizeDescent(search, problem, chooser, range).outcome(from: logSize)
            // The smallest student leaves the most for its teacher.
            teachers = .trained(chooser, descent, LossCurve(smallest, chooser, near: descent.sigma).bestTeacher)
            start = descent.logSize
        }
    }

    /// The curve at one size.
    struct Point: SearchPoint {
        /// log N_S.
        let position: Double
        /// The best for this size.
        let allocation: Allocation
        /// dL_S / d log N_S.
        let slope: Double
        /// What is sure of other sizes.
        let bound: SizeBound

        var loss: Double { allocation.studentLossNats }

        init(position: Double, allocation: Allocation, bound: SizeBound) {
            self.position = position
            self.allocation = allocation
            slope = allocation.slopeInLogStudentParameters
            self.bound = bound
        }
    }

    func point(_ position: Double, near neighbour: Point?) -> Point {
        let sized = search.sized(parameters: problem.studentParameters(at: position))
        switch teachers {
        case .given(let teacher):
            let allocation = Allocation(teacher, of: sized)
            return Point(position: position, allocation: allocation, bound: SizeBound(allocation, of: sized))
        case .trained(let chooser, let descent, let best):
            let curve = LossCurve(sized, chooser, near: descent.sigma(at: position))
            let found = GlobalSearch.minimum(of: curve)
            return Point(
                position: position, allocation: .settled(found.point.choice, sized),
                bound: SizeBound(found, of: curve, best: best))
        }
    }

    /// What the left one says of the smaller half of the sizes, and the right one of the larger.
    func mayFall(below loss: Double, _ left: Point, _ right: Point) -> Bool {
        let half = (right.position - left.position) / 2
        return mayFall(below: loss, left, growth: half) || mayFall(below: loss, right, growth: -half)
    }

    func mayFall(below loss: Double, beyond point: Point) -> Bool {
        mayFall(below: loss, point, growth: range.upperBound - point.position)
    }

    func mayFall(below loss: Double, before point: Point) -> Bool {
        mayFall(below: loss, point, growth: range.lowerBound - point.position)
    }

    private func mayFall(below loss: Double, _ point: Point, growth: Double) -> Bool {
        // The best size rules its neighbours out where students lose nothing to their teacher, and seldom elsewhere.
        if point.loss <= loss, point.allocation.gap.nats > 1e-6 * loss { return true }
        return point.bound.mayFall(below: loss, growth: growth)
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
