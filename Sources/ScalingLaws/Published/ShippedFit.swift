import Foundation

/// What a fit by this program found, as it is written into the program's own text.
struct ShippedFit {
    /// Equation 8's coefficients; its supervised law was held.
    let coefficients: [Coefficient: Double]
    /// The interval of each, from the draws.
    let intervals: [Coefficient: ClosedRange<Double>]
    /// The share of the draws inside each interval.
    let level: Double
    /// The range of each quantity that the runs say.
    let ranges: [SupportedQuantity: ClosedRange<Double>]
    /// How it was fitted.
    let provenance: Provenance
    /// How many resamples of configurations were asked for.
    let resamples: Int
    /// The draws' matrix of equation 8's coefficients in base64.
    let matrix: String

    /// The law.
    var law: DistillationLaw {
        guard let law = constant({ try DistillationLaw(coefficients) }) else {
            preconditionFailure("a shipped fit has coefficients")
        }
        return law
    }

    /// The draws, each on top of `supervised`.
    func draws(on supervised: SupervisedLaw) -> LawDraws {
        guard let bytes = Data(base64Encoded: matrix) else { preconditionFailure("a shipped matrix is base64") }
        let alone = FittedLaws(supervised: supervised, distillation: nil)
        let held = Coefficient.supervised.map { ($0, alone[$0] ?? .nan) }
        let laws = constant {
            try LawDraws.laws(
                matrix: bytes, of: Coefficient.distillation, held: Dictionary(uniqueKeysWithValues: held))
        }
        return LawDraws(laws, resampling: .configuration, resamples: resamples, seed: provenance.seed)
    }
}
