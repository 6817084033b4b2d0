/// One version of one named set of coefficients, with all that an answer computed from it must be traceable to.
///
/// A set belongs to one dataset, tokenizer and architecture family; sets that differ in these are never mixed.
/// A version never changes: other numbers are another version.
public struct CoefficientSet: Hashable, Sendable {
    private let storage: Storage

    /// The name by which requests ask for it, such as `busbridge-2025`.
    public var name: String { storage.parts.name }
    /// The version, from 1.
    public var version: Int { storage.parts.version }
    /// One sentence: what it is, and what it is for.
    public var summary: String { storage.parts.summary }
    /// Where the numbers stand in print.
    public var source: Source { storage.parts.source }
    /// The law of models trained on data alone.
    public var supervised: SupervisedLaw { storage.parts.laws.supervised }
    /// The law of distilled students; absent where the source has none.
    public var distillation: DistillationLaw? { storage.parts.laws.distillation }
    /// Both laws.
    public var laws: FittedLaws { storage.parts.laws }
    /// What N counts.
    public var parameterCounting: ParameterCounting { storage.parts.parameterCounting }
    /// What a token costs where a question says nothing else.
    public var cost: TransformerCost { storage.parts.cost }
    /// The data and tokenizer of the runs.
    public var corpus: Corpus { storage.parts.corpus }
    /// How many runs each law was fitted to; absent where the source does not say.
    public var runs: RunCounts { storage.parts.runs }
    /// Intervals of the coefficients, where the source gives them.
    public var intervals: Intervals? { storage.parts.intervals }
    /// The region that the runs cover.
    public var support: Support { storage.parts.support }
    /// How far the set is known to miss the runs that it should describe; absent where it is not known to.
    public var misfit: Misfit? { storage.parts.misfit }
    /// The laws fitted to resamples of the runs, where they were kept.
    public var draws: LawDraws? { storage.parts.draws }
    /// How the set was fitted; absent where it was fitted elsewhere.
    public var provenance: Provenance? { storage.parts.provenance }

    /// Makes a set from its parts; `draws` have a distillation part only where the set has one.
    public init(
        name: String, version: Int, summary: String, source: Source, supervised: SupervisedLaw,
        distillation: DistillationLaw?, parameterCounting: ParameterCounting, cost: TransformerCost, corpus: Corpus,
        runs: RunCounts, intervals: Intervals?, support: Support, misfit: Misfit?,
        draws: LawDraws? = nil, provenance: Provenance? = nil
    ) {
        precondition(version >= 1, "versions count from 1")
        precondition(
            distillation != nil || draws?.haveDistillation != true, "draws have no more laws than the set itself")
        storage = Storage(
            Parts(
                name: name, version: version, summary: summary, source: source,
                laws: FittedLaws(supervised: supervised, distillation: distillation),
                parameterCounting: parameterCounting, cost: cost, corpus: corpus, runs: runs, intervals: intervals,
                support: support, misfit: misfit, draws: draws, provenance: provenance))
    }

    private init(_ parts: Parts) { storage = Storage(parts) }

    /// The set with one draw's laws in place of its own, for an answer under that draw; it has no draws itself.
    package func drawn(_ laws: FittedLaws) -> CoefficientSet {
        var parts = storage.parts
        parts.laws = laws
        parts.draws = nil
        return CoefficientSet(parts)
    }

    /// The set as version `version` of its name.
    public func numbered(_ version: Int) -> CoefficientSet {
        precondition(version >= 1, "versions count from 1")
        var parts = storage.parts
        parts.version = version
        return CoefficientSet(parts)
    }

    private struct Parts: Hashable, Sendable {
        let name: String
        var version: Int
        let summary: String
        let source: Source
        var laws: FittedLaws
        let parameterCounting: ParameterCounting
        let cost: TransformerCost
        let corpus: Corpus
        let runs: RunCounts
        let intervals: Intervals?
        let support: Support
        let misfit: Misfit?
        var draws: LawDraws?
        let provenance: Provenance?
    }

