import Foundation
import Planning
import ScalingLaws
import TestSupport

/// Problems over everything that can be asked, under laws of random coefficients; the same from the same seed.
enum WholeProblem {
    /// A problem that has a plan, with the student's size fixed, bounded or free.
    static func make(_ generator: inout SeededGenerator) throws -> PlanningProblem {
        while true {
            let base = try PlantedProblem.make(&generator)
            let problem = try PlanningProblem(
                law: base.law, budgetFLOPs: base.budgetFLOPs, student: student(like: base, &generator),
                teacher: base.teacher, weights: base.weights,
                studentsSharingTeacher: pick([1, 1, 2, 10, 1000], &generator))
            if Planner.leastBudgetFLOPs(problem) < problem.budgetFLOPs { return problem }
        }
    }

    private static func student(
        like problem: PlanningProblem, _ generator: inout SeededGenerator
    ) throws -> StudentLimits {
        let size = problem.studentParameters
        let unique = pick([nil, nil, generator.logUniform(1e9...1e13)], &generator)
        return try StudentLimits(
            parameters: pick([.all, .fixed(size), Bounds(size / 3, size * 30), Bounds(1e6, size)], &generator),
            tokens: problem.studentTokens, uniqueTokens: unique,
            repetitionIsWorthLess: unique != nil && Bool.random(using: &generator),
            servingTokens: pick([0, 0, generator.logUniform(1e9...1e14)], &generator))
    }

    /// A menu of teachers that are known in full, near the sizes and tokens that the budget allows.
    static func menu(_ problem: PlanningProblem, _ generator: inout SeededGenerator) throws -> [GivenTeacher] {
        try (0..<Int.random(in: 1...12, using: &generator)).map { index in
            let (parameters, tokens) = (generator.logUniform(1e7...1e12), generator.logUniform(1e9...1e14))
            let trained = try GivenTeacher(name: "\(index)", parameters: parameters, tokens: tokens, law: problem.law)
            let measured = trained.lossNats * Double.random(in: 0.98...1.02, using: &generator)
            guard Bool.random(using: &generator), GivenTeacher.lossDomain(problem.law).contains(measured) else {
                return trained
            }
            return try GivenTeacher(
                name: "\(index)", parameters: parameters, tokens: tokens, lossNats: measured, law: problem.law)
        }
    }

    static func pick<Value>(_ values: [Value], _ generator: inout SeededGenerator) -> Value {
        values[Int.random(in: values.indices, using: &generator)]
    }
}

extension PlanningProblem {
    /// The same question with something else in its place.
    func asking(
        budgetFLOPs: Double? = nil, parameters: Bounds? = nil, tokens: Bounds? = nil, teacher: Teacher? = nil,
        weights: CostWeights? = nil, sharing: Int? = nil, servingTokens: Double? = nil
    ) throws -> PlanningProblem {
        try PlanningProblem(
            law: law, cost: cost, budgetFLOPs: budgetFLOPs ?? self.budgetFLOPs,
            student: StudentLimits(
                parameters: parameters ?? student.parameters, tokens: tokens ?? student.tokens,
                uniqueTokens: student.uniqueTokens, repetitionIsWorthLess: student.repetition != nil,
                servingTokens: servingTokens ?? student.servingTokens),
            teacher: teacher ?? self.teacher, weights: weights ?? sharedWeights,
            studentsSharingTeacher: sharing ?? studentsSharingTeacher)
    }

    /// The student's loss in the best plan; infinite where there is none.
    var leastLossNats: Double {
        (try? Planner.plan(self))?.distillation?.studentLossNats ?? .infinity
    }
}
