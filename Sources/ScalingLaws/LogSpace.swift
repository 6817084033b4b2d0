import Foundation

/// log(eˣ + eʸ), without overflow for any finite x and y, and to full relative precision of the sum.
@inline(__always)
func logAddExp(_ x: Double, _ y: Double) -> Double {
    max(x, y) + log1p(exp(-abs(x - y)))
}

/// log(1 + eˣ) and its derivative 1/(1 + e⁻ˣ), from one exponential.
///
/// Neither overflows, and both keep their digits where they are tiny: the search spends its time here.
@inline(__always)
func softplusAndLogistic(_ x: Double) -> (softplus: Double, logistic: Double) {
    let power = exp(-abs(x))
    let rest = log1p(power)
    return x > 0 ? (x + rest, 1 / (1 + power)) : (rest, power / (1 + power))
}
