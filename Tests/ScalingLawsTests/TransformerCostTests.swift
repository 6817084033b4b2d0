import Foundation
import ScalingLaws
import TestSupport
import Testing

@Suite struct `Transformer cost` {
    let paper = CoefficientSet.published[0].cost

    /// The formula takes one aspect ratio for all; the table's models vary around it, by up to 0.45 % in FLOPs.
    @Test func `forward FLOPs agree with all 33 models of Table 13`() throws {
        let rows = try Fixture.rows("model_ladder.csv")
        #expect(rows.count == 33)
        for row in rows {
            let parameters = try row.number("non_embedding_params")
            let found = paper.forwardFLOPsPerToken(parameters: parameters)
            #expect(relativeError(found, try row.number("approx_2n_sigma")) < 0.0045, "\(row)")
        }
    }

    /// ρ = 128, ω = 2 + 2 + 3 · 8/3 = 12; σ1 = 18432^(−1/3), σ2 = (32/3)^(1/3), N = 1e9, to 30 digits elsewhere.
    @Test func `one value by hand`() {
        // Three cube roots and a dozen products round by 1e-16 each.
        #expect(relativeError(paper.forwardFLOPsPerToken(parameters: 1e9), 2_454_385_317.299057338) < 2e-15)
    }

    @Test func `training is three forward passes, and logits one of the teacher`() {
        let forward = paper.forwardFLOPsPerToken(parameters: 3e9)
        #expect(paper.trainingFLOPs(parameters: 3e9, tokens: 5e10) == 3 * forward * 5e10)
        #expect(paper.logitsFLOPs(teacherParameters: 3e9, studentTokens: 5e10) == forward * 5e10)
    }

    @Test func `parameters alone cost 6 N D`() {
        let cost = TransformerCost.parametersOnly
        // cbrt and its cube round three times.
        #expect(relativeError(cost.trainingFLOPs(parameters: 7e10, tokens: 1.4e12), 6 * 7e10 * 1.4e12) < 1e-15)
    }

    /// Central differences in log N with step 1e-4 are right to h² ≈ 1e-8 and rounding / h ≈ 1e-12.
    @Test func `slope and curvature are the derivatives of log F`() {
        for cost in [paper, .parametersOnly] {
            for logParameters in stride(from: log(1e6), through: log(1e17), by: 1) {
                let step = 1e-4
                func at(_ shift: Double) -> TransformerCost.Forward {
                    cost.forward(logParameters: logParameters + shift)
                }
                let slope = (log(at(step).flops) - log(at(-step).flops)) / (2 * step)
                let curvature = (at(step).slope - at(-step).slope) / (2 * step)
                #expect(abs(at(0).slope - slope) < 2e-8)
                #expect(abs(at(0).curvature - curvature) < 2e-8)
                // What the planner's search rests on: log F rises and is convex.
                #expect(at(0).slope >= 1.0 / 3 && at(0).slope <= 1 && at(0).curvature >= 0)
            }
        }
    }

    @Test(arguments: Architecture.Field.allCases)
    func `an architecture's numbers are refused by name`(_ field: Architecture.Field) throws {
        for bad in [field.domain.lower * 0.999, field.domain.upper * 1.001, .nan, .infinity, -1] {
            var architecture = Architecture()
            architecture[field] = bad
            let error = #expect(throws: DomainError.self) { try TransformerCost(architecture) }
            #expect(error?.quantity == field.rawValue && error?.domain == field.domain)
        }
        var edge = Architecture()
        edge[field] = field.domain.lower
        #expect(try TransformerCost(edge).forwardFLOPsPerToken(parameters: 1e9) > 0)
    }
}
