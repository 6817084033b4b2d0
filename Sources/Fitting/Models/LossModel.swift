import ScalingLaws

/// A law's losses at a fixed list of runs, as a smooth function of a few parameters of which each means something alone.
protocol LossModel: Sendable {
    associatedtype Law: Sendable

    /// The parameters, in the order of every vector below.
    var parameters: [FitParameter] { get }

    /// Whether the objective has no more than one minimum in practice: none of 10 000 resamples of real runs had two.
    var hasOneMinimum: Bool { get }

    /// How many runs there are.
    var runCount: Int { get }

    /// Writes log L̂ of every run to `logLosses`, and its slopes in all parameters to `slopes`, a run after the other.
    ///
    /// Both have room for all; a vector outside the parameters' bounds is a programmer's mistake.
    func evaluate(
        _ vector: [Double], logLosses: UnsafeMutableBufferPointer<Double>, slopes: UnsafeMutableBufferPointer<Double>)

    /// A vector to start from: `shares` says where between its usual limits each parameter lies, each in [0, 1].
    func start(_ shares: [Double]) -> [Double]

    /// The same law at some of the runs.
    func selecting(_ indices: [Int]) -> Self

    /// The law in the paper's coefficients.
    ///
    /// - Throws: ``DomainError`` where the runs lead to a coefficient that no law has.
    func law(_ vector: [Double]) throws(DomainError) -> Law
}

/// A parameter that a fit moves.
struct FitParameter: Hashable, Sendable {
    /// Its name in answers.
    let name: String
    /// Where it may go.
    let bounds: ClosedRange<Double>
    /// Between which values starts are chosen.
    let usual: ClosedRange<Double>
    /// How far off it may be and still be of use: a factor of 2 for what is a logarithm, 1 for the rest.
    var resolution: Double { name.hasPrefix("log_") ? 0.6931471805599453 : 1 }
}
