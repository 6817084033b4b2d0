import Foundation
public import ScalingLaws

/// A model that was trained on data alone, and the loss that it reached.
public struct SupervisedRun: Hashable, Sendable {
    /// N, in [1e6, 1e17].
    public let parameters: Double
    /// D, in [1e6, 1e17].
    public let tokens: Double
    /// The measured cross-entropy in nats per token, in (0, 30].
    public let lossNats: Double

    /// Makes a run.
    ///
    /// - Throws: ``DomainError`` for `parameters`, `tokens` or `lossNats`.
    public init(parameters: Double, tokens: Double, lossNats: Double) throws(DomainError) {
        self.parameters = try Domain.count.checked(parameters, "parameters")
        self.tokens = try Domain.count.checked(tokens, "tokens")
        self.lossNats = try DistillationLaw.lossDomain.checked(lossNats, "lossNats")
    }
}

extension SupervisedRun: FittedRun {
    var configuration: Configuration { Configuration(parameters: parameters, tokens: tokens) }
    var logLoss: Double { log(lossNats) }
}
