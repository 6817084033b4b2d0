import Foundation

extension CoefficientSet {
    /// The optimum of the paper's objective on the 354 digitised runs, found by this program, with its resamples.
    ///
    /// The data push c1 to infinity, for which 1e12 stands. Table 6's supervised law is taken as it is, so that how well it
    /// is known is not in the draws. `scripts/refit-published` makes the numbers again, to the byte.
    static let busbridge2025Refit2: CoefficientSet = {
        let first = busbridge2025Refit
        let distillation = constant { try DistillationLaw(RefitNumbers.law) }
        let draws = RefitNumbers.decodedDraws(on: first.supervised)
        return CoefficientSet(
            name: first.name, version: 2,
            summary: """
                Fitted by this program to the 354 runs digitised from Figure 1, all student losses included, on top of \
                Table 6's supervised law, with resamples of the 20 student configurations; A', B', alpha', beta' and \
                gamma' are not identified one by one.
                """,
            source: first.source, supervised: first.supervised, distillation: distillation,
            parameterCounting: first.parameterCounting, cost: first.cost, corpus: first.corpus, runs: first.runs,
            intervals: draws.intervals(level: 0.9), support: first.support, misfit: nil, draws: draws,
            provenance: Provenance(
                study: "distillation_fig1_354.csv", filter: "", runs: 354, dataDigest: RefitNumbers.dataDigest,
                options: """
                    {"bootstrap": {"resamples": 256, "unit": "configuration"}, "delta": 0.0001, "law": "distillation", \
                    "seed": 1, "starts": 24, "supervised_law": "busbridge-2025@1"}
                    """,
                seed: RefitNumbers.seed, programVersion: "0.1.0"))
    }()
}

extension DistillationLaw {
    /// The law of nine coefficients in the order of ``Coefficient/distillation``.
    fileprivate init(_ numbers: some Sequence<Double>) throws(DomainError) {
        let values = Dictionary(uniqueKeysWithValues: zip(Coefficient.distillation, numbers))
        guard let law = try DistillationLaw(values) else { preconditionFailure("nine numbers are a law") }
        self = law
    }
}

extension RefitNumbers {
    fileprivate static func decodedDraws(on supervised: SupervisedLaw) -> LawDraws {
        let bytes = [UInt8](Data(base64Encoded: draws) ?? Data())
        let count = Coefficient.distillation.count
        precondition(!bytes.isEmpty && bytes.count.isMultiple(of: 8 * count), "draws are whole")
        let values = stride(from: 0, to: bytes.count, by: 8).map { start in
            Double(bitPattern: bytes[start..<start + 8].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
        }
        let laws = stride(from: 0, to: values.count, by: count).map { start in
            constant {
                FittedLaws(
                    supervised: supervised, distillation: try DistillationLaw(values[start..<start + count]))
            }
        }
        return LawDraws(laws, resampling: .configuration, resamples: resamples, seed: seed)
    }
}
