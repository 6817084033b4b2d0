/// A loss as a function of one variable, with what ``GlobalSearch`` must know of it to find its least value for sure.
protocol SearchCurve {
    associatedtype Point: SearchPoint

    /// Where the variable may lie.
    var range: ClosedRange<Double> { get }

    /// Where the search begins and spreads out from; anywhere in the range, and best near the minimum.
    var start: Double { get }

    /// How far from the start its neighbours are looked at first.
    var firstStep: Double { get }

    /// By how much every further step is longer than the one before, at least 1.
    var stepGrowth: Double { get }

    /// How exactly a minimum is located.
    var tolerance: Double { get }

    /// The curve at `position`; `neighbour` is a point nearby that may save work, and changes nothing else.
    func point(_ position: Double, near neighbour: Point?) -> Point

    /// Whether the curve may fall below `loss` between two points; false is a proof that it does not.
    func mayFall(below loss: Double, _ left: Point, _ right: Point) -> Bool

    /// Whether the curve may fall below `loss` to the right of `point`; false is a proof that it does not.
    func mayFall(below loss: Double, beyond point: Point) -> Bool

    /// Whether the curve may fall below `loss` to the left of `point`; false is a proof that it does not.
    func mayFall(below loss: Double, before point: Point) -> Bool

    /// Whether the curve is convex between two points for sure.
    func isConvex(_ left: Point, _ right: Point) -> Bool

    /// Whether the interval is shorter than the scale on which the curve can turn unseen.
    func isShort(_ left: Point, _ right: Point) -> Bool

    /// Whether the slope jumps somewhere between the two.
    func hasKink(_ left: Point, _ right: Point) -> Bool
}

extension SearchCurve {
    /// A step that cuts the whole range into `count` intervals, for a curve that nothing is known of beforehand.
    ///
    /// Of a range that is next to a point a part may be less than rounding leaves of a step.
    func step(intervals count: Double) -> Double {
        max((range.upperBound - range.lowerBound) / count, leastSearchWidth)
    }

    func mayFall(below loss: Double, before point: Point) -> Bool { true }

    func isConvex(_ left: Point, _ right: Point) -> Bool { false }
}

/// A point of a ``SearchCurve``.
protocol SearchPoint {
    /// The variable.
    var position: Double { get }
    /// The loss in nats per token.
    var loss: Double { get }
    /// The derivative of the loss in the variable.
    var slope: Double { get }
}
