/// A zero of `function` between `lower` and `upper`, where it has opposite signs, to the last digits.
///
/// Chandrupatla's method (1997): inverse quadratic interpolation where three points lie well for it, bisection
/// where not, so that a jump across zero is found as surely as a smooth crossing.
///
/// - Parameters:
///   - lower: one end, with the function's value there.
///   - upper: the other end, with the function's value there.
///   - tolerance: the width at which the bracket is narrow enough, and so is an interpolated step of its root: the error
///     that such a step leaves is of the order of its square.
///   - guess: where the zero may be; where the chord crosses zero without one.
///   - function: what to find the zero of.
/// - Returns: the end of the last bracket where the function is nearer to zero.
func bracketedRoot(
    lower: (x: Double, value: Double), upper: (x: Double, value: Double), tolerance: Double,
    guess: Double? = nil, _ function: (Double) -> Double
) -> Double {
    precondition(lower.value * upper.value <= 0, "a bracket has opposite signs at its ends")
    // A zero has the sign of neither end, and the first step would take it for one of them.
    if lower.value == 0 { return lower.x }
    if upper.value == 0 { return upper.x }
    var newest = upper
    var opposite = lower
    var previous = upper
    let chord = 1 - lower.value / (lower.value - upper.value)
    let guessed = guess.map { (upper.x - $0) / (upper.x - lower.x) } ?? chord
    var fraction = (guessed.isFinite ? guessed : 0.5).clamped(to: 0.01...0.99)
    var best = lower
    var isLast = false
    // Halving alone takes a hundred steps from one end of the numbers to the other; a function that is no number
    // somewhere must not keep a server busy for ever.
    for _ in 0..<500 {
        let x = newest.x + fraction * (opposite.x - newest.x)
        let value = function(x)
        if (value < 0) == (newest.value < 0) {
            previous = newest
        } else {
            previous = opposite
            opposite = newest
        }
        newest = (x, value)
        // At a kink or a jump small steps gain little.
        let hasConverged = isLast && abs(newest.value) <= 1e-3 * abs(best.value)
        best = abs(newest.value) < abs(opposite.value) ? newest : opposite
        if hasConverged { return best.x }
        let width = abs(opposite.x - newest.x)
        let least = tolerance + 2 * best.x.ulp
        if best.value == 0 || width <= 2 * least { return best.x }
        let interpolated = interpolation(newest, opposite, previous)
        fraction = (interpolated ?? 0.5).clamped(to: (least / width)...(1 - least / width))
        let step = min(fraction, 1 - fraction) * width
        isLast = interpolated != nil && step * step <= tolerance
    }
    return best.x
}

/// How far to go from `newest` to `opposite`, as a share; nil where interpolating is not safe.
private func interpolation(
    _ newest: (x: Double, value: Double), _ opposite: (x: Double, value: Double),
    _ previous: (x: Double, value: Double)
) -> Double? {
    let position = (newest.x - opposite.x) / (previous.x - opposite.x)
    let height = (newest.value - opposite.value) / (previous.value - opposite.value)
    guard height * height < position, (1 - height) * (1 - height) < 1 - position else { return nil }
    let (a, b, c) = (newest, opposite, previous)
    return a.value / (b.value - a.value) * c.value / (b.value - c.value)
        + (c.x - a.x) / (b.x - a.x) * a.value / (c.value - a.value) * b.value / (c.value - b.value)
}

extension Double {
    /// The nearest value inside `range`.
    func clamped(to range: ClosedRange<Double>) -> Double {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
