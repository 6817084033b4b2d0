import Foundation

/// γ log(w e^(−α n) + (1−w) e^(−β d)) with α = s_N / (w γ) and β = s_D / ((1−w) γ), and its slopes.
///
/// It is (A/N^α + B/D^β)^γ of equations 1 and 8 of Busbridge et al. 2025 but for a factor, with n = log(N/N0) and
/// d = log(D/D0). At N0 and D0, the middle of the runs, s_N and s_D are how fast it falls with log N and log D, which
/// runs tell well, whatever α, β and γ are, which they tell badly (docs/theory.md, "The stable form").
struct PowerSum {
    /// How many parameters it has: log s_N, log s_D, logit w and, last, log γ.
    static let parameterCount = 4

    let sizeExponent: Double
    let tokenExponent: Double
    let sumExponent: Double
    let sizeShare: Double
    private let tokenShare: Double
    private let logSizeShare: Double
    private let logTokenShare: Double

    /// Whether γ is no parameter, but 1, which needs no logarithm of the sum.
    private let isLinear: Bool

    /// - Parameter logSumExponent: log γ; nil where γ is no parameter, but 1.
    init(logSizeSlope: Double, logTokenSlope: Double, shareLogit: Double, logSumExponent: Double?) {
        isLinear = logSumExponent == nil
        let logSumExponent = logSumExponent ?? 0
        let (rest, logistic) = (log1p(exp(-abs(shareLogit))), 1 / (1 + exp(-abs(shareLogit))))
        sizeShare = shareLogit > 0 ? logistic : 1 - logistic
        tokenShare = shareLogit > 0 ? 1 - logistic : logistic
        logSizeShare = min(shareLogit, 0) - rest
        logTokenShare = min(-shareLogit, 0) - rest
        sumExponent = exp(logSumExponent)
        sizeExponent = exp(logSizeSlope - logSizeShare - logSumExponent)
        tokenExponent = exp(logTokenSlope - logTokenShare - logSumExponent)
    }

    /// The value at one run and its slopes.
    struct Value {
        /// w e^(−α n) + (1−w) e^(−β d).
        let sum: Double
        /// Its logarithm; 0 where γ is no parameter.
        let logSum: Double
        let bySizeSlope: Double
        let byTokenSlope: Double
        let byShareLogit: Double
        let bySumExponent: Double
    }

    @inline(__always)
    func value(_ n: Double, _ d: Double) -> Value {
        let ofSize = exp(logSizeShare - sizeExponent * n)
        let ofTokens = exp(logTokenShare - tokenExponent * d)
        let sum = ofSize + ofTokens
        let (p, q) = (ofSize / sum, ofTokens / sum)
        let (falling, dropping) = (p * n * sizeExponent, q * d * tokenExponent)
        let logSum = isLinear ? 0 : log(sum)
        return Value(
            sum: sum, logSum: logSum,
            bySizeSlope: -sumExponent * falling, byTokenSlope: -sumExponent * dropping,
            byShareLogit: sumExponent * ((p + falling) * tokenShare - (q + dropping) * sizeShare),
            bySumExponent: sumExponent * (logSum + falling + dropping))
    }

    /// γ log of the sum.
    @inline(__always)
    func logPower(_ value: Value) -> Double { isLinear ? log(value.sum) : sumExponent * value.logSum }

    /// The weights of equations 1 and 8 at `middle`, where the sum's power is exp(`logScale`) times this one's.
    func weights(logScale: Double, middle: RunMiddle) -> (parameters: Double, tokens: Double) {
        (
            exp(logScale / sumExponent + logSizeShare + sizeExponent * middle.logParameters),
            exp(logScale / sumExponent + logTokenShare + tokenExponent * middle.logTokens)
        )
    }

    /// The parameters of (A/N^α + B/D^β)^γ and, before them, the logarithm of what it is at `middle`: the inverse of
    /// ``weights(logScale:middle:)``.
    static func vector(
        weights: (parameters: Double, tokens: Double), exponents: (size: Double, tokens: Double, sum: Double),
        middle: RunMiddle
    ) -> (logScale: Double, parameters: [Double]) {
        let ofSize = log(weights.parameters) - exponents.size * middle.logParameters
        let ofTokens = log(weights.tokens) - exponents.tokens * middle.logTokens
        let logSum = max(ofSize, ofTokens) + log1p(exp(-abs(ofSize - ofTokens)))
        let logSumExponent = log(exponents.sum)
        return (
            exponents.sum * logSum,
            [
                log(exponents.size) + ofSize - logSum + logSumExponent,
                log(exponents.tokens) + ofTokens - logSum + logSumExponent, ofSize - ofTokens, logSumExponent,
            ]
        )
    }

    static let sumExponentName = "log_sum_exponent"

    static func parameters(hasFreeSumExponent: Bool) -> [FitParameter] {
        let all = [
            // Slopes seen in print lie between 0.05 and 0.5.
            FitParameter(name: "log_size_slope", bounds: -12...3, usual: log(0.03)...log(0.6)),
            FitParameter(name: "log_token_slope", bounds: -12...3, usual: log(0.03)...log(0.6)),
            FitParameter(name: "logit_size_share", bounds: -12...12, usual: -2...2),
            FitParameter(name: sumExponentName, bounds: log(0.2)...log(5), usual: log(0.3)...log(1.5)),
        ]
        return hasFreeSumExponent ? all : Array(all.dropLast())
    }
}

/// N0 and D0 of the stable form: the geometric means of the runs, where the slopes are defined.
struct RunMiddle: Hashable, Sendable {
    let logParameters: Double
    let logTokens: Double
}
