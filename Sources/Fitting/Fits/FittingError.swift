/// Why runs cannot be fitted, as facts.
public enum FittingError: Error, Hashable, Sendable {
    /// There are fewer runs than the law needs.
    case tooFewRuns(have: Int, need: Int)
    /// A quantity takes fewer distinct values than the law has numbers to tell from it.
    case tooFewValues(FittedQuantity, have: Int, need: Int, supply: [SuggestedRun])
    /// All runs have nearly the same tokens per parameter, so that sizes and tokens cannot be told apart.
    case constantTokensPerParameter(ratio: Double, supply: [SuggestedRun])
    /// No student is worse than its teacher, so that there is no gap to fit.
    case noGap
    /// The search ended at coefficients that no law has.
    case outsideDomain(coefficient: String, value: Double)
    /// The fit was cancelled.
    case cancelled
}

/// A quantity that runs must vary.
public enum FittedQuantity: String, Hashable, Sendable {
    /// N, or N_S.
    case parameters = "params"
    /// D, or D_S.
    case tokens
    /// L_T.
    case teacherLoss = "teacher_loss"
}

/// A run that would supply what is missing.
public struct SuggestedRun: Hashable, Sendable {
    /// N or N_S.
    public let parameters: Double
    /// D or D_S.
    public let tokens: Double
}
