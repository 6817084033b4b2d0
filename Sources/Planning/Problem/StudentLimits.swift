public import ScalingLaws

/// What a plan may choose for its student.
public struct StudentLimits: Hashable, Sendable {
    /// Bounds on N_S, the student's parameters.
    public let parameters: Bounds
    /// Bounds on D_S, the student's tokens, distilled or supervised.
    public let tokens: Bounds
    /// The tokens that there are to learn from, of which any more are repetitions; absent where nothing is said of them.
    public let uniqueTokens: Double?
    /// What repeated tokens are worth; absent where every token counts in full.
    public let repetition: DataRepetition?
    /// The tokens that the student serves in its life, whose inference the budget pays, F(N_S) each; in
    /// ``servingDomain``.
    public let servingTokens: Double

    /// Tokens that may be served: [0, 1e20].
    public static let servingDomain = Domain(0, 1e20)

    /// Makes limits; what nothing is said of is free.
    ///
    /// - Parameter repetitionIsWorthLess: whether the laws take what repeated tokens are worth, and not their number.
    /// - Throws: `DomainError` for `servingTokens`, and for `uniqueTokens` outside [1e6, 1e17].
    public init(
        parameters: Bounds = .all, tokens: Bounds = .all, uniqueTokens: Double? = nil,
        repetitionIsWorthLess: Bool = false, servingTokens: Double = 0
    ) throws(DomainError) {
        guard Self.servingDomain.contains(servingTokens) else {
            throw DomainError(quantity: "servingTokens", value: servingTokens, domain: Self.servingDomain)
        }
        self.parameters = parameters
        self.tokens = tokens
        self.uniqueTokens = uniqueTokens
        let rule = try uniqueTokens.map { unique throws(DomainError) in try DataRepetition(uniqueTokens: unique) }
        repetition = repetitionIsWorthLess ? rule : nil
        self.servingTokens = servingTokens
    }

    /// `other` with other bounds.
    init(_ other: StudentLimits, parameters: Bounds? = nil, tokens: Bounds? = nil) {
        self.parameters = parameters ?? other.parameters
        self.tokens = tokens ?? other.tokens
        uniqueTokens = other.uniqueTokens
        repetition = other.repetition
        servingTokens = other.servingTokens
    }
}