    /// A set goes with every problem and every plan, and its many parts are copied as one.
    private final class Storage: Hashable, Sendable {
        let parts: Parts

        init(_ parts: Parts) { self.parts = parts }

        static func == (left: Storage, right: Storage) -> Bool { left === right || left.parts == right.parts }

        func hash(into hasher: inout Hasher) { hasher.combine(parts) }
    }
}

/// Where a set's numbers stand in print.
public struct Source: Hashable, Sendable {
    /// Authors, title, venue and identifier of the paper.
    public let paper: String
    /// The table, figure or section, and how it was read.
    public let place: String

    /// Makes a source.
    public init(paper: String, place: String) {
        self.paper = paper
        self.place = place
    }
}

/// What a law's N counts.
public enum ParameterCounting: String, Hashable, Sendable, CaseIterable {
    /// All parameters but those of the embedding and the output head.
    case nonEmbedding = "non_embedding"
    /// All parameters.
    case all
}

/// The data and the tokenizer that losses were measured with.
public struct Corpus: Hashable, Sendable {
    /// The dataset.
    public let dataset: String
    /// The tokenizer, as far as the source names it.
    public let tokenizer: String

    /// Makes a corpus.
    public init(dataset: String, tokenizer: String) {
        self.dataset = dataset
        self.tokenizer = tokenizer
    }
}

/// How many runs the laws of a set were fitted to.
public struct RunCounts: Hashable, Sendable {
    /// Runs behind the supervised law.
    public let supervised: Int?
    /// Runs behind the distillation law.
    public let distillation: Int?

    /// Makes the counts.
    public init(supervised: Int?, distillation: Int?) {
        self.supervised = supervised
        self.distillation = distillation
    }
}

/// Intervals of coefficients from resampled fits.
public struct Intervals: Hashable, Sendable {
    /// The share of resamples inside each interval, in (0, 1).
    public let level: Double
    /// How many times the runs were resampled.
    public let resamples: Int
    /// The interval of each coefficient.
    public let bounds: [Coefficient: ClosedRange<Double>]

    /// Makes the intervals.
    public init(level: Double, resamples: Int, bounds: [Coefficient: ClosedRange<Double>]) {
        precondition(level > 0 && level < 1, "a level is a share of all resamples")
        self.level = level
        self.resamples = resamples
        self.bounds = bounds
    }
}

/// The region that a set's runs cover; beyond it the set extrapolates.
public struct Support: Hashable, Sendable {
    /// The range of each quantity whose range is known.
    public let ranges: [SupportedQuantity: ClosedRange<Double>]
    /// The convex hull of those runs behind the distillation law that are known one by one.
    public let hull: SupportHull?

    /// Makes a support.
    public init(_ ranges: [SupportedQuantity: ClosedRange<Double>], hull: SupportHull? = nil) {
        self.ranges = ranges
        self.hull = hull
    }
}

/// A quantity of which the range of the runs may be known; the raw value is its name in answers.
public enum SupportedQuantity: String, Hashable, Sendable, CaseIterable {
    /// N_S, or N where the set has no distillation law.
    case studentParameters = "student.params"
    /// D_S, or D.
    case studentTokens = "student.tokens"
    /// D_S / N_S, or D / N.
    case studentTokensPerParameter = "student.tokens_per_param"
    /// N_T.
    case teacherParameters = "teacher.params"
    /// L_T in nats per token.
    case teacherLossNats = "teacher.loss"
}

/// Errors of a set's predictions on runs that it should describe, as shares of the measured loss.
public struct Misfit: Hashable, Sendable {
    /// The runs.
    public let runs: String
    /// The mean absolute error, a share.
    public let meanRelativeError: Double
    /// The largest absolute error, a share.
    public let maxRelativeError: Double

    /// Makes a misfit.
    public init(runs: String, meanRelativeError: Double, maxRelativeError: Double) {
        self.runs = runs
        self.meanRelativeError = meanRelativeError
        self.maxRelativeError = maxRelativeError
    }
}
