import Foundation

/// One end of a profile interval: how far a parameter moves, with all others following, until the objective rises enough.
struct ProfileEnd<Model: LossModel> {
    let fitter: Fitter<Model>
    let optimum: HuberMinimiser<Model>.Minimum
    let parameter: Int
    let isUpper: Bool
    /// By how much the objective must rise.
    let rise: Double

    /// The end; nil where the objective never rises enough within the parameter's bounds.
    func position() -> Double? {
        let bounds = fitter.model.parameters[parameter].bounds
        let (start, limit) = (optimum.vector[parameter], isUpper ? bounds.upperBound : bounds.lowerBound)
        var inside = (position: start, rise: -rise, vector: optimum.vector)
        var step = fitter.model.parameters[parameter].resolution / 16
        while true {
            let next = isUpper ? min(start + step, limit) : max(start - step, limit)
            let outside = risen(at: next, from: inside.vector)
            if outside.rise >= 0 { return between(inside, outside) }
            if next == limit { return nil }
            inside = (next, outside.rise, outside.vector)
            step *= 2
        }
    }

    /// The least objective with the parameter held at `position`, less what would just tell.
    private func risen(at position: Double, from vector: [Double]) -> (position: Double, rise: Double, vector: [Double])
    {
        var start = vector
        start[parameter] = position
        let found = fitter.minimiser(fixed: [parameter]).minimum(from: start, widest: fitter.huber.delta * 64)
        return (position, found.objective - optimum.objective - rise, found.vector)
    }

    /// Where between the two the objective has risen by just enough, to a hundredth of the rise.
    private func between(
        _ inside: (position: Double, rise: Double, vector: [Double]),
        _ outside: (position: Double, rise: Double, vector: [Double])
    ) -> Double {
        var (lower, upper) = (inside, outside)
        for _ in 0..<20 {
            let share = min(0.9, max(0.1, lower.rise / (lower.rise - upper.rise)))
            let middle = risen(at: lower.position + share * (upper.position - lower.position), from: lower.vector)
            if abs(middle.rise) < 0.01 * rise { return middle.position }
            if middle.rise < 0 { lower = middle } else { upper = middle }
        }
        return lower.position
    }
}
