import Foundation
import ScalingLaws

/// Fits one model to its runs: from many starts, and again from near a known fit.
struct Fitter<Model: LossModel>: Sendable {
    let model: Model
    let logLosses: [Double]
    let huber: Huber
    var prior: HuberMinimiser<Model>.Prior?

    typealias Minimum = HuberMinimiser<Model>.Minimum

    /// What the search from all starts found.
    struct Search {
        let best: Minimum
        /// How many starts there were.
        let starts: Int
        /// How many of them ended within 1e-9 of the best objective.
        let agreed: Int
        let evaluations: Int
    }

    /// The first stage of a search from afar: no residual of a start that is worth following is beyond it.
    static var widestDelta: Double { 0.1 }

    /// The best of all starts; `before` and `after` are the starts of other searches of the same fit.
    func search(
        _ options: FitOptions, _ workers: Workers, before: Int = 0, after: Int = 0
    ) throws(FittingError) -> Search {
        let size = model.parameters.count
        let found = try workers.map(.starts, options.starts, before: before, after: after) { index in
            // Each start has its own sequence, so that one more start changes none of the others.
            var generator = SeededGenerator(seed: options.seed, stream: UInt64(index))
            let shares = (0..<size).map { _ in Double.random(in: 0...1, using: &generator) }
            return minimiser().minimum(from: model.start(shares), widest: Self.widestDelta)
        }
        let best = Self.least(found)
        return Search(
            best: best, starts: found.count,
            agreed: found.count { $0.objective <= best.objective + 1e-9 * abs(best.objective) },
            evaluations: found.reduce(0) { $0 + $1.evaluations })
    }

    /// The minimiser over all runs, or over those with a weight.
    func minimiser(weights: [Double]? = nil, fixed: Set<Int> = []) -> HuberMinimiser<Model> {
        guard let weights else {
            return HuberMinimiser(
                model, logLosses: logLosses, weights: [Double](repeating: 1, count: logLosses.count), huber: huber,
                prior: prior, fixed: fixed)
        }
        let kept = weights.indices.filter { weights[$0] > 0 }
        return HuberMinimiser(
            model.selecting(kept), logLosses: kept.map { logLosses[$0] }, weights: kept.map { weights[$0] },
            huber: huber, prior: prior, fixed: fixed)
    }

    /// The minimum for other weights, searched from `known`, the minimum for all runs.
    ///
    /// A walk that keeps to the corners of the old objective and one that goes by way of least squares rarely miss the
    /// same minimum; where they end in different ones, more starts decide.
    func refit(weights: [Double], from known: [Double], seed: UInt64, stream: UInt64) -> Minimum {
        let minimiser = minimiser(weights: weights)
        let near = minimiser.minimum(from: known, widest: huber.delta)
        if model.hasOneMinimum, near.isConverged { return near }
        var found = [near, minimiser.minimum(from: known, widest: Self.widestDelta, known: near)]
        if abs(found[0].objective - found[1].objective) > 1e-9 * found[0].objective || !near.isConverged {
            var generator = SeededGenerator(seed: seed, stream: stream)
            for _ in 0..<Self.decidingStarts {
                let shares = known.map { _ in Double.random(in: 0...1, using: &generator) }
                found.append(minimiser.minimum(from: minimiser.model.start(shares), widest: Self.widestDelta))
            }
        }
        return Self.least(found)
    }

    /// Where two searches disagree, one start of two finds the least minimum or better: six miss it once in a hundred
    /// such resamples at most.
    private static var decidingStarts: Int { 6 }

    private static func least(_ found: [Minimum]) -> Minimum {
        found.filter { $0.objective.isFinite }.min { $0.objective < $1.objective } ?? found[0]
    }

    /// The belief that γ is near 1, as strong as one run's scatter makes it; nil where none is asked for, or γ is not
    /// fitted.
    ///
    /// With residuals of mean size s distributed as e^(−|r|/s), minus the logarithm of the likelihood is the objective
    /// over δ s, and a normal belief about log γ adds ½ (log γ / log factor)² to it.
    func prior(_ options: FitOptions, _ best: Minimum) -> HuberMinimiser<Model>.Prior? {
        guard let (factor, parameter) = belief(options) else { return nil }
        let residuals = minimiser().evaluate(best.vector).residuals
        let scatter = ResidualScatter(residuals, huber, parameterCount: best.vector.count).meanAbsolute
        return HuberMinimiser.Prior(
            parameter: parameter, centre: 0, weight: huber.delta * scatter / (log(factor) * log(factor)))
    }

    /// Whether a search without the belief goes before one with it.
    func searchesTwice(_ options: FitOptions) -> Bool { belief(options) != nil }

    private func belief(_ options: FitOptions) -> (factor: Double, parameter: Int)? {
        guard let factor = options.sumExponentPriorFactor else { return nil }
        return model.parameters.firstIndex { $0.name == PowerSum.sumExponentName }.map { (factor, $0) }
    }
}
