extension LawDraws {
    /// The central interval of every coefficient at `level`, in (0, 1).
    ///
    /// Quantiles are those of type 7 of Hyndman and Fan 1996: of n sorted values the quantile p is at place (n − 1) p,
    /// counted from 0, on the line between its neighbours.
    public func intervals(level: Double) -> Intervals {
        let bounds = coefficients.map { coefficient in
            let sorted = laws.compactMap { $0[coefficient] }.sorted()
            return (coefficient, quantile((1 - level) / 2, of: sorted)...quantile((1 + level) / 2, of: sorted))
        }
        return Intervals(level: level, resamples: laws.count, bounds: Dictionary(uniqueKeysWithValues: bounds))
    }
}

/// The quantile `share` of sorted values, at least one, by type 7 of Hyndman and Fan 1996.
package func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = Double(sorted.count - 1) * share
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}
