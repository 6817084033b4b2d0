import Foundation
import ScalingLaws

/// Where the runs behind a law are, as a search needs it.
///
/// The convex hull of the runs in (log N_S, log D_S, L_T) where it is known, cut to their range of D_S / N_S; the ranges
/// of each quantity otherwise. What is not known of them is no limit.
struct SupportRegion {
    private let support: Support
    private let hull: SupportHull?
    /// Whether the runs have a hull, and the cut leaves nothing of it.
    private let isEmpty: Bool

    init(_ support: Support) {
        self.support = support
        let ratio = support.ranges[.studentTokensPerParameter] ?? 0...(.infinity)
        hull = support.hull?.limited(tokensPerParameter: ratio)
        isEmpty = support.hull != nil && hull == nil
    }

    /// The range of log D_S by L_T at one student size, in pieces at whose joints it bends; none outside the runs.
    func pieces(studentParameters: Double) -> [SupportPiece] {
        guard !isEmpty, contains(.studentParameters, studentParameters) else { return [] }
        let ranges = tokenRange(studentParameters: studentParameters)
        guard let hull else {
            let all = DistillationLaw.lossDomain
            let losses = support.ranges[.teacherLossNats] ?? all.lower...all.upper
            return ranges.map {
                [SupportPiece(losses, least: ($0.lower, $0.lower), greatest: ($0.upper, $0.upper))]
            } ?? []
        }
        guard let slice = hull.slice(logStudentParameters: log(studentParameters)) else { return [] }
        let kinks = slice.kinks
        let ends = kinks.count > 1 ? zip(kinks, kinks.dropFirst()).map { ($0, $1) } : kinks.map { ($0, $0) }
        return ends.compactMap { lower, upper in
            guard let first = slice.logTokens(teacherLossNats: lower),
                let last = slice.logTokens(teacherLossNats: upper)
            else { return nil }
            return SupportPiece(
                lower...upper, least: (first.lowerBound, last.lowerBound),
                greatest: (first.upperBound, last.upperBound))
        }
    }

    /// The range of log D_S at one student size, whatever its teacher; nil outside the runs.
    func tokenRange(studentParameters: Double) -> (lower: Double, upper: Double)? {
        guard contains(.studentParameters, studentParameters) else { return nil }
        let tokens = support.ranges[.studentTokens] ?? Domain.count.lower...Domain.count.upper
        let ratio = support.ranges[.studentTokensPerParameter] ?? 0...(.infinity)
        let lower = max(tokens.lowerBound, ratio.lowerBound * studentParameters)
        let upper = min(tokens.upperBound, ratio.upperBound * studentParameters)
        return lower <= upper ? (log(lower), log(upper)) : nil
    }

    /// Whether `value` is in the range of `quantity`, where that is known.
    func contains(_ quantity: SupportedQuantity, _ value: Double) -> Bool {
        support.ranges[quantity]?.contains(value) ?? true
    }

    /// `bounds` within the range of `quantity`; nil where they have nothing in common.
    func limited(_ bounds: Bounds, _ quantity: SupportedQuantity) -> Bounds? {
        guard let range = support.ranges[quantity] else { return bounds }
        return try? Bounds(max(bounds.lower, range.lowerBound), min(bounds.upper, range.upperBound))
    }

    /// The student sizes of `bounds` that the runs surround; nil where there are none.
    func sizes(_ bounds: Bounds) -> Bounds? {
        guard let limited = limited(bounds, .studentParameters), let hull else {
            return isEmpty ? nil : self.limited(bounds, .studentParameters)
        }
        let logs = hull.logStudentParameters
        // exp(log N) may leave N by a few roundings.
        let lower = limited.lower < exp(logs.lowerBound) ? exp(logs.lowerBound).nextUp : limited.lower
        let upper = limited.upper > exp(logs.upperBound) ? exp(logs.upperBound).nextDown : limited.upper
        return try? Bounds(lower, upper)
    }
}

/// A part of a region at one student size in which both ends of log D_S are linear in L_T.
struct SupportPiece {
    /// L_T in nats per token.
    let teacherLossNats: ClosedRange<Double>
    private let least: (first: Double, last: Double)
    private let greatest: (first: Double, last: Double)

    /// The piece over `losses`, with the ends of log D_S at its first and its last L_T.
    init(
        _ losses: ClosedRange<Double>, least: (first: Double, last: Double), greatest: (first: Double, last: Double)
    ) {
        teacherLossNats = losses
        self.least = least
        self.greatest = greatest
    }

    /// The range of log D_S at one L_T of the piece.
    func logTokens(teacherLossNats loss: Double) -> (least: Double, greatest: Double) {
        (value(least, loss), value(greatest, loss))
    }

    /// How the greatest log D_S changes with L_T.
    var greatestSlope: Double { width > 0 ? (greatest.last - greatest.first) / width : 0 }

    private var width: Double { teacherLossNats.upperBound - teacherLossNats.lowerBound }

    private func value(_ line: (first: Double, last: Double), _ loss: Double) -> Double {
        guard width > 0 else { return line.first }
        let share = ((loss - teacherLossNats.lowerBound) / width).clamped(to: 0...1)
        return line.first * (1 - share) + line.last * share
    }
}
