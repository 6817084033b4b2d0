import Foundation
package import ScalingLaws

extension LawDraws {
    /// Draws around the laws of `set`, as a cluster bootstrap might give them, the same for the same seed.
    ///
    /// The logarithm of every coefficient is moved by a normal share of `spread` of its own size; 1 % moves losses by
    /// about as much as the bootstrap of the 354 digitised runs does.
    package static func planted(
        around set: CoefficientSet, count: Int, spread: Double = 0.01, seed: UInt64 = 1
    ) -> LawDraws {
        var generator = SeededGenerator(seed: seed)
        let laws = (0..<count).map { _ in
            var values: [Coefficient: Double] = [:]
            for coefficient in Coefficient.allCases {
                guard let value = set[coefficient] else { continue }
                values[coefficient] = value * exp(spread * generator.normal())
            }
            guard let laws = try? FittedLaws(values) else {
                preconditionFailure("planted coefficients stay in their domains")
            }
            return laws
        }
        return LawDraws(laws, resampling: .configuration, resamples: count + 1, seed: seed)
    }

    /// Draws that are all the laws of `set` themselves.
    package static func equal(to set: CoefficientSet, count: Int) -> LawDraws {
        LawDraws(Array(repeating: set.laws, count: count), resampling: .run, resamples: count, seed: 0)
    }
}

extension CoefficientSet {
    /// The same set under another name with `draws`, and nothing that stands in print.
    package func with(draws: LawDraws?, name: String = "mine", provenance: Provenance? = nil) -> CoefficientSet {
        CoefficientSet(
            name: name, version: 1, summary: summary, source: source, supervised: supervised,
            distillation: distillation, parameterCounting: parameterCounting, cost: cost, corpus: corpus, runs: runs,
            intervals: intervals, support: support, misfit: misfit, draws: draws, provenance: provenance)
    }

    /// The set that `name` means among those that come with the program.
    package static func published(_ name: String) throws -> CoefficientSet {
        try LawCatalog.published.set(name).unwrapped()
    }
}

extension Provenance {
    /// Some provenance.
    package static let sample = Provenance(
        study: "study-1", filter: "loss_max=30", runs: 354, dataDigest: String(repeating: "0a", count: 32),
        options: #"{"law":"distillation","gamma":"free","delta":0.0001}"#, seed: .max, programVersion: "0.0.0")
}

extension SeededGenerator {
    /// A standard normal number (Box and Muller 1958).
    package mutating func normal() -> Double {
        let (radius, angle) = (Double.random(in: .ulpOfOne...1, using: &self), Double.random(in: 0..<1, using: &self))
        return (-2 * log(radius)).squareRoot() * cos(2 * .pi * angle)
    }
}
