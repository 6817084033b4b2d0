public import ScalingLaws

/// The teachers that a plan may choose among.
public enum Teacher: Hashable, Sendable {
    /// Any teacher within bounds on N_T and D_T, whose loss the supervised law gives.
    case trained(parameters: Bounds, tokens: Bounds)
    /// One of these, in the order in which they were named; never empty.
    case given([GivenTeacher])

    /// Any teacher that the laws know.
    public static let free = Teacher.trained(parameters: .all, tokens: .all)
}

/// A teacher that exists, or whose size and tokens are settled.
public struct GivenTeacher: Hashable, Sendable {
    /// What it is called; absent where the question does not say.
    public let name: String?
    /// N_T; absent where nothing that the budget pays depends on it.
    public let parameters: Double?
    /// D_T; absent where nothing that the budget pays depends on it.
    public let tokens: Double?
    /// L_T in nats per token: measured, or the supervised law's.
    public let lossNats: Double
    /// Whether the loss was measured, and is the same under every law.
    public let lossIsMeasured: Bool

    /// A teacher whose loss was measured.
    ///
    /// - Throws: `DomainError` named `parameters`, `tokens` or `lossNats`: counts are in `Domain.count`, the loss is
    ///   above the irreducible loss of `law` and at most 30.
    public init(
        name: String?, parameters: Double?, tokens: Double?, lossNats: Double, law: CoefficientSet
    ) throws(DomainError) {
        for (quantity, value) in [("parameters", parameters), ("tokens", tokens)] {
            guard let value, !Domain.count.contains(value) else { continue }
            throw DomainError(quantity: quantity, value: value, domain: .count)
        }
        let domain = Self.lossDomain(law)
        guard domain.contains(lossNats) else {
            throw DomainError(quantity: "lossNats", value: lossNats, domain: domain)
        }
        self.name = name
        self.parameters = parameters
        self.tokens = tokens
        self.lossNats = lossNats
        lossIsMeasured = true
    }

    /// A teacher whose loss is what the supervised law of `law` says of its `parameters` and `tokens`.
    ///
    /// - Throws: `DomainError` for `parameters` or `tokens`.
    public init(name: String?, parameters: Double, tokens: Double, law: CoefficientSet) throws(DomainError) {
        self.name = name
        self.parameters = parameters
        self.tokens = tokens
        lossNats = try law.supervised.lossNats(parameters: parameters, tokens: tokens)
        lossIsMeasured = false
    }

    /// Whether all that `weights` make the budget pay for is known.
    public func isPriced(under weights: CostWeights) -> Bool {
        (parameters != nil || weights == Scenario.bestCase.weights)
            && (tokens != nil || weights.teacherPretraining == 0)
    }

    /// Losses that a teacher may have under `law`: above its irreducible loss, and at most 30 nats per token.
    public static func lossDomain(_ law: CoefficientSet) -> Domain {
        Domain(law.supervised.irreducibleLossNats, DistillationLaw.lossDomain.upper, lowerIsOpen: true)
    }
}
