import Foundation

/// The loss of a model trained on data alone: L(N, D) = E + (A/N^α + B/D^β)^γ.
///
/// Equation 1 of Busbridge et al. 2025. N counts parameters as the coefficient set says
/// (``CoefficientSet/parameterCounting``), D counts tokens, L is a cross-entropy in nats per token.
/// With γ = 1 it is the form of Hoffmann et al. 2022.
public struct SupervisedLaw: Hashable, Sendable {
    /// E, the loss that no amount of parameters and data goes below, in nats per token; in (0, 30].
    public let irreducibleLossNats: Double

    /// A, the weight of the parameter term; in [1e-20, 1e50].
    public let parameterWeight: Double

    /// B, the weight of the token term; in [1e-20, 1e50].
    public let tokenWeight: Double

    /// α, the exponent of the parameter count; in (0, 5].
    public let parameterExponent: Double

    /// β, the exponent of the token count; in (0, 5].
    public let tokenExponent: Double

    /// γ, the exponent of the sum of both terms; in (0, 5].
    public let sumExponent: Double

    let logIrreducibleLoss: Double
    let logParameterWeight: Double
    let logTokenWeight: Double

    /// Makes the law from the coefficients of equation 1.
    ///
    /// - Throws: ``DomainError`` with the coefficient's symbol where one is outside its range.
    public init(
        E: Double, A: Double, B: Double, alpha: Double, beta: Double, gamma: Double
    ) throws(DomainError) {
        try DistillationLaw.lossDomain.check(E, "E")
        try Self.weightDomain.check(A, "A")
        try Self.weightDomain.check(B, "B")
        try Self.exponentDomain.check(alpha, "alpha")
        try Self.exponentDomain.check(beta, "beta")
        try Self.exponentDomain.check(gamma, "gamma")
        irreducibleLossNats = E
        parameterWeight = A
        tokenWeight = B
        parameterExponent = alpha
        tokenExponent = beta
        sumExponent = gamma
        logIrreducibleLoss = log(E)
        logParameterWeight = log(A)
        logTokenWeight = log(B)
    }

    /// Weights of a law: [1e-20, 1e50], so that no term, nor its power, leaves the range of a Double.
    ///
    /// Runs that do not tell γ are fitted as well by a small one, whose weights are that much greater.
    static let weightDomain = Domain(1e-20, 1e50)

    /// Exponents of a law: (0, 5].
    ///
    /// The widest that 90 % intervals of any published fit reach is below 4.
    static let exponentDomain = Domain(0, 5, lowerIsOpen: true)

    /// The loss in nats per token of a model of `parameters` trained on `tokens`, both in [1e6, 1e17].
    ///
    /// - Throws: ``DomainError`` for `parameters` or `tokens`.
    public func lossNats(parameters: Double, tokens: Double) throws(DomainError) -> Double {
        irreducibleLossNats + (try reducibleLossNats(parameters: parameters, tokens: tokens))
    }

    /// L − E, the part of the loss that more parameters and tokens lower, in nats per token.
    ///
    /// It keeps its full relative precision where it is a small part of the loss.
    /// `parameters` and `tokens` are in [1e6, 1e17].
    ///
    /// - Throws: ``DomainError`` for `parameters` or `tokens`.
    public func reducibleLossNats(parameters: Double, tokens: Double) throws(DomainError) -> Double {
        try Domain.count.check(parameters, "parameters")
        try Domain.count.check(tokens, "tokens")
        return exp(sumExponent * logReducibleSum(logParameters: log(parameters), logTokens: log(tokens)))
    }

    /// log(A/N^α + B/D^β), the one number through which a model's size and data act on its loss.
    package func logReducibleSum(logParameters: Double, logTokens: Double) -> Double {
        logAddExp(
            logParameterWeight - parameterExponent * logParameters, logTokenWeight - tokenExponent * logTokens)
    }

    /// log L for a model whose log(A/N^α + B/D^β) is `logReducibleSum`.
    package func logLoss(logReducibleSum: Double) -> Double {
        logAddExp(logIrreducibleLoss, sumExponent * logReducibleSum)
    }

    /// log A and log B, for those who solve equation 1 for N or D.
    package var logWeights: (parameters: Double, tokens: Double) { (logParameterWeight, logTokenWeight) }
}
