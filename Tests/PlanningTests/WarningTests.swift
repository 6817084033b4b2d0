import ScalingLaws
import TestSupport
import Testing

@testable import Planning

@Suite struct `Plan warnings` {
    private func plan(
        _ budget: Double, _ parameters: Double, _ scenario: Scenario = .teacherPretrainingInference,
        law: String = CoefficientSet.defaultName, tokens: Bounds = .all, teacherTokens: Bounds = .all
    ) throws -> Plan {
        try Planner.plan(
            PlanningProblem(
                law: LawCatalog.published.set(law).unwrapped(), budgetFLOPs: budget,
                studentParameters: parameters, studentTokens: tokens, teacherTokens: teacherTokens,
                weights: scenario.weights))
    }

    @Test func `inside the studied range there is nothing to warn of`() throws {
        let plan = try plan(3e20, 5e8, .teacherInference, teacherTokens: Bounds(1e6, 2e11))
        #expect(plan.warnings.filter { if case .activeBound = $0 { false } else { true } } == [])
    }

    @Test func `each quantity outside the studied range is named with its value and the range`() throws {
        let plan = try plan(1e26, 1e10)
        let distillation = try plan.distillation.unwrapped()
        let ranges = plan.problem.law.support.ranges
        let expected: [(PlanPart, SupportedQuantity, Double)] = [
            (.distillation, .studentParameters, 1e10),
            (.distillation, .studentTokens, distillation.studentTokens),
            (.distillation, .studentTokensPerParameter, distillation.studentTokens / 1e10),
            (.distillation, .teacherParameters, distillation.teacherParameters),
            (.distillation, .teacherLossNats, distillation.teacherLossNats),
            (.supervised, .studentParameters, 1e10),
            (.supervised, .studentTokens, plan.alone.studentTokens),
            (.supervised, .studentTokensPerParameter, plan.alone.studentTokens / 1e10),
        ]
        #expect(
            try plan.warnings
                == expected.map { part, quantity, value in
                    .extrapolation(
                        part: part, quantity: quantity, value: value, range: try ranges[quantity].unwrapped())
                })
    }

    @Test func `a teacher free of charge runs to its bound, and the plan says so`() throws {
        let plan = try plan(1e22, 1e9, .teacherInference)
        let bound = ActiveBound(variable: .teacherTokens, end: .upper, value: 1e17)
        #expect(plan.warnings.contains(.activeBound(part: .distillation, bound)))
        #expect(plan.distillation?.activeBounds == [bound])
    }

    @Test func `what a cap on tokens leaves over is said of both ways`() throws {
        let plan = try plan(1e25, 1e9, tokens: Bounds(1e6, 1e12))
        let distillation = try plan.distillation.unwrapped()
        let bound = ActiveBound(variable: .studentTokens, end: .upper, value: 1e12)
        #expect(plan.warnings.contains(.activeBound(part: .distillation, bound)))
        #expect(plan.warnings.contains(.activeBound(part: .supervised, bound)))
        #expect(
            plan.warnings.contains(.unspentBudget(part: .distillation, flops: 1e25 - distillation.compute.total)))
        #expect(
            plan.warnings.contains(.unspentBudget(part: .supervised, flops: 1e25 - plan.alone.compute.total)))
    }

    @Test func `the printed law says that it misses its runs`() throws {
        let plan = try plan(1e21, 1e9, law: "busbridge-2025-printed")
        let misfit = try plan.problem.law.misfit.unwrapped()
        #expect(
            plan.warnings.first
                == .lawMisfit(
                    runs: misfit.runs, meanRelativeError: misfit.meanRelativeError,
                    maxRelativeError: misfit.maxRelativeError))
    }

    @Test(arguments: [(9e-7, false), (1.1e-6, true)])
    func `a plan that is no optimum says so`(_ residual: Double, _ isWarned: Bool) throws {
        let plan = try plan(1e21, 1e9)
        let found = try plan.distillation.unwrapped()
        let unfinished = DistillationPlan(
            studentParameters: found.studentParameters, studentTokens: found.studentTokens,
            studentLossNats: found.studentLossNats, teacher: found.teacher, compute: found.compute, activeBounds: [],
            capacityGap: nil,
            certificate: Certificate(
                evaluations: 1, basins: 1, stationarityResidual: residual, budgetResidual: 0))
        let warnings = Planner.warnings(plan.problem, unfinished, plan.supervised)
        #expect(warnings.contains(.notConverged(stationarityResidual: residual)) == isWarned)
    }

    @Test func `a spent budget is not said to be left over`() throws {
        for budget in [1e20, 1e22, 1e24] {
            for scenario in Scenario.allCases {
                let found = try plan(budget, 1e9, scenario).warnings
                #expect(!found.contains { if case .unspentBudget = $0 { true } else { false } })
            }
        }
    }
}
