/// The part of a hull at one student size: a convex region of L_T and log D_S.
///
/// The least and the greatest log D_S are piecewise linear in L_T, so the region is kept as the two lines.
package struct SupportSlice: Hashable, Sendable {
    /// The least log D_S by L_T.
    private let least: [Knot]
    /// The greatest log D_S by L_T, over the same range.
    private let greatest: [Knot]

    /// The range of L_T in nats per token.
    package let teacherLossNats: ClosedRange<Double>

    /// The L_T at the corners, ascending, the ends of ``teacherLossNats`` among them.
    package let kinks: [Double]

    /// The hull of `knots`; absent where there are none.
    init?(_ knots: [Knot]) {
        let sorted = knots.sorted { ($0.loss, $0.logTokens) < ($1.loss, $1.logTokens) }
        guard let first = sorted.first, let last = sorted.last else { return nil }
        least = Self.line(below: sorted)
        greatest = Self.line(below: sorted.reversed().map(\.mirrored)).reversed().map(\.mirrored)
        teacherLossNats = first.loss...last.loss
        kinks = Set((least + greatest).map(\.loss)).sorted()
    }

    /// The range of log D_S at one L_T; nil outside ``teacherLossNats``.
    package func logTokens(teacherLossNats: Double) -> ClosedRange<Double>? {
        guard self.teacherLossNats.contains(teacherLossNats) else { return nil }
        let (one, other) = (Self.value(least, teacherLossNats), Self.value(greatest, teacherLossNats))
        // Rounding may cross them where they meet.
        return min(one, other)...max(one, other)
    }

    /// The greatest convex line below knots that ascend, from the first loss to the last.
    private static func line(below knots: [Knot]) -> [Knot] {
        var line: [Knot] = []
        for knot in knots {
            // Of one loss, the lowest comes first.
            if knot.loss == line.last?.loss { continue }
            while line.count >= 2, !line[line.count - 1].isBelow(line[line.count - 2], knot) { line.removeLast() }
            line.append(knot)
        }
        return line
    }

    private static func value(_ line: [Knot], _ loss: Double) -> Double {
        // Outside is refused before, so there is a knot on each side.
        let upper = line.firstIndex { $0.loss >= loss } ?? line.count - 1
        guard upper > 0, line[upper].loss != loss else { return line[upper].logTokens }
        return line[upper - 1].logTokens(at: loss, to: line[upper])
    }
}

extension SupportSlice {
    /// A point of a slice.
    struct Knot: Hashable, Sendable {
        let loss: Double
        let logTokens: Double

        /// The same with both axes turned round.
        fileprivate var mirrored: Knot { Knot(loss: -loss, logTokens: -logTokens) }

        /// Whether it is strictly below the line from `one` to `other`, which have it between them.
        fileprivate func isBelow(_ one: Knot, _ other: Knot) -> Bool {
            let (rise, wholeRise) = (logTokens - one.logTokens, other.logTokens - one.logTokens)
            return rise * (other.loss - one.loss) < wholeRise * (loss - one.loss)
        }

        /// The value at `loss` on the line to `other`.
        fileprivate func logTokens(at loss: Double, to other: Knot) -> Double {
            let share = (loss - self.loss) / (other.loss - self.loss)
            return logTokens * (1 - share) + other.logTokens * share
        }
    }
}

extension SupportHull {
    /// The part at one student size; nil outside ``logStudentParameters``.
    ///
    /// Questions about one size are cheaper when they are put to this.
    package func slice(logStudentParameters: Double) -> SupportSlice? {
        let places = corners.map(\.position)
        let inside = places.filter { $0.x == logStudentParameters }
        let crossings = edges.compactMap { edge in
            Self.crossing(places[edge.from], places[edge.to], at: logStudentParameters)
        }
        return SupportSlice((inside + crossings).map { .init(loss: $0.z, logTokens: $0.y) })
    }

    private static func crossing(_ from: SIMD3<Double>, _ to: SIMD3<Double>, at x: Double) -> SIMD3<Double>? {
        guard min(from.x, to.x) < x, x < max(from.x, to.x) else { return nil }
        // Written so that a coordinate that both share comes out as it is: the flat end of a slice is one loss.
        return from + (to - from) * ((x - from.x) / (to.x - from.x))
    }

    /// The range of log D_S at one student size and teacher loss; nil where there is none.
    package func logTokens(logStudentParameters: Double, teacherLossNats: Double) -> ClosedRange<Double>? {
        slice(logStudentParameters: logStudentParameters)?.logTokens(teacherLossNats: teacherLossNats)
    }

    /// The range of L_T at one student size, in nats per token; nil where there is none.
    package func teacherLossNats(logStudentParameters: Double) -> ClosedRange<Double>? {
        slice(logStudentParameters: logStudentParameters)?.teacherLossNats
    }

    /// The L_T, ascending, where an end of the range of log D_S changes its slope; the ends of the range of L_T are
    /// the first and the last, and there are none where that range is nil.
    package func teacherLossKinks(logStudentParameters: Double) -> [Double] {
        slice(logStudentParameters: logStudentParameters)?.kinks ?? []
    }
}
