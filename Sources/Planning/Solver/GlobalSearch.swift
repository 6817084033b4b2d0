/// The global minimum of a ``SearchCurve``.
///
/// Intervals whose lower bound is no less than the best loss seen are put aside for good. The others are halved until
/// they are shorter than the scale on which the law can turn, and wherever the slope changes its sign the minimum in
/// between is found to the last digits.
struct GlobalSearch<Curve: SearchCurve> {
    private let curve: Curve
    private var points: [Curve.Point] = []
    /// Whether the interval to the right of each point may still hold something unseen.
    private var isOpen: [Bool] = []
    private var best: Curve.Point
    private var evaluations = 0
    /// The loss that is asked about, where it is only asked whether the curve falls below it.
    private let cutoff: Double?

    /// What a search found.
    struct Outcome {
        /// The point of least loss.
        let point: Curve.Point
        /// Evaluations of the curve.
        let evaluations: Int
        /// Local minima that were compared.
        let basins: Int
    }

    /// Searches the whole range of `curve`.
    static func minimum(of curve: Curve) -> Outcome {
        var search = GlobalSearch(curve)
        while search.refine() {}
        let basins = search.polish()
        return Outcome(point: search.best, evaluations: search.evaluations, basins: basins)
    }

    /// Whether the curve falls below `loss` anywhere, which takes less than its minimum.
    static func falls(below loss: Double, _ curve: Curve) -> Bool {
        var search = GlobalSearch(curve, below: loss)
        while !search.isAnswered, search.refine() {}
        if !search.isAnswered { _ = search.polish() }
        return search.isAnswered
    }

    private init(_ curve: Curve, below cutoff: Double? = nil) {
        self.curve = curve
        self.cutoff = cutoff
        let range = curve.range
        let first = curve.point(range.lowerBound, near: nil)
        points.reserveCapacity(128)
        isOpen.reserveCapacity(128)
        points.append(first)
        best = first
        evaluations = 1
        guard range.lowerBound < range.upperBound else { return }
        let count = curve.firstIntervals
        for index in 1...count {
            let share = Double(index) / Double(count)
            let position =
                index == count
                ? range.upperBound : range.lowerBound + share * (range.upperBound - range.lowerBound)
            if let last = points.last, isAnswered || curve.lowerBound(beyond: last) >= threshold { break }
            isOpen.append(true)
            points.append(evaluate(position, near: points.last))
        }
    }

    /// Below this nothing is of interest.
    private var threshold: Double { cutoff.map { min($0, best.loss) } ?? best.loss }

    /// Whether a loss below the cutoff has been seen.
    private var isAnswered: Bool { cutoff.map { best.loss < $0 } ?? false }

    private mutating func evaluate(_ position: Double, near neighbour: Curve.Point?) -> Curve.Point {
        let point = curve.point(position, near: neighbour)
        evaluations += 1
        if point.loss < best.loss { best = point }
        return point
    }

    /// Halves every interval that may hold the minimum unseen; false where there is none.
    private mutating func refine() -> Bool {
        let (coarse, wasOpen) = (points, isOpen)
        points.removeAll(keepingCapacity: true)
        isOpen.removeAll(keepingCapacity: true)
        var isRefined = false
        for index in wasOpen.indices {
            let (left, right) = (coarse[index], coarse[index + 1])
            points.append(left)
            guard wasOpen[index], !isAnswered, !isResolved(left, right), curve.mayFall(below: threshold, left, right)
            else {
                isOpen.append(false)
                continue
            }
            isOpen += [true, true]
            points.append(evaluate(left.position + (right.position - left.position) / 2, near: left))
            isRefined = true
        }
        points.append(coarse[coarse.count - 1])
        return isRefined
    }

    /// Whether the curve between two neighbours is so short that its slope changes sign at most as its ends show.
    private func isResolved(_ left: Curve.Point, _ right: Curve.Point) -> Bool {
        let width = right.position - left.position
        if width <= leastSearchWidth { return true }
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

    /// Finds the minimum between all neighbours whose slopes enclose one, and counts them with those at the ends.
    private mutating func polish() -> Int {
        var basins = 0
        if let first = points.first, first.slope >= 0 { basins += 1 }
        if let last = points.last, last.slope <= 0 { basins += 1 }
        for (left, right) in zip(points, points.dropFirst())
        where left.slope < 0 && right.slope > 0 && !isAnswered && curve.mayFall(below: threshold, left, right) {
            basins += 1
            var neighbour = left
            let position = bracketedRoot(
                lower: (left.position, left.slope), upper: (right.position, right.slope), tolerance: curve.tolerance
            ) { position in
                neighbour = evaluate(position, near: neighbour)
                return neighbour.slope
            }
            // Losses differ by less than their rounding around a minimum; the zero of the slope is the sharper mark.
            let minimum = evaluate(position, near: neighbour)
            if minimum.loss <= best.loss + 4 * best.loss.ulp { best = minimum }
        }
        return basins
    }
}

/// Where a bound holds a variable, all that the others can do may lie within a small part of the range.
private let leastSearchWidth = 1e-12
