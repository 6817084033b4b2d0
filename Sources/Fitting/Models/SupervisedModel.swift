import Foundation
import ScalingLaws

/// Equation 1 at the supervised runs, in log E, log K and the parameters of ``PowerSum``.
///
/// L = E + K [w (N/N0)^(−α) + (1−w) (D/D0)^(−β)]^γ: K is what more parameters and tokens could still take off the loss at
/// the middle of the runs, in nats.
struct SupervisedModel: LossModel {
    let parameters: [FitParameter]
    private let hasFreeSumExponent: Bool
    private let middle: RunMiddle
    private let sizes: [Double]
    private let tokens: [Double]
    private let losses: [Double]

    init(_ runs: [SupervisedRun], hasFreeSumExponent: Bool) {
        let (logSizes, logTokens) = (runs.map { log($0.parameters) }, runs.map { log($0.tokens) })
        let middle = RunMiddle(logParameters: mean(logSizes), logTokens: mean(logTokens))
        let losses = runs.map(\.lossNats)
        let least = log(losses.min() ?? 1)
        self.init(
            parameters: [
                FitParameter(name: "log_irreducible_loss", bounds: least - 20...least, usual: least - 1...least - 0.03),
                FitParameter(name: "log_scale", bounds: -20...4, usual: 0...0),
            ] + PowerSum.parameters(hasFreeSumExponent: hasFreeSumExponent),
            hasFreeSumExponent: hasFreeSumExponent, middle: middle,
            sizes: logSizes.map { $0 - middle.logParameters }, tokens: logTokens.map { $0 - middle.logTokens },
            losses: losses)
    }

    private init(
        parameters: [FitParameter], hasFreeSumExponent: Bool, middle: RunMiddle, sizes: [Double], tokens: [Double],
        losses: [Double]
    ) {
        self.parameters = parameters
        self.hasFreeSumExponent = hasFreeSumExponent
        self.middle = middle
        self.sizes = sizes
        self.tokens = tokens
        self.losses = losses
    }

    var hasOneMinimum: Bool { !hasFreeSumExponent }

    var runCount: Int { sizes.count }

    func evaluate(
        _ vector: [Double], logLosses: UnsafeMutableBufferPointer<Double>, slopes: UnsafeMutableBufferPointer<Double>
    ) {
        let (irreducible, logScale, powers) = parts(vector)
        let scale = exp(logScale)
        var next = 0
        for run in sizes.indices {
            let power = powers.value(sizes[run], tokens[run])
            let reducible = hasFreeSumExponent ? exp(logScale + powers.sumExponent * power.logSum) : scale * power.sum
            let loss = irreducible + reducible
            let share = reducible / loss
            logLosses[run] = log(loss)
            slopes[next] = irreducible / loss
            slopes[next + 1] = share
            slopes[next + 2] = share * power.bySizeSlope
            slopes[next + 3] = share * power.byTokenSlope
            slopes[next + 4] = share * power.byShareLogit
            if hasFreeSumExponent { slopes[next + 5] = share * power.bySumExponent }
            next += vector.count
        }
    }

    private func parts(_ vector: [Double]) -> (irreducible: Double, logScale: Double, powers: PowerSum) {
        (
            exp(vector[0]), vector[1],
            PowerSum(
                logSizeSlope: vector[2], logTokenSlope: vector[3], shareLogit: vector[4],
                logSumExponent: hasFreeSumExponent ? vector[5] : nil)
        )
    }

    func start(_ shares: [Double]) -> [Double] {
        var vector = between(parameters, shares)
        let (irreducible, _, powers) = parts(vector)
        vector[1] = median(
            sizes.indices.map {
                log(losses[$0] - irreducible) - powers.logPower(powers.value(sizes[$0], tokens[$0]))
            })
        return clamped(vector)
    }

    func selecting(_ indices: [Int]) -> SupervisedModel {
        SupervisedModel(
            parameters: parameters, hasFreeSumExponent: hasFreeSumExponent, middle: middle,
            sizes: indices.map { sizes[$0] }, tokens: indices.map { tokens[$0] }, losses: indices.map { losses[$0] })
    }

    /// The same law at experiments that have no loss yet, from which no search can start.
    func at(_ experiments: [SupervisedExperiment]) -> SupervisedModel {
        SupervisedModel(
            parameters: parameters, hasFreeSumExponent: hasFreeSumExponent, middle: middle,
            sizes: experiments.map { log($0.parameters) - middle.logParameters },
            tokens: experiments.map { log($0.tokens) - middle.logTokens }, losses: [])
    }

    /// The vector of a law; of one whose γ is not 1, where γ is no parameter, that of its γ = 1.
    func vector(_ law: SupervisedLaw) -> [Double] {
        let (logScale, powers) = PowerSum.vector(
            weights: (law.parameterWeight, law.tokenWeight),
            exponents: (law.parameterExponent, law.tokenExponent, law.sumExponent), middle: middle)
        return [log(law.irreducibleLossNats), logScale] + powers.prefix(parameters.count - 2)
    }

    func law(_ vector: [Double]) throws(DomainError) -> SupervisedLaw {
        let (irreducible, logScale, powers) = parts(vector)
        let weights = powers.weights(logScale: logScale, middle: middle)
        return try SupervisedLaw(
            E: irreducible, A: weights.parameters, B: weights.tokens, alpha: powers.sizeExponent,
            beta: powers.tokenExponent, gamma: powers.sumExponent)
    }
}
