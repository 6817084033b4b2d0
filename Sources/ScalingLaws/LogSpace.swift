import Foundation

/// log(eˣ + eʸ), without overflow for any finite x and y, and to full relative precision of the sum.
@inline(__always)
func logAddExp(_ x: Double, _ y: Double) -> Double {
    max(x, y) + log1p(exp(-abs(x - y)))
}

/// log(1 + eˣ): LSE(0, x), with full relative precision where the result is tiny (x far below zero).
@inline(__always)
func softplus(_ x: Double) -> Double {
    x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))
}

/// 1 / (1 + e⁻ˣ), the derivative of ``softplus(_:)``, without overflow.
@inline(__always)
func logistic(_ x: Double) -> Double {
    guard x < 0 else { return 1 / (1 + exp(-x)) }
    let power = exp(x)
    return power / (1 + power)
}
