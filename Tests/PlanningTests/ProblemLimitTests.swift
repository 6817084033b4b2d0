import Planning
import ScalingLaws
import TestSupport
import Testing

/// What happens at the edges of a problem: its domain, its least budget, its bounds.
@Suite struct `Problem limits` {
    static let law = CoefficientSet.published[0]

    @Test(arguments: [0, -1, 0.99, 1.1e40, .infinity, .nan])
    func `budgets outside the domain are refused by name`(_ budget: Double) {
        let error = #expect(throws: DomainError.self) {
            try PlanningProblem(
                law: Self.law, budgetFLOPs: budget, studentParameters: 1e9, weights: Scenario.bestCase.weights)
        }
        #expect(error?.quantity == "budgetFLOPs" && error?.domain == PlanningProblem.budgetDomain)
    }

    @Test(arguments: [0, -1, 999_999, 1.1e17, .infinity, .nan])
    func `students and bounds outside the domain are refused by name`(_ value: Double) {
        let student = #expect(throws: DomainError.self) {
            try PlanningProblem(
                law: Self.law, budgetFLOPs: 1e22, studentParameters: value, weights: Scenario.bestCase.weights)
        }
        #expect(student?.quantity == "studentParameters")
        #expect(#expect(throws: DomainError.self) { try Bounds(value, 1e9) }?.quantity == "lower")
        #expect(#expect(throws: DomainError.self) { try Bounds(1e6, value) }?.quantity == "upper")
    }

    @Test func `bounds that cross are refused with the range that would do`() {
        let error = #expect(throws: DomainError.self) { try Bounds(2e9, 1e9) }
        #expect(error == DomainError(quantity: "upper", value: 1e9, domain: Domain(2e9, 1e17)))
    }

    @Test func `weights outside zero to one are refused by name`() {
        for bad in [-0.1, 1.1, .nan, .infinity] {
            let logits = #expect(throws: DomainError.self) {
                try CostWeights(teacherLogits: bad, teacherPretraining: 0)
            }
            let pretraining = #expect(throws: DomainError.self) {
                try CostWeights(teacherLogits: 0, teacherPretraining: bad)
            }
            #expect(logits?.quantity == "teacherLogits" && pretraining?.quantity == "teacherPretraining")
        }
    }

    /// The error's own number must be a budget that works, and anything clearly below it one that does not.
    @Test(arguments: Scenario.allCases)
    func `the least budget is exactly that`(_ scenario: Scenario) throws {
        func problem(_ budget: Double) throws -> PlanningProblem {
            try PlanningProblem(
                law: Self.law, budgetFLOPs: budget, studentParameters: 1e9, studentTokens: Bounds(1e10, 1e12),
                teacherParameters: Bounds(3e9, 7e9), teacherTokens: .fixed(6e10), weights: scenario.weights)
        }
        let failure = #expect(throws: PlanningError.self) { try Planner.plan(problem(1e15)) }
        guard case .budgetTooSmall(let least) = failure else { return }
        #expect(least == Planner.leastBudgetFLOPs(try problem(1e15)))
        let plan = try Planner.plan(problem(least)).distillation.unwrapped()
        #expect(plan.compute.total <= least * (1 + 1e-12))
        #expect(plan.studentTokens == 1e10)
        if scenario != .bestCase { #expect(plan.teacherParameters == 3e9) }
        #expect(throws: PlanningError.self) { try Planner.plan(problem(least * (1 - 1e-6))) }
    }

    @Test func `everything fixed is a plan, not a search`() throws {
        let problem = try PlanningProblem(
            law: Self.law, budgetFLOPs: 1e22, studentParameters: 1e9, studentTokens: .fixed(1e11),
            teacherParameters: .fixed(7e9), teacherTokens: .fixed(1e11),
            weights: Scenario.teacherPretrainingInference.weights)
        let plan = try Planner.plan(problem).distillation.unwrapped()
        #expect(plan.studentTokens == 1e11 && plan.teacherParameters == 7e9 && plan.teacherTokens == 1e11)
        #expect(plan.activeBounds.isEmpty && plan.certificate.stationarityResidual == 0)
    }

    @Test func `at its bounds a plan stands exactly on them`() throws {
        let problem = try PlanningProblem(
            law: Self.law, budgetFLOPs: 1e24, studentParameters: 1e9, studentTokens: Bounds(1e6, 3e11),
            teacherParameters: Bounds(1e6, 1.7e9), teacherTokens: Bounds(1e6, 2.3e12),
            weights: Scenario.teacherInference.weights)
        let plan = try Planner.plan(problem).distillation.unwrapped()
        #expect(plan.studentTokens == 3e11)
        #expect(
            plan.activeBounds.map { "\($0.variable.rawValue).\($0.end.rawValue)" }
                .contains("student.tokens.max"))
        for bound in plan.activeBounds {
            let value =
                switch bound.variable {
                case .studentParameters: plan.studentParameters
                case .studentTokens: plan.studentTokens
                case .teacherParameters: plan.teacherParameters
                case .teacherTokens: plan.teacherTokens
                }
            #expect(value == bound.value)
        }
    }

    @Test func `in the best case the teacher is the cheapest of its loss`() throws {
        for budget in [1e20, 1e22, 1e24] {
            let problem = try PlanningProblem(
                law: Self.law, budgetFLOPs: budget, studentParameters: 1e9, weights: Scenario.bestCase.weights)
            let plan = try Planner.plan(problem).distillation.unwrapped()
            let cost = problem.cost.trainingFLOPs(parameters: plan.teacherParameters, tokens: plan.teacherTokens)
            let sum = Self.sum(plan.teacherParameters, plan.teacherTokens)
            for factor in [0.8, 0.99, 1.01, 1.25] {
                // Another teacher of the same loss: N moved, D solved for.
                let parameters = plan.teacherParameters * factor
                let rest = sum - Self.law.supervised.parameterWeight * power(parameters, -0.408)
                let tokens = power(rest / Self.law.supervised.tokenWeight, -1 / 0.431)
                #expect(problem.cost.trainingFLOPs(parameters: parameters, tokens: tokens) > cost)
            }
        }
    }

    /// A/N^α + B/D^β of Table 6.
    private static func sum(_ parameters: Double, _ tokens: Double) -> Double {
        law.supervised.parameterWeight * power(parameters, -0.408)
            + law.supervised.tokenWeight * power(tokens, -0.431)
    }

    @Test func `a supervised law gives a supervised plan, and compares nothing`() throws {
        let law = try LawCatalog.published.set("hoffmann-2022").unwrapped()
        let plan = try Planner.plan(
            PlanningProblem(
                law: law, budgetFLOPs: 5.76e23, studentParameters: 70e9, weights: Scenario.bestCase.weights))
        #expect(plan.distillation == nil && plan.recommendation == nil && plan.lossAdvantageNats == nil)
        #expect(relativeError(plan.alone.studentTokens, 5.76e23 / 6 / 70e9) < 1e-15)
        #expect(plan.warnings.contains(.supervisedLawOnly))
    }
}
