/// The global minimum of a ``LossCurve``.
///
/// Two facts bound the curve from below without derivatives. L_S > L_T, and L_T rises with σ; the gap L_S − L_T
/// falls with σ, because both of the things that lower it, a weaker teacher and more tokens, come with a larger σ.
/// So between a and b no loss is below L_T(a) + gap(b): intervals where that is no less than the best loss seen
/// are put aside for good. The others are halved until they are shorter than the scale on which the law can turn,
/// and wherever the slope changes its sign the minimum in between is found to the last digits.
struct GlobalSearch {
    private let curve: LossCurve
    private var points: [LossCurve.Point] = []
    private var best: LossCurve.Point
    /// How many points of the curve were computed.
    private(set) var evaluations = 0

    /// What a search found.
    struct Outcome {
        /// The point of least loss.
        let point: LossCurve.Point
        /// Evaluations of the laws.
        let evaluations: Int
        /// Local minima that were compared.
        let basins: Int
    }

    /// Searches the whole range of `curve`.
    static func minimum(of curve: LossCurve) -> Outcome {
        var search = GlobalSearch(curve)
        search.refine()
        let basins = search.polish()
        return Outcome(point: search.best, evaluations: search.evaluations, basins: basins)
    }

    private init(_ curve: LossCurve) {
        self.curve = curve
        let range = curve.range
        let first = curve.point(range.lowerBound, near: nil)
        points.reserveCapacity(128)
        points.append(first)
        best = first
        evaluations = 1
        guard range.lowerBound < range.upperBound else { return }
        let count = Self.firstIntervals
        for index in 1...count {
            let share = Double(index) / Double(count)
            let sigma = index == count ? range.upperBound : first.sigma + share * (range.upperBound - first.sigma)
            // Beyond a teacher that is no better than the best student there are only worse ones.
            if let last = points.last, last.teacherLoss >= best.loss { break }
            points.append(evaluate(sigma, near: points.last))
        }
    }

    /// Enough to find a good first bound; halving does the rest.
    private static let firstIntervals = 12

    private mutating func evaluate(_ sigma: Double, near neighbour: LossCurve.Point?) -> LossCurve.Point {
        let point = curve.point(sigma, near: neighbour?.choice.logit)
        evaluations += 1
        if point.loss < best.loss { best = point }
        return point
    }

    /// Halves every interval that may hold the minimum until it is short enough to hold one minimum at most.
    private mutating func refine() {
        var isDone = false
        while !isDone {
            isDone = true
            let coarse = points
            points.removeAll(keepingCapacity: true)
            for (left, right) in zip(coarse, coarse.dropFirst()) {
                points.append(left)
                guard mayHoldMinimum(left, right), !isResolved(left, right) else { continue }
                points.append(evaluate(left.sigma + (right.sigma - left.sigma) / 2, near: left))
                isDone = false
            }
            if let last = coarse.last { points.append(last) }
        }
    }

    /// Whether a loss below the best one may lie between two neighbours.
    private func mayHoldMinimum(_ left: LossCurve.Point, _ right: LossCurve.Point) -> Bool {
        left.teacherLoss + right.gap < best.loss
    }

    /// Whether the curve between two neighbours is so short that its slope changes sign at most as its ends show.
    private func isResolved(_ left: LossCurve.Point, _ right: LossCurve.Point) -> Bool {
        let width = right.sigma - left.sigma
        if width <= Self.leastWidth { return true }
        guard width <= min(left.reach, right.reach) else { return false }
        return left.isCapped != right.isCapped || isMonotone(left, right, width)
    }

    /// Where the teacher's size is held, all that its tokens can do may lie within a small part of σ's range.
    private static let leastWidth = 1e-12

    /// Whether the cubic through both ends with their slopes has no turn in between, unless the ends show one.
    ///
    /// The condition of Fritsch and Carlson (1980) for ends with slopes of one sign.
    private func isMonotone(_ left: LossCurve.Point, _ right: LossCurve.Point, _ width: Double) -> Bool {
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
        where left.slope < 0 && right.slope > 0 && mayHoldMinimum(left, right) {
            basins += 1
            var neighbour = left
            let sigma = bracketedRoot(
                lower: (left.sigma, left.slope), upper: (right.sigma, right.slope), tolerance: Self.tolerance
            ) { sigma in
                neighbour = evaluate(sigma, near: neighbour)
                return neighbour.slope
            }
            // Losses differ by less than their rounding around a minimum; the zero of the slope is the sharper mark.
            let minimum = evaluate(sigma, near: neighbour)
            if minimum.loss <= best.loss + 4 * best.loss.ulp { best = minimum }
        }
        return basins
    }

    /// The slope near a minimum is at most a few nats for a unit of σ squared, so 1e-13 leaves no loss to gain.
    private static let tolerance = 1e-13
}
