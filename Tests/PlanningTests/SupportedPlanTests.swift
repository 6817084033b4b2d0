import Foundation
import Planning
import ScalingLaws
import TestSupport
import Testing

/// Plans that keep inside the runs behind the law.
@Suite struct `Plans inside the runs` {
    static let law = CoefficientSet.published[0]

    private static func problem(
        _ generator: inout SeededGenerator, parameters: Bounds? = nil, teacher: Teacher = .free
    ) throws -> PlanningProblem {
        let size = generator.logUniform(143e6...7.75e9)
        return try PlanningProblem(
            law: law, budgetFLOPs: generator.logUniform(1e20...1e24),
            student: StudentLimits(
                parameters: parameters ?? .fixed(size),
                tokens: WholeProblem.pick([.all, .all, Bounds(1e6, generator.logUniform(1e10...3e11))], &generator)),
            teacher: teacher, weights: WholeProblem.pick(Scenario.allCases, &generator).weights, support: .constrain)
    }

    /// The region by its own account: half-spaces and ranges, not the slices that the planner follows.
    private func expectInside(_ plan: DistillationPlan, _ sourceLocation: SourceLocation = #_sourceLocation) throws {
        let support = Self.law.support
        // Corners and slices are rounded to 1e-12 of the logarithms.
        #expect(
            try support.hull.unwrapped().contains(
                studentParameters: plan.studentParameters, studentTokens: plan.studentTokens,
                teacherLossNats: plan.teacher.lossNats, tolerance: 1e-9), sourceLocation: sourceLocation)
        let values: [(SupportedQuantity, Double?)] = [
            (.studentTokensPerParameter, plan.studentTokens / plan.studentParameters),
            (.teacherParameters, plan.teacher.parameters),
        ]
        for (quantity, value) in values {
            guard let value, let range = support.ranges[quantity] else { continue }
            #expect(
                value >= range.lowerBound * (1 - 1e-9) && value <= range.upperBound * (1 + 1e-9),
                sourceLocation: sourceLocation)
        }
    }

    @Test func `are inside, within the budget, and say what that costs`() throws {
        var generator = SeededGenerator(seed: 1600)
        var found = 0
        for _ in 0..<150 {
            let problem = try Self.problem(&generator)
            guard let plan = try? Planner.plan(problem) else { continue }
            found += 1
            let distilled = try plan.distillation.unwrapped()
            try expectInside(distilled)
            #expect(distilled.compute.total <= problem.budgetFLOPs * (1 + 1e-9))
            #expect(distilled.certificate.stationarityResidual < 1e-6, "\(problem) \(distilled)")
            let anywhere = try problem.unconstrained.leastLossNats
            let cost = try plan.supportCost.unwrapped().distillationNats.unwrapped()
            #expect(distilled.studentLossNats >= anywhere - 1e-12)
            #expect(abs(cost - (distilled.studentLossNats - anywhere)) < 1e-12)
        }
        #expect(found > 60)
    }

    /// Teachers on a grid, each with the most tokens that the hull has for it and the budget pays for.
    @Test func `are no worse than any scanned plan inside`() throws {
        var generator = SeededGenerator(seed: 1700)
        var found = 0
        while found < 12 {
            let problem = try Self.problem(&generator)
            guard let plan = try? Planner.plan(problem) else { continue }
            found += 1
            let best = try plan.distillation.unwrapped().studentLossNats
            let scanned = try leastScannedLoss(problem, generator: &generator)
            #expect(best <= scanned + 1e-9, "\(problem) \(scanned)")
        }
    }

    private func leastScannedLoss(_ problem: PlanningProblem, generator: inout SeededGenerator) throws -> Double {
        let support = Self.law.support
        let hull = try support.hull.unwrapped()
        let size = problem.student.parameters.lower
        let ratios = try support.ranges[.studentTokensPerParameter].unwrapped()
        let sizes = try support.ranges[.teacherParameters].unwrapped()
        var least = Double.infinity
        for logParameters in (log(sizes.lowerBound)...log(sizes.upperBound)).points(90) {
            for logTokens in (log(1e6)...log(1e17)).points(160) {
                let (parameters, tokens) = (exp(logParameters), min(max(exp(logTokens), 1e6), 1e17))
                let loss = try Self.law.supervised.lossNats(parameters: parameters, tokens: tokens)
                let forward = problem.cost.forwardFLOPsPerToken(parameters: parameters)
                let left = problem.budgetFLOPs - problem.weights.teacherPretraining * 3 * forward * tokens
                let perToken =
                    3 * problem.cost.forwardFLOPsPerToken(parameters: size) + problem.weights.teacherLogits * forward
                let most = min(left / perToken, problem.student.tokens.upper, ratios.upperBound * size, 1e17)
                guard most >= max(1e6, ratios.lowerBound * size) else { continue }
                // The hull is convex: below the most tokens inside it, all are as long as there is one.
                for share in [0, 0.02, 0.1, 0.3, 0.6, 1, 1.5, 2, 3] {
                    let count = most * exp(-share)
                    let isInside = hull.contains(
                        studentParameters: size, studentTokens: count, teacherLossNats: loss, tolerance: 0)
                    guard isInside, count >= max(1e6, ratios.lowerBound * size) else { continue }
                    let student = try Self.law.distillation.unwrapped().studentLossNats(
                        studentParameters: size, studentTokens: count, teacherLossNats: loss,
                        supervised: Self.law.supervised)
                    least = min(least, student)
                    break
                }
            }
        }
        return least
    }

    @Test func `have the best size inside`() throws {
        var generator = SeededGenerator(seed: 1800)
        for _ in 0..<6 {
            let problem = try Self.problem(&generator, parameters: .all)
            guard let plan = try? Planner.plan(problem) else { continue }
            let best = try plan.distillation.unwrapped()
            try expectInside(best)
            for size in (log(143e6)...log(7.75e9)).points(77).map(exp) {
                let fixed = try problem.inside(parameters: .fixed(min(max(size, 143e6), 7.75e9)))
                guard let other = (try? Planner.plan(fixed))?.distillation else { continue }
                // Sizes are two hundredths of an e-fold apart before they are narrowed down.
                #expect(best.studentLossNats <= other.studentLossNats + 1e-7, "\(size) \(problem)")
            }
        }
    }

    @Test func `take given teachers that are inside`() throws {
        let inside = try GivenTeacher(name: "inside", parameters: 3e9, tokens: nil, lossNats: 2.05, law: Self.law)
        let outside = try GivenTeacher(name: "outside", parameters: 3e9, tokens: nil, lossNats: 1.8, law: Self.law)
        let problem = try PlanningProblem(
            law: Self.law, budgetFLOPs: 1e21, student: StudentLimits(parameters: .fixed(1e9)),
            teacher: .given([outside, inside]), weights: Scenario.teacherInference.weights, support: .constrain)
        let plan = try Planner.plan(problem)
        #expect(plan.menu.map(\.teacher.name) == ["inside", "outside"] && plan.menu[1].plan == nil)
        try expectInside(try plan.distillation.unwrapped())
    }

    @Test func `are refused where there is none, with the budget that has one`() throws {
        func problem(_ size: Double, _ budget: Double) throws -> PlanningProblem {
            try PlanningProblem(
                law: Self.law, budgetFLOPs: budget, student: StudentLimits(parameters: .fixed(size)),
                weights: Scenario.teacherInference.weights, support: .constrain)
        }
        #expect(throws: PlanningError.outsideSupport(leastBudgetFLOPs: nil)) { try Planner.plan(problem(1e10, 1e24)) }
        let refusal = #expect(throws: PlanningError.self) { try Planner.plan(problem(1e9, 1e19)) }
        guard case .outsideSupport(let least?) = refusal else {
            Issue.record("a budget that pays for nothing inside has a least one that does")
            return
        }
        #expect(try Planner.plan(problem(1e9, least)).distillation != nil)
        #expect((try? Planner.plan(problem(1e9, least * 0.999))) == nil)
    }

    /// The runs of students above 1.82 B had one teacher loss only, so most of the ranges' box is outside the hull.
    @Test func `are told from plans whose numbers are in range one by one`() throws {
        func warnings(_ loss: Double) throws -> [PlanWarning] {
            let teacher = try GivenTeacher(name: nil, parameters: 3e9, tokens: nil, lossNats: loss, law: Self.law)
            return try Planner.plan(
                PlanningProblem(
                    law: Self.law, budgetFLOPs: 1e40,
                    student: StudentLimits(parameters: .fixed(4.82e9), tokens: .fixed(2e11)),
                    teacher: .given([teacher]),
                    weights: Scenario.bestCase.weights)
            ).warnings
        }
        let hull = try Self.law.support.hull.unwrapped()
        for (loss, isInside) in [(1.8953, true), (2.5, false)] {
            #expect(
                hull.contains(studentParameters: 4.82e9, studentTokens: 2e11, teacherLossNats: loss) == isInside)
            let isTold = try warnings(loss).contains { if case .outsideHull = $0 { true } else { false } }
            #expect(isTold == !isInside)
        }
    }

    /// A student far larger than any of the runs has no loss at all inside them, not one out of reach.
    @Test(arguments: [6.2, 1.5]) func `no target is reached where nothing is inside`(_ lossNats: Double) throws {
        let problem = try PlanningProblem(
            law: Self.law, budgetFLOPs: 1e22, student: StudentLimits(parameters: .fixed(3.2888e11)),
            teacher: .trained(parameters: Bounds(5.1162e9, 8.1774e10), tokens: .all),
            weights: Scenario.teacherInference.weights, support: .constrain)
        #expect(throws: PlanningError.outsideSupport(leastBudgetFLOPs: nil)) {
            try Planner.plan(problem, reaching: lossNats)
        }
    }

    @Test func `keep supervised training to its ranges`() throws {
        for budget in [1e20, 1e21, 1e22, 1e23] {
            let problem = try PlanningProblem(
                law: Self.law, budgetFLOPs: budget, student: StudentLimits(),
                weights: Scenario.bestCase.weights, support: .constrain)
            let alone = try Planner.plan(problem).alone
            let ranges = Self.law.support.ranges
            for (quantity, value) in [
                (SupportedQuantity.studentParameters, alone.studentParameters), (.studentTokens, alone.studentTokens),
                (.studentTokensPerParameter, alone.studentTokens / alone.studentParameters),
            ] {
                let range = try ranges[quantity].unwrapped()
                #expect(value >= range.lowerBound * (1 - 1e-9) && value <= range.upperBound * (1 + 1e-9))
            }
            for logSize in (log(143e6)...log(7.75e9)).points(200) {
                let size = min(max(exp(logSize), 143e6), 7.75e9)
                let affordable = budget / problem.cost.trainingFLOPs(parameters: size, tokens: 1)
                let tokens = min(affordable, 515e9, 202.1 * size)
                guard tokens >= max(3.7e9, 16.57 * size) else { continue }
                let loss = try Self.law.supervised.lossNats(parameters: size, tokens: tokens)
                #expect(alone.studentLossNats <= loss + 1e-12)
            }
        }
    }
}

extension PlanningProblem {
    fileprivate var unconstrained: PlanningProblem { get throws { try inside(support: .warn) } }

    fileprivate func inside(parameters: Bounds? = nil, support: SupportUse = .constrain) throws -> PlanningProblem {
        try PlanningProblem(
            law: law, cost: cost, budgetFLOPs: budgetFLOPs,
            student: StudentLimits(parameters: parameters ?? student.parameters, tokens: student.tokens),
            teacher: teacher, weights: weights, support: support)
    }
}
