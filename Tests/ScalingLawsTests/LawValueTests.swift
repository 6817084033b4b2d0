import Foundation
import ScalingLaws
import TestSupport
import Testing

/// Equations 1 and 8 against values of 40 digits over the whole domain (`law_values.csv`).
///
/// A value may be wrong by a few roundings times its condition, the factor by which the formula multiplies the
/// relative errors of its steps. Eight roundings is what the longest path through the code makes.
@Suite struct `Law values` {
    static let roundings = 8 * Double.ulpOfOne / 2

    @Test func `the supervised law keeps all its digits`() throws {
        var compared = 0
        for row in try Fixture.rows("law_values.csv") where row["distillation"] == "" {
            let law = try Self.supervised(row.text("supervised"))
            let (parameters, tokens) = try (row.number("N"), row.number("D"))
            let allowed = try Self.roundings * row.number("condition")
            let loss = try law.lossNats(parameters: parameters, tokens: tokens)
            let reducible = try law.reducibleLossNats(parameters: parameters, tokens: tokens)
            #expect(relativeError(loss, try row.number("loss")) <= allowed, "\(row)")
            #expect(relativeError(reducible, try row.number("reducible")) <= allowed, "\(row)")
            compared += 1
        }
        #expect(compared == 108)
    }

    @Test func `the distillation law keeps all its digits, and neither overflows nor turns into NaN`() throws {
        let supervised = try Self.supervised("table-6")
        var compared = 0
        for row in try Fixture.rows("law_values.csv") where row["distillation"] != "" {
            let law = try Self.distillation(row.text("distillation"))
            let gap = try law.gapNats(
                studentParameters: row.number("N"), studentTokens: row.number("D"),
                teacherLossNats: row.number("L_T"), supervised: supervised)
            let logGap = try row.number("log_gap")
            compared += 1
            // Below this the gap is a subnormal number or zero, and has no digits to compare.
            guard logGap > -700 else {
                #expect((0...1e-300).contains(gap), "\(row)")
                continue
            }
            #expect(abs(log(gap) - logGap) <= Self.roundings * (try row.number("condition")), "\(row)")
        }
        #expect(compared == 616)
    }

    static func supervised(_ name: String) throws -> SupervisedLaw {
        switch name {
        case "steep": try SupervisedLaw(E: 0.001, A: 1e20, B: 1e-20, alpha: 5, beta: 0.01, gamma: 5)
        case "hoffmann": try published("hoffmann-2022").supervised
        default: try published("busbridge-2025").supervised
        }
    }

    static func distillation(_ name: String) throws -> DistillationLaw {
        switch name {
        case "sharp": try planted(c0: 2, c1: 1e8, f1: 0.05, d1: 2.5)
        case "plain": try planted(c0: 0, c1: 0, f1: 1, d1: 1)
        case "far-limit": try farLimit()
        case "printed": try published("busbridge-2025-printed").distillation.unwrapped()
        case "limit": try published("busbridge-2025-refit@1").distillation.unwrapped()
        default: try published("busbridge-2025").distillation.unwrapped()
        }
    }

    /// The refit with c1 at the end of its domain and the same κ = d1 (c1 f1)^(−f1).
    static func farLimit() throws -> DistillationLaw {
        let refit = try distillation("limit")
        return try DistillationLaw(
            A: refit.parameterWeight, B: refit.tokenWeight, alpha: refit.parameterExponent, beta: refit.tokenExponent,
            gamma: refit.sumExponent, c0: refit.teacherLossExponent, c1: 1e12, f1: refit.transitionWidth,
            d1: 11.911503308462725)
    }

    private static func planted(c0: Double, c1: Double, f1: Double, d1: Double) throws -> DistillationLaw {
        try DistillationLaw(
            A: 1000, B: 1e6, alpha: 0.3, beta: 0.6, gamma: 0.8, c0: c0, c1: c1, f1: f1, d1: d1)
    }

    private static func published(_ name: String) throws -> CoefficientSet {
        try LawCatalog.published.set(name).unwrapped()
    }
}
