import Foundation
import Planning
import ScalingLaws
import TestSupport
import Testing

/// Problems at the corners of the domain: bounds at its ends, weights of nearly nothing, architectures of no use,
/// budgets at the least to the last digit.
@Suite struct `Extreme problems` {
    @Test(arguments: 0..<8) func `have finite plans within their budgets and bounds`(_ batch: UInt64) throws {
        var generator = SeededGenerator(seed: 900 + batch)
        var solved = 0
        while solved < 1500 {
            let problem = try Self.problem(&generator)
            let least = Planner.leastBudgetFLOPs(problem)
            guard least <= problem.budgetFLOPs, let plan = try Planner.plan(problem).distillation else { continue }
            for value in [
                plan.studentLossNats, plan.teacherLossNats, plan.certificate.stationarityResidual,
                plan.compute.total,
            ] {
                #expect(value.isFinite, "\(problem)")
            }
            #expect(plan.compute.total <= problem.budgetFLOPs * (1 + 1e-12), "\(problem)")
            for (value, bounds) in [
                (plan.studentTokens, problem.studentTokens), (plan.teacherParameters, problem.teacherParameters),
                (plan.teacherTokens, problem.teacherTokens),
            ] {
                #expect((bounds.lower...bounds.upper).contains(value), "\(problem)")
            }
            // Where the rest of the budget is rounding, what it buys of the teacher is rounding too.
            let rest = problem.budgetFLOPs - plan.compute.studentTraining
            if rest > 1e-9 * problem.budgetFLOPs {
                #expect(plan.certificate.stationarityResidual < 1e-6, "\(problem) \(plan)")
            }
            solved += 1
        }
    }

    /// At the least budget nothing is free but what costs nothing: a given teacher's tokens, which help.
    @Test func `the least budget still buys what is free of charge`() throws {
        let law = CoefficientSet.published[0]
        func plan(_ budget: Double) throws -> DistillationPlan {
            try Planner.plan(
                PlanningProblem(
                    law: law, budgetFLOPs: budget, studentParameters: 1e9, studentTokens: Bounds(1e11, 1e17),
                    teacherParameters: Bounds(3e9, 1e17), weights: Scenario.teacherInference.weights)
            ).distillation.unwrapped()
        }
        let problem = try PlanningProblem(
            law: law, budgetFLOPs: 1e22, studentParameters: 1e9, studentTokens: Bounds(1e11, 1e17),
            teacherParameters: Bounds(3e9, 1e17), weights: Scenario.teacherInference.weights)
        let least = Planner.leastBudgetFLOPs(problem)
        let (at, above) = try (plan(least), plan(least * (1 + 1e-9)))
        #expect(at.teacherParameters == 3e9 && at.studentTokens == 1e11)
        #expect(abs(at.studentLossNats - above.studentLossNats) < 1e-8)
        #expect(at.certificate.stationarityResidual < 1e-9)
    }

    private static func problem(_ generator: inout SeededGenerator) throws -> PlanningProblem {
        let laws = CoefficientSet.published.filter { $0.distillation != nil }
        func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: values.indices, using: &generator)] }
        func count() -> Double { pick([1e6, 1.0000001e6, 1e17, generator.logUniform(1e6...1e17)]) }
        func bounds() throws -> Bounds {
            let (one, other) = (count(), count())
            return try pick([.all, .fixed(one), Bounds(min(one, other), max(one, other))])
        }
        func weight() -> Double { pick([0, 1, 1e-300, 1e-12, Double.random(in: 0...1, using: &generator)]) }
        var architecture = Architecture()
        for field in Architecture.Field.allCases where Bool.random(using: &generator) {
            architecture[field] = pick([field.domain.lower, field.domain.upper, architecture[field]])
        }
        func make(_ budget: Double, _ like: PlanningProblem?) throws -> PlanningProblem {
            try PlanningProblem(
                law: like?.law ?? pick(laws), cost: like?.cost ?? TransformerCost(architecture), budgetFLOPs: budget,
                studentParameters: like?.studentParameters ?? count(), studentTokens: like?.studentTokens ?? bounds(),
                teacherParameters: like?.teacherParameters ?? bounds(),
                teacherTokens: like?.teacherTokens ?? bounds(),
                weights: like?.weights ?? CostWeights(teacherLogits: weight(), teacherPretraining: weight()))
        }
        let problem = try make(generator.logUniform(1e13...1e40), nil)
        let least = Planner.leastBudgetFLOPs(problem)
        let edges = [1, 1 + 1e-15, 1 + 1e-12, 1 + 1e-9, 1.001, 100].map { min(least * $0, 1e40) }
        return try make(pick(edges + [problem.budgetFLOPs]), problem)
    }
}
