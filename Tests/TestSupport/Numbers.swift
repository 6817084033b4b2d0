import Foundation

/// base to the power of exponent.
package func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

extension Double {
    /// The nearest value inside `range`.
    func clamped(_ range: ClosedRange<Double>) -> Double {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}

/// |a − b| as a share of |b|.
package func relativeError(_ a: Double, _ b: Double) -> Double { a == b ? 0 : abs(a - b) / abs(b) }
