import ScalingLaws
import TestSupport
import Testing

extension SupportHull {
    /// The hull of the default law.
    static func published() throws -> SupportHull {
        try LawCatalog.published.set(CoefficientSet.defaultName).unwrapped().support.hull.unwrapped()
    }
}

/// The table of corners in the program against all runs that it was made from.
@Suite struct `The support hull of the published runs` {
    static func runs() throws -> [SupportHull.Run] {
        try `Laws on real runs`.runs().map {
            SupportHull.Run(
                studentParameters: $0.parameters, studentTokens: $0.tokens, teacherLossNats: $0.teacherLoss)
        }
    }

    @Test func `is that of all 354 runs`() throws {
        let runs = try Self.runs()
        let table = try SupportHull.published()
        let hull = try SupportHull(runs: runs).unwrapped()
        #expect(runs.count == 354)
        #expect(hull.vertices == table.vertices && hull == table)
        for run in runs {
            #expect(
                table.contains(
                    studentParameters: run.studentParameters, studentTokens: run.studentTokens,
                    teacherLossNats: run.teacherLossNats, tolerance: 1e-9))
        }
    }

    /// SciPy's Qhull finds 14 corners and 15 planes too.
    @Test func `has as many corners and faces as another program finds`() throws {
        let hull = try SupportHull.published()
        #expect(hull.vertices.count == 14 && hull.halfSpaces.count == 15)
    }

    @Test func `belongs to the sets that have a distillation law, and lies in their ranges`() throws {
        for set in CoefficientSet.published {
            #expect((set.support.hull == nil) == (set.distillation == nil))
            for run in set.support.hull?.vertices ?? [] {
                let values: [SupportedQuantity: Double] = [
                    .studentParameters: run.studentParameters, .studentTokens: run.studentTokens,
                    .studentTokensPerParameter: run.studentTokens / run.studentParameters,
                    .teacherLossNats: run.teacherLossNats,
                ]
                for (quantity, value) in values {
                    let range = try set.support.ranges[quantity].unwrapped()
                    // The ranges are rounded to four digits.
                    #expect(value > range.lowerBound * (1 - 5e-4) && value < range.upperBound * (1 + 5e-4))
                }
            }
        }
    }
}
