import Foundation

/// The shape of a family of transformers of one aspect ratio, on which the compute of a token depends.
///
/// The defaults are the models of Busbridge et al. 2025 (appendix H, Table 13).
public struct Architecture: Hashable, Sendable {
    /// n_ctx, the context length in tokens; in [1, 1e9].
    public var contextTokens: Double
    /// n_vocab, the entries of the vocabulary; in [1, 1e9].
    public var vocabularyEntries: Double
    /// ρ = d_model / n_layers; in [1e-3, 1e6].
    public var aspectRatio: Double
    /// g_size, the query heads that share a key and value head; in [1, 1e6].
    public var queryGroupSize: Double
    /// ρ_ffn = d_ffn / d_model; in [1e-3, 1e6].
    public var feedForwardRatio: Double
    /// n_ffn, the matrices of a feed-forward block, 3 where it is gated; in [1, 100].
    public var feedForwardMatrices: Double

    /// Makes an architecture; what is not given is as in the paper.
    ///
    /// ``TransformerCost/init(_:)`` checks it.
    public init(
        contextTokens: Double = 4096, vocabularyEntries: Double = 32768, aspectRatio: Double = 128,
        queryGroupSize: Double = 1, feedForwardRatio: Double = 8.0 / 3, feedForwardMatrices: Double = 3
    ) {
        self.contextTokens = contextTokens
        self.vocabularyEntries = vocabularyEntries
        self.aspectRatio = aspectRatio
        self.queryGroupSize = queryGroupSize
        self.feedForwardRatio = feedForwardRatio
        self.feedForwardMatrices = feedForwardMatrices
    }

    /// One of an architecture's numbers, by the name under which it is asked for and stored.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        /// ``Architecture/contextTokens``.
        case context
        /// ``Architecture/vocabularyEntries``.
        case vocabulary
        /// ``Architecture/aspectRatio``.
        case aspectRatio = "aspect_ratio"
        /// ``Architecture/queryGroupSize``.
        case groupSize = "group_size"
        /// ``Architecture/feedForwardRatio``.
        case feedForwardRatio = "ffn_ratio"
        /// ``Architecture/feedForwardMatrices``.
        case feedForwardMatrices = "ffn_matrices"

        /// Where the number lies.
        public var domain: Domain {
            switch self {
            case .context, .vocabulary: Domain(1, 1e9)
            case .aspectRatio, .feedForwardRatio: Domain(1e-3, 1e6)
            case .groupSize: Domain(1, 1e6)
            case .feedForwardMatrices: Domain(1, 100)
            }
        }
    }

    /// The number of `field`.
    public subscript(field: Field) -> Double {
        get {
            switch field {
            case .context: contextTokens
            case .vocabulary: vocabularyEntries
            case .aspectRatio: aspectRatio
            case .groupSize: queryGroupSize
            case .feedForwardRatio: feedForwardRatio
            case .feedForwardMatrices: feedForwardMatrices
            }
        }
        set {
            switch field {
            case .context: contextTokens = newValue
            case .vocabulary: vocabularyEntries = newValue
            case .aspectRatio: aspectRatio = newValue
            case .groupSize: queryGroupSize = newValue
            case .feedForwardRatio: feedForwardRatio = newValue
            case .feedForwardMatrices: feedForwardMatrices = newValue
            }
        }
    }

    func check() throws(DomainError) {
        for field in Field.allCases { try field.domain.check(self[field], field.rawValue) }
    }
}

/// The compute of a transformer's tokens, in FLOPs.
///
/// Equations 9, 27 and 69 of Busbridge et al. 2025:
///
///     F(N) = 2N (1 + σ1 n_ctx / N^(1/3) + σ2 n_vocab / N^(2/3))      forward, one token
///     σ1 = (1 / (ρ ω²))^(1/3),   σ2 = (ρ / ω)^(1/3),   ω = 2 + 2/g_size + n_ffn ρ_ffn
///
/// N counts non-embedding parameters. A backward pass costs two forward passes, so training costs 3 F(N) a token.
/// Every parameter count below is in [1e6, 1e17] and every token count is positive.
public struct TransformerCost: Hashable, Sendable {
    /// The architecture behind the numbers; absent where a token costs 2N, whatever the architecture.
    public let architecture: Architecture?

    /// σ1 n_ctx, the weight of N^(2/3).
    private let contextWeight: Double
    /// σ2 n_vocab, the weight of N^(1/3).
    private let vocabularyWeight: Double

    /// The cost of `architecture`.
    ///
    /// - Throws: ``DomainError`` with the ``Architecture/Field``'s raw value where one of its numbers is outside its range.
    public init(_ architecture: Architecture) throws(DomainError) {
        try architecture.check()
        self.architecture = architecture
        let ratio = architecture.aspectRatio
        let omega =
            2 + 2 / architecture.queryGroupSize + architecture.feedForwardMatrices * architecture.feedForwardRatio
        contextWeight = cbrt(1 / (ratio * omega * omega)) * architecture.contextTokens
        vocabularyWeight = cbrt(ratio / omega) * architecture.vocabularyEntries
    }

    private init() {
        architecture = nil
        contextWeight = 0
        vocabularyWeight = 0
    }

    /// F(N) = 2N, so that training costs 6 N D.
    ///
    /// It is the count of Hoffmann et al. 2022, where N is all parameters.
    public static let parametersOnly = TransformerCost()

    /// What a token costs the models of the paper.
    public static let standard = constant { try TransformerCost(Architecture()) }

    /// F(N), the FLOPs of one token's forward pass.
    public func forwardFLOPsPerToken(parameters: Double) -> Double {
        precondition(parameters > 0, "parameters must be positive")
        return forward(cubeRoot: cbrt(parameters)).flops
    }

    /// 3 F(N) D, the FLOPs of training on `tokens`.
    public func trainingFLOPs(parameters: Double, tokens: Double) -> Double {
        3 * forwardFLOPsPerToken(parameters: parameters) * tokens
    }

    /// F(N_T) D_S, the FLOPs of computing a teacher's logits for `studentTokens`.
    public func logitsFLOPs(teacherParameters: Double, studentTokens: Double) -> Double {
        forwardFLOPsPerToken(parameters: teacherParameters) * studentTokens
    }

    /// F(N) with its slope and curvature at N = `parameters`.
    package func forward(parameters: Double) -> Forward { forward(cubeRoot: cbrt(parameters)) }

    /// F(N) with its slope and curvature at N = exp(`logParameters`).
    package func forward(logParameters: Double) -> Forward {
        forward(cubeRoot: exp(logParameters / 3))
    }

    /// F(N) and how it changes with log N.
    package struct Forward: Sendable {
        /// F(N) in FLOPs.
        package let flops: Double
        /// d log F / d log N, in [1/3, 1].
        package let slope: Double
        /// The derivative of ``slope`` in log N; log F is convex in log N, so it is never negative.
        package let curvature: Double

        /// What it is at a log N that is larger by the small step `logParameters`, but for the square of that.
        package func moved(logParameters: Double) -> Forward {
            Forward(
                flops: flops * (1 + slope * logParameters), slope: slope + curvature * logParameters,
                curvature: curvature)
        }
    }

    private func forward(cubeRoot root: Double) -> Forward {
        let (context, vocabulary) = (contextWeight, vocabularyWeight)
        let sum = root * (root + context) + vocabulary
        let weighted = root * (root + 2 * context / 3) + vocabulary / 3
        let slope = weighted / sum
        return Forward(
            flops: 2 * root * sum, slope: slope,
            curvature: root / 3 * (2 * root + 2 * context / 3 - slope * (2 * root + context)) / sum)
    }
}
