/// A fitted law with all that is known of how well the runs support it.
public struct FitOutcome<Law: Sendable>: Sendable {
    /// The law in the paper's coefficients.
    public let law: Law
    /// Whether the fit can be relied on, and where it cannot.
    public let status: FitStatus
    /// The objective at the optimum: the sum over runs of the Huber loss of log L̂ − log L, without any prior.
    public let objective: Double
    /// The largest slope of the objective along any parameter as a share of what all runs together could pull.
    public let scaledGradient: Double
    /// From how many places the search started.
    public let starts: Int
    /// How many starts ended within 1e-9, relative, of the best objective.
    public let startsAgreed: Int
    /// Evaluations of the law on all runs that the search took.
    public let evaluations: Int
    /// The parameters of the stable form, in which the fit was made.
    public let parameters: [ParameterEstimate]
    /// What the runs tell of combinations of the parameters.
    public let identifiability: Identifiability
    /// The predicted loss of every run in nats per token, in the order of the runs.
    public let predictionsNats: [Double]
    /// Errors on the runs that were fitted.
    public let errors: FitErrors
    /// Errors on each configuration by the law fitted without it; nil where that was not asked for.
    public let leaveOneOut: LeaveOneOut?
    /// The resampled laws; nil where none were asked for.
    public let bootstrap: BootstrapOutcome<Law>?
}

/// Whether a fit can be relied on.
public struct FitStatus: Hashable, Sendable {
    /// Whether the gradient vanishes at the optimum to 1e-9 of the runs' pull.
    public let isConverged: Bool
    /// Parameters of the stable form that ended at an end of their range.
    public let atBound: [String]
    /// Parameters of the stable form that the runs do not tell to within their resolution.
    public let notIdentified: [String]

    /// The one word for all of it, the gravest first.
    public var summary: Summary {
        if !isConverged { return .notConverged }
        if !notIdentified.isEmpty { return .notIdentified }
        return atBound.isEmpty ? .converged : .atBound
    }

    /// The words.
    public enum Summary: String, Hashable, Sendable, CaseIterable {
        /// The optimum is inside, and every parameter is told by the runs.
        case converged
        /// The optimum is at an end of a parameter's range.
        case atBound = "at_bound"
        /// The optimum was found, but other values of some parameters fit as well.
        case notIdentified = "not_identified"
        /// The search ended before an optimum.
        case notConverged = "not_converged"
    }
}

/// A parameter of the stable form.
public struct ParameterEstimate: Hashable, Sendable {
    /// Its name; those that begin with `log_` are natural logarithms.
    public let name: String
    /// Its value at the optimum.
    public let value: Double
    /// How far it may move, with all others following, before the objective tells; nil where that was not asked for.
    public let profile: ProfileInterval?
    /// The width beyond which the runs are said not to tell it: half a factor of 4 for logarithms, 2 in all for the rest.
    public let resolution: Double
}

/// Where a parameter may be at a level.
public struct ProfileInterval: Hashable, Sendable {
    /// The lower end; nil where the objective never tells before the end of the parameter's range.
    public let lower: Double?
    /// The upper end; nil likewise.
    public let upper: Double?
}

/// Errors of a law's predictions, relative ones as shares of the measured loss.
public struct FitErrors: Hashable, Sendable {
    /// How many runs.
    public let count: Int
    /// The mean of |L̂/L − 1|.
    public let meanRelative: Double
    /// The greatest |L̂/L − 1|.
    public let maxRelative: Double
    /// The root of the mean squared error, in nats per token.
    public let rootMeanSquareNats: Double
    /// One less the share of the losses' variance that the law leaves; nil where all losses are equal.
    public let rSquared: Double?

    /// The errors of `predicted` against `measured`, one of each for every run, at least one.
    public init(predictedNats predicted: [Double], measuredNats measured: [Double]) {
        precondition(predicted.count == measured.count && !measured.isEmpty, "one prediction for every run")
        let shares = zip(predicted, measured).map { abs($0 / $1 - 1) }
        let squares = zip(predicted, measured).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let middle = mean(measured)
        let variance = measured.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
        count = measured.count
        meanRelative = mean(shares)
        maxRelative = shares.max() ?? 0
        rootMeanSquareNats = (squares / Double(measured.count)).squareRoot()
        rSquared = variance > 0 ? 1 - squares / variance : nil
    }
}

/// Errors on runs that the law had not seen.
public struct LeaveOneOut: Hashable, Sendable {
    /// How many configurations were left out in turn.
    public let configurations: Int
    /// Errors on all runs, each by the law fitted without its configuration.
    public let errors: FitErrors
    /// The predicted loss of every run in nats per token, in the order of the runs.
    public let predictionsNats: [Double]
}

/// Resampled laws.
public struct BootstrapOutcome<Law: Sendable>: Sendable {
    /// What was drawn.
    public let unit: ResamplingUnit
    /// How many resamples were asked for.
    public let resamples: Int
    /// The laws, in the order of the resamples; those that failed are left out.
    public let draws: [Law]
    /// The index of the resample of each of ``draws``.
    public let indices: [Int]

    /// How many resamples could not be fitted: their search did not converge, or left the coefficients' domain.
    public var failed: Int { resamples - draws.count }
}
