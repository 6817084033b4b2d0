import Foundation
import ScalingLaws

/// A fit on top of a law that was held, as Swift text: the file `Sources/ScalingLaws/Published/BusbridgeRefit.swift`.
///
/// Numbers have the shortest digits that read back.
struct RefitSource {
    private let law: CoefficientSet
    private let draws: LawDraws
    private let intervals: Intervals
    private let provenance: Provenance
    private let programVersion: String

    /// Nil where `law` has no draws, or nothing says how it was fitted.
    init?(_ law: CoefficientSet, programVersion: String) {
        guard let draws = law.draws, let intervals = law.intervals, let provenance = law.provenance else { return nil }
        self.law = law
        self.draws = draws
        self.intervals = intervals
        self.provenance = provenance
        self.programVersion = programVersion
    }

    /// The whole file.
    var text: String {
        """
        // swift-format-ignore-file
        // Made by `distill-planner laws refit FILE --write`: never edited, and compared without --write.

        extension ShippedFit {
            /// Equation 8, fitted to the 354 runs of Figure 1 on top of the supervised law of `busbridge-2025@1`.
            static let busbridgeRefit = ShippedFit(
                coefficients: [
        \(lines(Coefficient.distillation) { law[$0].map { "\($0)" } })
                ],
                intervals: [
        \(lines(Coefficient.distillation) { intervals.bounds[$0].map(range) })
                ],
                level: \(intervals.level),
                ranges: [
        \(lines(Self.fromRuns) { law.support.ranges[$0].map(range) })
                ],
                provenance: Provenance(
                    study: "\(provenance.study)", filter: "\(provenance.filter)", runs: \(provenance.runs),
                    dataDigest: "\(provenance.dataDigest)",
                    options: #"\(provenance.options)"#,
                    seed: \(provenance.seed), programVersion: "\(programVersion)"),
                resamples: \(draws.resamples),
                matrix: \"""
        \(matrix)
                    \""")
        }

        """
    }

    /// What the runs themselves say; their teachers' sizes they do not.
    private static let fromRuns: [SupportedQuantity] = [
        .studentParameters, .studentTokens, .studentTokensPerParameter, .teacherLossNats,
    ]

    private func lines<Key>(_ keys: [Key], _ value: (Key) -> String?) -> String {
        keys.compactMap { key in value(key).map { "            .\(key): \($0)," } }.joined(separator: "\n")
    }

    private func range(_ range: ClosedRange<Double>) -> String { "\(range.lowerBound)...\(range.upperBound)" }

    /// A backslash joins a line of the text to the next.
    private var matrix: String {
        let digits = Array(draws.matrix(of: Coefficient.distillation).base64EncodedString())
        return stride(from: 0, to: digits.count, by: Self.width)
            .map { "            " + String(digits[$0..<min($0 + Self.width, digits.count)]) }
            .joined(separator: "\\\n")
    }

    private static let width = 100
}
