import Foundation

/// −log of equation 8's factor (1 + (L_T/(d1 L̃_S))^(1/f1))^(−c1 f1), as log(1 + ε z)/ε with z = (L_T/(κ L̃_S))^(1/f1).
struct Cutoff {
    private let logKappa: Double
    private let inverseWidth: Double
    private let inverseExponent: Double

    init(logKappa: Double, logWidth: Double, inverseExponent: Double) {
        self.logKappa = logKappa
        inverseWidth = exp(-logWidth)
        self.inverseExponent = inverseExponent
    }

    /// The value at one run and its slopes.
    struct Value {
        let log: Double
        let byLogKappa: Double
        let byLogWidth: Double
        let byInverseExponent: Double
    }

    @inline(__always)
    func value(_ logWeakness: Double) -> Value {
        // Where z passes e^300 no gap is left, and its slopes must still be numbers.
        let y = min((logWeakness - logKappa) * inverseWidth, 300)
        let z = exp(y)
        let x = inverseExponent * z
        let log = inverseExponent > 0 ? log1p(x) / inverseExponent : z
        let slope = z / (1 + x)
        return Value(
            log: log, byLogKappa: -slope * inverseWidth, byLogWidth: -slope * y,
            byInverseExponent: slopeInInverseExponent(x, z, log, slope))
    }

    /// (z/(1+x) − log(1+x)/ε)/ε, whose digits cancel where x is small: there by its series z² (−1/2 + 2x/3 − 3x²/4 …).
    @inline(__always)
    private func slopeInInverseExponent(_ x: Double, _ z: Double, _ log: Double, _ slope: Double) -> Double {
        if x > 1e-2 { return (slope - log) / inverseExponent }
        let series = -1 / 2 + x * (2 / 3 - x * (3 / 4 - x * (4 / 5 - x * (5 / 6 - x * (6 / 7 - x * 7 / 8)))))
        return z * z * series
    }
}
