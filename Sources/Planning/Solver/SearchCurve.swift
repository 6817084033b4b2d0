/// A loss as a function of one variable, with what ``GlobalSearch`` must know of it to find its least value for sure.
protocol SearchCurve {
    associatedtype Point: SearchPoint

    /// Where the variable may lie.
    var range: ClosedRange<Double> { get }

    /// Into how many intervals the range is cut at first, at least 1.
    var firstIntervals: Int { get }

    /// How exactly a minimum is located.
    var tolerance: Double { get }

    /// The curve at `position`; `neighbour` is a point nearby that may save work, and changes nothing else.
    func point(_ position: Double, near neighbour: Point?) -> Point

    /// Whether the curve may fall below `loss` between two points; false is a proof that it does not.
    func mayFall(below loss: Double, _ left: Point, _ right: Point) -> Bool

    /// A loss that the curve does not fall below to the right of `point`.
    func lowerBound(beyond point: Point) -> Double

    /// Whether the interval is shorter than the scale on which the curve can turn unseen.
    func isShort(_ left: Point, _ right: Point) -> Bool

    /// Whether the slope jumps somewhere between the two.
    func hasKink(_ left: Point, _ right: Point) -> Bool
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
