/// The runs to make next, the best first.
public struct DesignOutcome<Experiment: Hashable & Sendable>: Hashable, Sendable {
    /// Whether there are any, and if not, why.
    public let status: DesignStatus
    /// What the present runs say of the quantity.
    public let before: QuantityEstimate
    /// The runs, each the best next one of those that were chosen.
    public let runs: [DesignedRun<Experiment>]
    /// What each protocol would give for the budget.
    public let protocols: [ProtocolOutcome]
    /// The standard deviation of a run's log loss.
    public let scatter: Double
    /// The correlation of errors within a configuration.
    public let correlation: Double
    /// Whether the present runs told ``correlation``; otherwise it was given or, where it was to be estimated, ½.
    public let isCorrelationEstimated: Bool

    /// What the present and all new runs together say of the quantity.
    public var after: QuantityEstimate { runs.last?.after ?? before }
    /// What all new runs take, in FLOPs.
    public var costFLOPs: Double { runs.last?.cumulativeCostFLOPs ?? 0 }
}

/// Whether a design has runs.
public enum DesignStatus: String, Hashable, Sendable, CaseIterable {
    /// It has.
    case designed
    /// No candidate costs as little as the budget.
    case budgetTooSmall = "budget_too_small"
    /// No candidate within the budget tells anything of the quantity.
    case noGain = "no_gain"
}

/// A run of a design.
public struct DesignedRun<Experiment: Hashable & Sendable>: Hashable, Sendable {
    /// The index of the candidate.
    public let candidate: Int
    /// What to train.
    public let experiment: Experiment
    /// What it takes, in FLOPs.
    public let costFLOPs: Double
    /// What it and the runs before it take together, in FLOPs.
    public let cumulativeCostFLOPs: Double
    /// What is known of the quantity once it and the runs before it are made.
    public let after: QuantityEstimate
}

/// What runs say of a quantity.
public struct QuantityEstimate: Hashable, Sendable {
    /// The quantity at the fitted law.
    public let value: Double
    /// How far off it is expected to be, in its own unit.
    public let standardError: Double
    /// The lower end of its interval at the fit's level, as of a normal error.
    public let lower: Double
    /// The upper end.
    public let upper: Double
}

/// What a protocol gives for the budget.
public struct ProtocolOutcome: Hashable, Sendable {
    /// The grid's name.
    public let name: String
    /// The indices of those of its candidates that the budget allows, the cheapest first.
    public let candidates: [Int]
    /// What they take, in FLOPs.
    public let costFLOPs: Double
    /// What is known of the quantity once they are made.
    public let after: QuantityEstimate
}
