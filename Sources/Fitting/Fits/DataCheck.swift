import Foundation
import ScalingLaws

/// Whether runs can identify a law at all.
///
/// Of sizes and tokens each there must be three: of the terms E + A/N^α + B/D^β a grid of two values of either leaves one
/// more number than equations.
struct DataCheck {
    private let sizes: [Double]
    private let tokens: [Double]

    init(_ runs: [some FittedRun]) {
        sizes = runs.map { log($0.configuration.parameters) }
        tokens = runs.map { log($0.configuration.tokens) }
    }

    /// - Throws: ``FittingError`` with the first thing that is missing for a law of `parameterCount` free numbers.
    func check(parameterCount: Int) throws(FittingError) {
        // One run more than numbers, or every number is an interpolation and none can be wrong.
        guard sizes.count > parameterCount else {
            throw .tooFewRuns(have: sizes.count, need: parameterCount + 1)
        }
        try check(.parameters, sizes)
        try check(.tokens, tokens)
        guard ratioSpread > 0.1 else {
            let ratio = exp(mean(tokens) - mean(sizes))
            throw .constantTokensPerParameter(ratio: ratio, supply: [run(0, log(0.25)), run(0, log(4))])
        }
    }

    private func check(_ quantity: FittedQuantity, _ values: [Double]) throws(FittingError) {
        let have = Self.distinct(values)
        guard have < 3 else { return }
        let factors = [log(0.25), log(4)].prefix(3 - have)
        throw .tooFewValues(
            quantity, have: have, need: 3,
            supply: factors.map { quantity == .parameters ? run($0, 0) : run(0, $0) })
    }

    /// A run beside the middle of those that there are, rounded to the two digits that matter.
    private func run(_ sizeFactor: Double, _ tokenFactor: Double) -> SuggestedRun {
        SuggestedRun(
            parameters: Self.rounded(exp(median(sizes) + sizeFactor)),
            tokens: Self.rounded(exp(median(tokens) + tokenFactor)))
    }

    private static func rounded(_ value: Double) -> Double {
        let unit = pow(10, (log10(value)).rounded(.down) - 1)
        return (value / unit).rounded() * unit
    }

    /// Values that differ by more than 2 %: counts read off a figure scatter by less.
    static func distinct(_ logarithms: [Double]) -> Int {
        var (count, last) = (0, -Double.infinity)
        for value in logarithms.sorted() where value > last + 0.02 {
            count += 1
            last = value
        }
        return count
    }

    /// The standard deviation of log(D/N).
    private var ratioSpread: Double {
        let ratios = zip(tokens, sizes).map { $0 - $1 }
        let middle = mean(ratios)
        return mean(ratios.map { ($0 - middle) * ($0 - middle) }).squareRoot()
    }
}
