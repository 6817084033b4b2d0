public import ScalingLaws

/// Which runs to make next, and what for.
public struct DesignQuestion<Law: Sendable, Experiment: Hashable & Sendable>: Sendable {
    /// The number that one cares about: the loss of a plan, say, or what distilling gains over training alone.
    ///
    /// It is asked at laws a little off the fitted one, and must change smoothly with them. Where it has no value it is NaN.
    public let quantity: @Sendable (Law) -> Double
    /// What could be run; at most ``mostCandidates``.
    public let candidates: [Candidate<Experiment>]
    /// The FLOPs that all new runs together may take.
    public let budgetFLOPs: Double
    /// Protocols to compare the design with, each cut down to the budget: their cheapest runs, as many as it allows.
    ///
    /// A protocol whose runs are not among the candidates may do better than the design.
    public let protocols: [ExperimentGrid<Experiment>]

    /// 10 000, as many as are weighed in a few seconds.
    public static var mostCandidates: Int { 10_000 }

    /// Makes a question.
    ///
    /// - Throws: ``DomainError`` for `budgetFLOPs`, which must be above zero.
    public init(
        candidates: [Candidate<Experiment>], budgetFLOPs: Double, protocols: [ExperimentGrid<Experiment>] = [],
        quantity: @escaping @Sendable (Law) -> Double
    ) throws(DomainError) {
        self.quantity = quantity
        self.candidates = candidates
        self.budgetFLOPs = try Domain.positive.checked(budgetFLOPs, "budgetFLOPs")
        self.protocols = protocols
    }
}

/// What a design assumes of runs.
public struct DesignOptions: Hashable, Sendable {
    /// How errors of runs of one configuration go together.
    public var correlation = WithinConfiguration.estimated
    /// The standard deviation of a new run's log loss, above zero; nil for what the residuals of the present runs say.
    public var scatter: Double?
    /// How far off a parameter is believed to be, one time in three, before any run: in units of its resolution (a factor
    /// of 2 for logarithms, 1 for the rest), above zero.
    ///
    /// It gives directions that no run tells a variance that is finite, and hardly touches those that runs do tell.
    public var priorResolutions = 4.0
    /// The most runs that a design may have, in 1...1000.
    public var mostRuns = 100

    /// The paper's kind of runs.
    public init() {}
}

/// How the errors of runs go together that have one size and one number of tokens.
///
/// They share what no law describes, so that the twentieth teacher of one student tells less of the law than the first
/// teacher of another student would. Configurations that are close but not equal count as independent, which is a reason
/// for coarse grids. With the correlation ρ, n repeats of a run tell as much as n / (1 + (n−1) ρ)
/// independent ones, 1/ρ at most.
public enum WithinConfiguration: Hashable, Sendable {
    /// What the residuals of the present runs say; where fewer than ten pairs of them share a configuration, ½, so that
    /// repeats of one run are never worth more than two.
    case estimated
    /// A number in [0, 1]: 0 for runs that are all independent.
    case fixed(Double)
}

/// Why no design can be made, as facts.
public enum DesignError: Error, Hashable, Sendable {
    /// There are more candidates than ``DesignQuestion/mostCandidates``.
    case tooManyCandidates(have: Int, most: Int)
    /// There are no runs around which to measure the law's slopes.
    case noRuns
    /// There are too few runs to tell how much they scatter, and no scatter was given.
    case scatterUnknown(haveRuns: Int, needRuns: Int)
    /// An option is outside its range.
    case option(DomainError)
    /// A law near the fitted one has a coefficient that no law has.
    case outsideDomain(coefficient: String, value: Double)
    /// The quantity is no finite number at the fitted law, or near it in the direction of a parameter of the stable form.
    case quantityUndefined(parameter: String?)
}
