import Planning
import ScalingLaws
import TestSupport
import Testing

@testable import PlannerAPI

@Suite struct `Plan requests` {
    private let law: CoefficientSet

    init() throws { law = try LawCatalog.published.set("busbridge-2025").unwrapped() }

    @Test func `of the least content leave everything else free`() throws {
        let expected = try PlanningProblem(
            law: law, budgetFLOPs: 1e22, studentParameters: 1e9,
            weights: Scenario.teacherPretrainingInference.weights)
        #expect(try problem(#"{"budget_flops": 1e22, "student": {"params": "1B"}}"#) == expected)
    }

    @Test func `in full mean what they say`() throws {
        let found = try problem(
            """
            {"law": "busbridge-2025@1", "budget_flops": "10000000000T",
             "student": {"params": 1e9, "tokens": {"min": "1B"}},
             "teacher": {"params": {"max": "7B"}, "tokens": {"min": "1B", "max": "2T"}},
             "costs": {"teacher_logits": 0.5, "teacher_pretraining": "0.25"}}
            """)
        let expected = try PlanningProblem(
            law: law, budgetFLOPs: 1e22, studentParameters: 1e9, studentTokens: Bounds(1e9, 1e17),
            teacherParameters: Bounds(1e6, 7e9), teacherTokens: Bounds(1e9, 2e12),
            weights: CostWeights(teacherLogits: 0.5, teacherPretraining: 0.25))
        #expect(found == expected)
    }

    @Test func `fix a count by one number`() throws {
        let found = try problem(
            """
            {"budget_flops": 1e22, "student": {"params": 1e9, "tokens": "20B"}, "teacher": {"params": "3B",
             "tokens": 6e10}}
            """)
        #expect(found.student.tokens == (try Bounds.fixed(2e10)))
        #expect(found.teacher == (try .trained(parameters: .fixed(3e9), tokens: .fixed(6e10))))
    }

    @Test(arguments: Scenario.allCases) func `take every scenario`(scenario: Scenario) throws {
        let found = try problem(
            #"{"budget_flops": 1e22, "student": {"params": 1e9}, "scenario": "\#(scenario.rawValue)"}"#)
        #expect(found.weights == scenario.weights)
    }

    @Test func `take what the architecture does not say from the law`() throws {
        let found = try problem(
            #"{"budget_flops": 1e22, "student": {"params": 1e9}, "architecture": {"context": "8K", "ffn_matrices": 2}}"#
        )
        var expected = try law.cost.architecture.unwrapped()
        expected.contextTokens = 8000
        expected.feedForwardMatrices = 2
        #expect(found.cost == (try TransformerCost(expected)))
        let empty = try problem(
            #"{"budget_flops": 1e22, "student": {"params": 1e9}, "architecture": {}}"#)
        #expect(empty.cost == law.cost)
    }

    @Test func `of a supervised law have its own costs`() throws {
        let found = try problem(
            #"{"law": "hoffmann-2022", "budget_flops": 5.76e23, "student": {"params": "70B", "tokens": {"max": "1T"}}}"#
        )
        #expect(found.cost == .parametersOnly)
        #expect(found.law.distillation == nil)
        #expect(found.student.tokens == (try Bounds(1e6, 1e12)))
    }
}
