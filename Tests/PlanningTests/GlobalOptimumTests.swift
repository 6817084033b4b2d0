import Foundation
import Planning
import ScalingLaws
import TestSupport
import Testing

/// The planner against looking everywhere, on problems that it was not made for.
@Suite struct `Global optimum` {
    /// A scan's points are plans themselves, so no optimum is above them but for the rounding of both.
    @Test(arguments: 0..<8) func `no scanned plan beats the planner's`(_ batch: UInt64) throws {
        var generator = SeededGenerator(seed: 7000 + batch)
        var compared = 0
        while compared < 12 {
            let problem = try PlantedProblem.make(&generator)
            guard Planner.leastBudgetFLOPs(problem) < problem.budgetFLOPs else { continue }
            let plan = try #require(try Planner.plan(problem).distillation)
            let scanned = try DenseScan(problem: problem).leastLoss()
            #expect(plan.studentLossNats <= scanned + 1e-12, "\(problem)")
            try expectHonest(plan, problem)
            compared += 1
        }
    }

    /// The plan's losses and FLOPs are what the laws' and the cost's public functions give for its allocation.
    private func expectHonest(_ plan: DistillationPlan, _ problem: PlanningProblem) throws {
        let (law, cost) = (problem.law, problem.cost)
        let teacherLoss = try law.supervised.lossNats(
            parameters: plan.teacherParameters, tokens: plan.teacherTokens)
        let studentLoss = try law.distillation.unwrapped().studentLossNats(
            studentParameters: problem.studentParameters, studentTokens: plan.studentTokens,
            teacherLossNats: teacherLoss, supervised: law.supervised)
        let flops =
            cost.trainingFLOPs(parameters: problem.studentParameters, tokens: plan.studentTokens)
            + problem.weights.teacherLogits
            * cost.logitsFLOPs(teacherParameters: plan.teacherParameters, studentTokens: plan.studentTokens)
            + problem.weights.teacherPretraining
            * cost.trainingFLOPs(parameters: plan.teacherParameters, tokens: plan.teacherTokens)
        // exp(log L) rounds L by up to 3e-16, and the cutoff multiplies that by 1/f1 times its own exponent.
        #expect(relativeError(plan.teacherLossNats, teacherLoss) < 1e-14)
        #expect(relativeError(plan.studentLossNats, studentLoss) < 1e-12)
        #expect(flops <= problem.budgetFLOPs * (1 + 1e-12))
        #expect(relativeError(plan.compute.total, flops) < 1e-15)
    }

    @Test func `thousands of planted problems satisfy the conditions of an optimum`() throws {
        var generator = SeededGenerator(seed: 42)
        var solved = 0
        var twoBasins = 0
        while solved < 3000 {
            let problem = try PlantedProblem.make(&generator)
            guard Planner.leastBudgetFLOPs(problem) < problem.budgetFLOPs else { continue }
            let plan = try #require(try Planner.plan(problem).distillation)
            // Where a bound leaves one term a 1e-9th of e^σ, its variable has 1e-7 of its digits left.
            #expect(plan.certificate.stationarityResidual < 1e-6, "\(problem) \(plan)")
            #expect(plan.certificate.budgetResidual <= 1e-12)
            if plan.certificate.basins > 1 { twoBasins += 1 }
            solved += 1
        }
        // The sample must hold what the search is for.
        #expect(twoBasins > 0)
    }

    /// Two basins: a small overtrained teacher with many student tokens, and a huge teacher with few.
    ///
    /// Under the printed law the better one changes between these budgets, and a solver that follows one start is
    /// wrong on one side.
    @Test func `the better of two separate minima is found on both sides of their crossing`() throws {
        let law = try LawCatalog.published.set("busbridge-2025-printed").unwrapped()
        let plans = try [1e21, 1e22].map { budget in
            try Planner.plan(
                PlanningProblem(
                    law: law, budgetFLOPs: budget, studentParameters: 3e9,
                    weights: Scenario.teacherInference.weights)
            ).distillation.unwrapped()
        }
        // A dense scan finds 88.9 B and 4.06 B.
        #expect(relativeError(plans[0].teacherParameters, 88.9e9) < 0.01)
        #expect(relativeError(plans[1].teacherParameters, 4.06e9) < 0.01)
    }

    @Test func `the same problem has the same plan to the bit`() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let problem = try PlantedProblem.make(&generator)
            guard Planner.leastBudgetFLOPs(problem) < problem.budgetFLOPs else { continue }
            #expect(try Planner.plan(problem) == Planner.plan(problem))
        }
    }

    /// More budget, and wider bounds, never make a better plan impossible.
    @Test func `losses fall with the budget and rise with every bound`() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let problem = try PlantedProblem.make(&generator)
            guard Planner.leastBudgetFLOPs(problem) < problem.budgetFLOPs else { continue }
            func loss(_ factor: Double, _ teacher: Bounds) throws -> Double {
                try Planner.plan(
                    PlanningProblem(
                        law: problem.law, budgetFLOPs: factor * problem.budgetFLOPs,
                        studentParameters: problem.studentParameters, studentTokens: problem.studentTokens,
                        teacherParameters: teacher, teacherTokens: problem.teacherTokens, weights: problem.weights)
                ).distillation.unwrapped().studentLossNats
            }
            let here = try loss(1, problem.teacherParameters)
            #expect(try loss(1.5, problem.teacherParameters) <= here + 1e-12, "\(problem)")
            #expect(try loss(1, .all) <= here + 1e-12, "\(problem)")
        }
    }
}
