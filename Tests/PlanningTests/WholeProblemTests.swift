import Foundation
import Planning
import ScalingLaws
import TestSupport
import Testing

/// What must hold between the answers to different questions, whatever the law.
@Suite struct `The whole problem` {
    /// Plans for one size are checked by scans of their own; here the best size is looked for among many.
    @Test(arguments: 0..<4) func `no size beats the size that is planned`(_ batch: UInt64) throws {
        var generator = SeededGenerator(seed: 500 + batch)
        for _ in 0..<40 {
            let problem = try WholeProblem.make(&generator)
            let plan = try Planner.plan(problem)
            let (distilled, alone) = (try plan.distillation.unwrapped(), plan.alone)
            for logSize in problem.student.parameters.logRange.points(120) {
                let size = problem.student.parameters.nearest(exp(logSize))
                guard let other = try? Planner.plan(try problem.asking(parameters: .fixed(size))) else { continue }
                // Both losses are sums of terms that are rounded to 1e-16 of themselves.
                #expect(
                    distilled.studentLossNats <= (try other.distillation.unwrapped().studentLossNats) + 1e-12,
                    "\(problem) \(size)")
                #expect(alone.studentLossNats <= other.alone.studentLossNats + 1e-12, "\(problem) \(size)")
            }
            #expect(distilled.certificate.stationarityResidual < 1e-6, "\(problem)")
            #expect(distilled.compute.total <= problem.budgetFLOPs * (1 + 1e-9))
            #expect(alone.compute.total <= problem.budgetFLOPs * (1 + 1e-9))
        }
    }

    @Test func `more budget and wider bounds never hurt`() throws {
        var generator = SeededGenerator(seed: 600)
        for _ in 0..<150 {
            let problem = try WholeProblem.make(&generator)
            let loss = problem.leastLossNats
            #expect(try problem.asking(budgetFLOPs: 1.5 * problem.budgetFLOPs).leastLossNats <= loss + 1e-12)
            #expect(try problem.asking(parameters: .all).leastLossNats <= loss + 1e-12, "\(problem)")
            #expect(try problem.asking(tokens: .all).leastLossNats <= loss + 1e-12, "\(problem)")
            #expect(try problem.asking(teacher: .free).leastLossNats <= loss + 1e-12, "\(problem)")
            #expect(try problem.asking(servingTokens: 0).leastLossNats <= loss + 1e-12, "\(problem)")
        }
    }

    @Test func `the best of a menu is the best of its teachers`() throws {
        var generator = SeededGenerator(seed: 700)
        for _ in 0..<60 {
            let problem = try WholeProblem.make(&generator)
            let teachers = try WholeProblem.menu(problem, &generator)
            let menu = try problem.asking(teacher: .given(teachers))
            let singles = try teachers.map { try menu.asking(teacher: .given([$0])).leastLossNats }
            #expect(menu.leastLossNats == singles.min())
            guard let plan = try? Planner.plan(menu) else { continue }
            #expect(plan.menu.map { $0.plan?.studentLossNats ?? .infinity } == singles.sorted())
            #expect(plan.menu.first?.plan == plan.distillation)
            #expect(Set(plan.menu.map(\.teacher)) == Set(teachers))
        }
    }

    /// A teacher of the loss that the law gives it is that teacher.
    @Test func `a teacher with fixed numbers is a given one`() throws {
        var generator = SeededGenerator(seed: 800)
        for _ in 0..<80 {
            let problem = try WholeProblem.make(&generator)
            let teacher = try WholeProblem.menu(problem.asking(), &generator)[0]
            let (parameters, tokens) = (try teacher.parameters.unwrapped(), try teacher.tokens.unwrapped())
            let trained = try GivenTeacher(name: nil, parameters: parameters, tokens: tokens, law: problem.law)
            let given = try problem.asking(teacher: .given([trained])).leastLossNats
            let fixed = try problem.asking(teacher: .trained(parameters: .fixed(parameters), tokens: .fixed(tokens)))
                .leastLossNats
            // exp(log L) rounds L by up to 3e-16, and the cutoff multiplies that by 1/f1 times its own exponent.
            #expect(given == fixed || abs(given - fixed) < 1e-10, "\(problem) \(teacher)")
        }
    }

    @Test func `students that share a teacher pay a share of its training`() throws {
        var generator = SeededGenerator(seed: 900)
        for _ in 0..<60 {
            let problem = try WholeProblem.make(&generator).asking(sharing: 8)
            let weights = try CostWeights(
                teacherLogits: problem.sharedWeights.teacherLogits,
                teacherPretraining: problem.sharedWeights.teacherPretraining / 8)
            #expect(problem.weights == weights)
            #expect(problem.leastLossNats == (try problem.asking(weights: weights, sharing: 1).leastLossNats))
        }
    }

    @Test func `the least compute to a plan's loss is the plan's`() throws {
        var generator = SeededGenerator(seed: 1000)
        var compared = 0
        while compared < 60 {
            let problem = try WholeProblem.make(&generator)
            let plan = try Planner.plan(problem)
            let distilled = try plan.distillation.unwrapped()
            // Where a budget is left over, or moves the loss by less than rounding, the loss does not tell it.
            let dearer = try problem.asking(budgetFLOPs: problem.budgetFLOPs * 1.001).leastLossNats
            guard distilled.studentLossNats - dearer > 1e-8 else { continue }
            let inverse = try Planner.plan(problem, reaching: distilled.studentLossNats)
            let found = try inverse.distillation.unwrapped()
            #expect(relativeError(found.compute.total, problem.budgetFLOPs) < 1e-6, "\(problem)")
            #expect(abs(found.studentLossNats - distilled.studentLossNats) < 1e-9)
            let alone = try Planner.plan(problem, reaching: plan.alone.studentLossNats).alone
            #expect(alone.compute.total <= problem.budgetFLOPs * (1 + 1e-6))
            #expect(alone.studentLossNats <= plan.alone.studentLossNats + 1e-9)
            compared += 1
        }
    }

    @Test func `a loss that nothing reaches is refused with the lowest that can be`() throws {
        let law = CoefficientSet.published[0]
        let problem = try PlanningProblem(
            law: law, budgetFLOPs: 1, studentParameters: 1e9, weights: Scenario.bestCase.weights)
        let richest = try problem.asking(budgetFLOPs: 1e40)
        let plan = try Planner.plan(richest)
        let lowest = min(plan.alone.studentLossNats, try plan.distillation.unwrapped().studentLossNats)
        #expect(throws: PlanningError.targetOutOfReach(lowestLossNats: lowest)) {
            try Planner.plan(problem, reaching: lowest - 1e-6)
        }
        let reached = try Planner.plan(problem, reaching: lowest + 1e-6)
        #expect(reached.distillation != nil || reached.supervised != nil)
    }

    @Test func `a flat range ends where the loss does`() throws {
        var generator = SeededGenerator(seed: 1100)
        for _ in 0..<12 {
            let problem = try WholeProblem.make(&generator)
            let plan = try Planner.plan(problem)
            let limit = try plan.distillation.unwrapped().studentLossNats + 0.001
            for range in Planner.flatRanges(of: plan, within: 0.001) {
                for (end, beyond) in [(range.lower, 1 - 1e-5), (range.upper, 1 + 1e-5)] {
                    let loss = try problem.fixing(range.variable, at: end).leastLossNats
                    // An end is located to 1e-6 of its logarithm.
                    #expect(loss <= limit + 1e-6, "\(problem) \(range)")
                    if try problem.isBound(range.variable, end) { continue }
                    let further = try problem.fixing(range.variable, at: end * beyond).leastLossNats
                    #expect(further > limit, "\(problem) \(range) \(further)")
                }
            }
        }
    }

    @Test func `a stronger teacher than the student can use is named`() throws {
        let law = CoefficientSet.published[0]
        let strong = try GivenTeacher(name: "strong", parameters: 7e10, tokens: 1.5e13, law: law)
        let plan = try Planner.plan(
            PlanningProblem(
                law: law, budgetFLOPs: 1e21, student: StudentLimits(parameters: .fixed(1e9)), teacher: .given([strong]),
                weights: Scenario.bestCase.weights))
        let distilled = try plan.distillation.unwrapped()
        let gap = try distilled.capacityGap.unwrapped()
        func loss(_ teacher: Double) throws -> Double {
            try law.distillation.unwrapped().studentLossNats(
                studentParameters: 1e9, studentTokens: distilled.studentTokens, teacherLossNats: teacher,
                supervised: law.supervised)
        }
        #expect(gap.bestTeacherLossNats > strong.lossNats && gap.studentLossNats < distilled.studentLossNats)
        #expect(abs(try loss(gap.bestTeacherLossNats) - gap.studentLossNats) < 1e-12)
        for factor in [0.999, 1.001] { #expect(try loss(gap.bestTeacherLossNats * factor) > gap.studentLossNats) }
        let weak = try GivenTeacher(
            name: "weak", parameters: 7e10, tokens: nil, lossNats: gap.bestTeacherLossNats * 1.01, law: law)
        let other = try Planner.plan(
            PlanningProblem(
                law: law, budgetFLOPs: 1e21, student: StudentLimits(parameters: .fixed(1e9)), teacher: .given([weak]),
                weights: Scenario.bestCase.weights))
        #expect(other.distillation?.capacityGap == nil)
    }
}

extension PlanningProblem {
    fileprivate func fixing(_ variable: ActiveBound.Variable, at value: Double) throws -> PlanningProblem {
        let bounds = try Bounds.fixed(value)
        return switch variable {
        case .studentParameters: try asking(parameters: bounds)
        case .studentTokens: try asking(tokens: bounds)
        case .teacherParameters: try asking(teacher: .trained(parameters: bounds, tokens: teacherTokens))
        case .teacherTokens: try asking(teacher: .trained(parameters: teacherParameters, tokens: bounds))
        }
    }

    fileprivate func isBound(_ variable: ActiveBound.Variable, _ value: Double) throws -> Bool {
        let bounds =
            switch variable {
            case .studentParameters: student.parameters
            case .studentTokens: student.tokens
            case .teacherParameters: teacherParameters
            case .teacherTokens: teacherTokens
            }
        return value == bounds.lower || value == bounds.upper
    }
}
