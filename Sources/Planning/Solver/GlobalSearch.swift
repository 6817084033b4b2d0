/// The global minimum of a ``SearchCurve``.
///
/// Intervals whose lower bound is no less than the best loss seen are put aside for good. The others are halved until
/// they are convex or shorter than the scale on which the law can turn, and wherever the slope changes its sign the minimum in
/// between is found to the last digits.
struct GlobalSearch<Curve: SearchCurve> {
    private let curve: Curve
    private var points: [Curve.Point] = []
    /// What may still hold something unseen, in the order in which it is to be looked at.
    private var open: [Interval] = []
    /// What is known to hold one minimum.
    private var brackets: [Interval] = []
    private var best: Curve.Point
    private var evaluations = 1
    private var basins = 0

    /// Two neighbours among the points.
    private struct Interval {
        let left: Int
        let right: Int
    }

    /// What a search found.
    struct Outcome {
        /// The point of least loss.
        let point: Curve.Point
        /// The points between which everything is known, in no order.
        let points: [Curve.Point]
        /// Evaluations of the curve.
        let evaluations: Int
        /// Local minima that were compared.
        let basins: Int
    }

    /// Searches the whole range of `curve`.
    static func minimum(of curve: Curve) -> Outcome {
        let search = GlobalSearch(curve)
        return Outcome(
            point: search.best, points: search.points, evaluations: search.evaluations, basins: max(search.basins, 1))
    }

    private init(_ curve: Curve) {
        self.curve = curve
        let first = curve.point(curve.start, near: nil)
        best = first
        points.reserveCapacity(16)
        open.reserveCapacity(16)
        points.append(first)
        walkToUpperEnd()
        walkToLowerEnd()
        var next = 0
        while next < open.count {
            let interval = open[next]
            next += 1
            refine(interval)
        }
        for bracket in brackets { polish(bracket) }
    }

    private mutating func evaluate(_ position: Double, near neighbour: Curve.Point) -> Curve.Point {
        let point = curve.point(position, near: neighbour)
        evaluations += 1
        if point.loss < best.loss { best = point }
        return point
    }

    /// Adds the point at `position` and gives its index.
    private mutating func add(_ position: Double, near neighbour: Int) -> Int {
        let point = evaluate(position, near: points[neighbour])
        points.append(point)
        return points.count - 1
    }

    /// A rest that is not much longer than a step is not cut.
    private static var lastStep: Double { 1.25 }

    /// Cuts what lies to the right of the first point into intervals, as far as it is of interest.
    private mutating func walkToUpperEnd() {
        let end = curve.range.upperBound
        var (last, step) = (0, curve.firstStep)
        while points[last].position < end, curve.mayFall(below: best.loss, beyond: points[last]) {
            let position = points[last].position
            let next = add(end - position < Self.lastStep * step ? end : position + step, near: last)
            open.append(Interval(left: last, right: next))
            last = next
            step *= curve.stepGrowth
        }
        if points[last].position >= end, points[last].slope <= 0 { basins += 1 }
    }

    /// Cuts what lies to the left of the first point into intervals, as far as it is of interest.
    private mutating func walkToLowerEnd() {
        let end = curve.range.lowerBound
        var (last, step) = (0, curve.firstStep)
        while points[last].position > end, curve.mayFall(below: best.loss, before: points[last]) {
            let position = points[last].position
            let next = add(position - end < Self.lastStep * step ? end : position - step, near: last)
            open.append(Interval(left: next, right: last))
            last = next
            step *= curve.stepGrowth
        }
        if points[last].position <= end, points[last].slope >= 0 { basins += 1 }
    }

    /// Halves an interval that may hold the minimum unseen.
    private mutating func refine(_ interval: Interval) {
        let (left, right) = (points[interval.left], points[interval.right])
        guard curve.mayFall(below: best.loss, left, right) else { return }
        if isResolved(left, right) {
            if left.slope < 0, right.slope > 0 { brackets.append(interval) }
            return
        }
        let middle = add(left.position + (right.position - left.position) / 2, near: interval.left)
        open.append(Interval(left: interval.left, right: middle))
        open.append(Interval(left: middle, right: interval.right))
    }

    /// Whether the curve between two neighbours is so short that its slope changes sign at most as its ends show.
    private func isResolved(_ left: Curve.Point, _ right: Curve.Point) -> Bool {
        let width = right.position - left.position
        if width <= leastSearchWidth || curve.isConvex(left, right) { return true }
        guard curve.isShort(left, right) else { return false }
        return curve.hasKink(left, right) || isMonotone(left, right, width)
    }

    /// Whether the cubic through both ends with their slopes has no turn in between, unless the ends show one.
    ///
    /// The condition of Fritsch and Carlson (1980) for ends with slopes of one sign.
    private func isMonotone(_ left: Curve.Point, _ right: Curve.Point, _ width: Double) -> Bool {
        guard left.slope * right.slope > 0 else { return true }
        let secant = (right.loss - left.loss) / width
        let (a, b) = (left.slope / secant, right.slope / secant)
        guard a > 0 else { return false }
        return a + b <= 3 || a * a + a * b + b * b - 6 * (a + b) + 9 <= 0
    }

    /// The minimum of the cubic through two points whose slopes enclose one.
    private static func cubicMinimum(_ left: Curve.Point, _ right: Curve.Point) -> Double {
        let width = right.position - left.position
        let bend = left.slope + right.slope - 3 * (right.loss - left.loss) / width
        let root = (bend * bend - left.slope * right.slope).squareRoot()
        return right.position - width * (right.slope + root - bend) / (right.slope - left.slope + 2 * root)
    }

    /// Finds the minimum between two neighbours whose slopes enclose one.
    private mutating func polish(_ bracket: Interval) {
        let (left, right) = (points[bracket.left], points[bracket.right])
        // What was found meanwhile may have shown that this one is no better.
        guard brackets.count == 1 || curve.mayFall(below: best.loss, left, right) else { return }
        basins += 1
        var neighbour = -left.slope < right.slope ? left : right
        if isMinimum(neighbour, left, right) { return settle(neighbour) }
        let position = bracketedRoot(
            lower: (left.position, left.slope), upper: (right.position, right.slope), tolerance: curve.tolerance,
            guess: Self.cubicMinimum(left, right)
        ) { position in
            neighbour = evaluate(position, near: neighbour)
            return neighbour.slope
        }
        // Losses differ by less than their rounding around a minimum; the zero of the slope is the sharper mark.
        settle(neighbour.position == position ? neighbour : evaluate(position, near: neighbour))
    }

    private mutating func settle(_ minimum: Curve.Point) {
        if minimum.loss <= best.loss + 4 * best.loss.ulp { best = minimum }
    }

    /// Whether the zero of the slope between two neighbours is one of them, as far as can be told.
    private func isMinimum(_ end: Curve.Point, _ left: Curve.Point, _ right: Curve.Point) -> Bool {
        abs(end.slope) * max(1, (right.position - left.position) / (right.slope - left.slope)) <= curve.tolerance
    }
}

/// Where a bound holds a variable, all that the others can do may lie within a small part of the range.
let leastSearchWidth = 1e-12
