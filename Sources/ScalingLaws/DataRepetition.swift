import Foundation

/// What tokens are worth that repeat a limited set of unique ones.
///
/// Equation 5 of Muennighoff et al. 2023 (*Scaling Data-Constrained Language Models*): D tokens drawn from U unique
/// ones teach a model as much as
///
///     D' = U + U R (1 − exp(−(D/U − 1) / R)),   R = 15.39
///
/// tokens that are all new, and no more than D where D ≤ U. The formula was fitted to supervised training; that a
/// distilled student's tokens wear out as fast is an assumption. Compute is paid for D.
public struct DataRepetition: Hashable, Sendable {
    /// U, the tokens that are there; in [1e6, 1e17].
    public let uniqueTokens: Double

    /// R, after how many repetitions a token has lost all but a share 1/e of its worth.
    public static let decayEpochs = 15.39

    /// Makes the rule for `uniqueTokens`.
    ///
    /// - Throws: ``DomainError`` where they are outside [1e6, 1e17].
    public init(uniqueTokens: Double) throws(DomainError) {
        try Domain.count.check(uniqueTokens, "uniqueTokens")
        self.uniqueTokens = uniqueTokens
    }

    /// D', which is at most `tokens`, for a positive number of tokens.
    public func effectiveTokens(_ tokens: Double) -> Double {
        precondition(tokens > 0, "tokens must be positive")
        return exp(effective(logTokens: log(tokens)).logTokens)
    }

    /// log D' and d log D' / d log D, in [0, 1], at D = exp(`logTokens`).
    package func effective(logTokens: Double) -> (logTokens: Double, slope: Double) {
        let epochs = exp(logTokens) / uniqueTokens
        guard epochs > 1 else { return (logTokens, 1) }
        let decay = exp(-(epochs - 1) / Self.decayEpochs)
        let worth = 1 + Self.decayEpochs * (1 - decay)
        return (log(uniqueTokens) + log(worth), epochs * decay / worth)
    }
}
