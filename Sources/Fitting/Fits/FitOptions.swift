import Foundation

/// How a law is fitted.
public struct FitOptions: Hashable, Sendable {
    /// δ of the Huber loss on the scale of log loss, in (0, 10]; the paper uses 1e-4, others 1e-3.
    public var delta = 1e-4
    /// From how many places the search starts, at least 1.
    public var starts = 24
    /// Chooses the places to start from and the resamples; the same number gives the same fit to the bit.
    public var seed: UInt64 = 1
    /// How closely γ (or γ') is believed to be 1: a factor above 1 by which it is off one time in three; nil for no belief.
    public var sumExponentPriorFactor: Double?
    /// The level of all intervals, in (0, 1).
    public var level = 0.9
    /// How to resample the runs; nil for no resamples.
    public var bootstrap: Bootstrap?
    /// Whether to work out how far each parameter may move.
    public var hasProfiles = true
    /// Whether to fit again without each configuration.
    public var leavesOut = true
    /// How many threads may work on the fit at a time, at least 1; no number depends on it.
    public var workers = 1

    /// A bootstrap.
    public struct Bootstrap: Hashable, Sendable {
        /// What is drawn with replacement.
        public var unit: ResamplingUnit
        /// How many times, 1 to 4096.
        public var resamples: Int

        /// Makes a bootstrap.
        public init(unit: ResamplingUnit, resamples: Int) {
            precondition((1...4096).contains(resamples), "1 to 4096 resamples")
            self.unit = unit
            self.resamples = resamples
        }
    }

    /// The paper's fit, with profiles and leave-one-out but no bootstrap.
    public init() {}
}

/// What a bootstrap draws with replacement.
public enum ResamplingUnit: String, Hashable, Sendable, CaseIterable {
    /// Single runs, as if each were independent evidence.
    case run
    /// All runs of one size and one number of tokens together: they share what no law describes.
    case configuration
}

/// What a fit tells while it works, and asks.
public struct FitMonitor: Sendable {
    /// Called after every piece of work, from any thread.
    public let report: @Sendable (FitProgress) -> Void
    /// Whether to give up, asked before every piece of work, from any thread.
    public let isCancelled: @Sendable () -> Bool

    /// Makes a monitor.
    public init(
        report: @escaping @Sendable (FitProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.report = report
        self.isCancelled = isCancelled
    }
}

/// How far one stage of a fit is.
public struct FitProgress: Hashable, Sendable {
    /// The stages, in their order.
    public enum Stage: String, Hashable, Sendable, CaseIterable {
        /// Searching from every start.
        case starts
        /// Moving each parameter until the objective tells.
        case profiles
        /// Fitting without each configuration.
        case leaveOneOut = "leave_one_out"
        /// Fitting every resample.
        case resamples
    }

    /// The stage.
    public let stage: Stage
    /// Pieces done of this stage.
    public let done: Int
    /// Pieces of this stage in all.
    public let total: Int
}
