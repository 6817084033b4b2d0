public import ScalingLaws

/// The central interval of a quantity over the draws of a law, with its median.
///
/// Quantiles are those of type 7 of Hyndman and Fan 1996: of n sorted values the quantile p is at place (n − 1) p,
/// counted from 0, on the line between its neighbours.
public struct QuantileInterval: Hashable, Sendable {
    /// The quantile (1 − level) / 2.
    public let lower: Double
    /// The quantile 1/2.
    public let median: Double
    /// The quantile (1 + level) / 2.
    public let upper: Double

    /// Levels that can be asked for: the share of the draws inside, between 0 and 1.
    public static let levelDomain = Domain(0, 0.999, lowerIsOpen: true)

    /// The interval of `values`, which are finite, at `level`, which is in ``levelDomain``; absent where there are none.
    public init?(_ values: [Double], level: Double) {
        precondition(Self.levelDomain.contains(level), "a level is a share of the draws")
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        lower = Self.quantile((1 - level) / 2, of: sorted)
        median = Self.quantile(0.5, of: sorted)
        upper = Self.quantile((1 + level) / 2, of: sorted)
    }

    /// Whether `value` is inside, the ends included.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let place = Double(sorted.count - 1) * share
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
}

/// The share of the draws in which something holds, with how far so few draws tell it.
public struct DrawnProbability: Hashable, Sendable {
    /// The share, in [0, 1].
    public let share: Double
    /// The Monte-Carlo standard error of the share.
    ///
    /// It is the standard deviation of Jeffreys' posterior, Beta(k + ½, n − k + ½): √(p (1 − p) / n) but for ends, where
    /// it stays above 0, as n draws of one kind do not exclude the other.
    public let standardError: Double

    /// What `count` of `draws` say, at least one.
    init(_ count: Int, of draws: Int) {
        precondition(draws >= 1 && (0...draws).contains(count), "a share is of some draws")
        share = Double(count) / Double(draws)
        let (a, b) = (Double(count) + 0.5, Double(draws - count) + 0.5)
        standardError = (a * b / (a + b + 1)).squareRoot() / (a + b)
    }
}
