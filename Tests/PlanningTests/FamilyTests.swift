import Foundation
import Planning
import ScalingLaws
import TestSupport
import Testing

/// Several students that share one teacher and one budget.
@Suite struct `A family` {
    /// Problems of families under the published laws, and under random ones, of one size to five.
    static func problem(_ generator: inout SeededGenerator, members: Int) throws -> FamilyProblem {
        while true {
            let base = try PlantedProblem.make(&generator)
            let law =
                Bool.random(using: &generator)
                ? base.law : WholeProblem.pick(CoefficientSet.published.filter { $0.distillation != nil }, &generator)
            let template = try PlanningProblem(
                law: law, budgetFLOPs: base.budgetFLOPs,
                student: StudentLimits(
                    tokens: base.student.tokens,
                    servingTokens: WholeProblem.pick([0, generator.logUniform(1e9...1e13)], &generator)),
                teacher: base.teacher, weights: base.weights)
            let family = try FamilyProblem(
                template: template,
                members: (0..<members).map { _ in
                    try FamilyMember(
                        parameters: generator.logUniform(1e7...1e11),
                        weight: WholeProblem.pick([nil, generator.logUniform(0.1...10)], &generator),
                        count: Int.random(in: 1...4, using: &generator))
                })
            if Planner.leastBudgetFLOPs(family) < template.budgetFLOPs { return family }
        }
    }

    /// A single student's plan is found by another search.
    @Test func `of one is a plan`() throws {
        var generator = SeededGenerator(seed: 1300)
        for _ in 0..<120 {
            let random = try Self.problem(&generator, members: 1)
            let size = random.members[0].parameters
            let family = try FamilyProblem(
                template: random.template, members: [FamilyMember(parameters: size, weight: 0.3)])
            guard Planner.leastBudgetFLOPs(family) < random.template.budgetFLOPs else { continue }
            let plan = try Planner.plan(random.template.asking(parameters: .fixed(size)))
            let found = try Planner.plan(family)
            let (single, shared) = (try plan.distillation.unwrapped(), try found.distillation.unwrapped())
            // Both searches locate a minimum to more digits than the loss shows.
            #expect(abs(single.studentLossNats - shared.students.lossNats) < 1e-11, "\(family)")
            #expect(abs(plan.alone.studentLossNats - found.supervised.lossNats) < 1e-13, "\(family)")
            #expect(shared.certificate.stationarityResidual < 1e-6, "\(family) \(shared)")
            #expect(plan.recommendation == found.recommendation)
        }
    }

    @Test(arguments: 0..<4) func `has no better allocation`(_ batch: UInt64) throws {
        var generator = SeededGenerator(seed: 1400 + batch)
        for _ in 0..<12 {
            let problem = try Self.problem(&generator, members: Int.random(in: 2...4, using: &generator))
            let plan = try Planner.plan(problem)
            let distilled = try plan.distillation.unwrapped()
            let scan = FamilyScan(problem: problem)
            #expect(distilled.students.lossNats <= (try scan.leastDistilledLoss(&generator)) + 1e-9, "\(problem)")
            #expect(plan.supervised.lossNats <= (try scan.leastSupervisedLoss(&generator)) + 1e-9, "\(problem)")
            try expectHonest(distilled, problem)
            #expect(distilled.certificate.stationarityResidual < 1e-6, "\(problem) \(distilled)")
        }
    }

    /// The losses and FLOPs are what the public functions of the laws give for the allocation.
    private func expectHonest(_ plan: FamilyDistillation, _ problem: FamilyProblem) throws {
        let (template, teacher) = (problem.template, plan.teacher)
        let (parameters, tokens) = (try teacher.parameters.unwrapped(), try teacher.tokens.unwrapped())
        var flops =
            template.weights.teacherPretraining * template.cost.trainingFLOPs(parameters: parameters, tokens: tokens)
        var (loss, weights) = (0.0, 0.0)
        for member in plan.students.members {
            let count = Double(member.member.count)
            flops +=
                count
                * (template.cost.trainingFLOPs(parameters: member.member.parameters, tokens: member.tokens)
                    + template.weights.teacherLogits
                    * template.cost.logitsFLOPs(teacherParameters: parameters, studentTokens: member.tokens)
                    + template.student.servingTokens
                    * template.cost.forwardFLOPsPerToken(parameters: member.member.parameters))
            let expected = try template.law.distillation.unwrapped().studentLossNats(
                studentParameters: member.member.parameters, studentTokens: member.tokens,
                teacherLossNats: teacher.lossNats, supervised: template.law.supervised)
            #expect(relativeError(member.lossNats, expected) < 1e-12)
            loss += member.member.weight * member.lossNats
            weights += member.member.weight
            #expect((template.student.tokens.lower...template.student.tokens.upper).contains(member.tokens))
        }
        #expect(relativeError(plan.students.lossNats, loss / weights) < 1e-14)
        #expect(relativeError(plan.students.compute.total, flops) < 1e-13)
        // Tokens that are within 1e-10 of a bound are put on it.
        #expect(flops <= template.budgetFLOPs * (1 + 1e-10))
    }

    @Test func `ends soon where the budget is next to nothing`() throws {
        let template = try PlanningProblem(
            law: .published[0], budgetFLOPs: 3_924_779_502_748_547, student: StudentLimits(),
            teacher: .trained(
                parameters: Bounds(1e6, 18_985_000_000), tokens: Bounds(668_560_000_000, 25.2e12)),
            weights: Scenario.teacherPretraining.weights, studentsSharingTeacher: 12345)
        let family = try FamilyProblem(template: template, members: [FamilyMember(parameters: 69_103_000)])
        let plan = try Planner.plan(family).distillation.unwrapped()
        let single = try Planner.plan(template.asking(parameters: .fixed(69_103_000))).distillation.unwrapped()
        // The answer is the same allocation; each loss is rounded a few times.
        #expect(abs(plan.students.lossNats - single.studentLossNats) < 1e-12)
        // A thousand evaluations take about three milliseconds.
        #expect(plan.certificate.evaluations < 1000)
    }

    @Test func `asks for as many copies as make the teacher pay`() throws {
        let law = CoefficientSet.published[0]
        let problem = try FamilyProblem(
            template: PlanningProblem(
                law: law, budgetFLOPs: 3e22, student: StudentLimits(), weights: Scenario.teacherPretraining.weights),
            members: [FamilyMember(parameters: 1e9), FamilyMember(parameters: 3e9, count: 2)])
        let plan = try Planner.plan(problem)
        let copies = try plan.copiesForTeacherToPay.unwrapped()
        func advantage(_ copies: Int) throws -> Double {
            try Planner.plan(
                FamilyProblem(template: problem.template.asking(sharing: copies), members: problem.members)
            ).lossAdvantageNats.unwrapped()
        }
        #expect(copies > 1)
        #expect(try advantage(copies) > 0)
        #expect(try advantage(copies - 1) <= 0)
    }

    @Test func `chooses the best of a menu`() throws {
        var generator = SeededGenerator(seed: 1500)
        for _ in 0..<15 {
            let problem = try Self.problem(&generator, members: 3)
            let teachers = try WholeProblem.menu(problem.template, &generator)
            func asked(_ teachers: [GivenTeacher]) throws -> FamilyPlan? {
                let template = try problem.template.asking(teacher: .given(teachers))
                return try? Planner.plan(FamilyProblem(template: template, members: problem.members))
            }
            let losses = try teachers.compactMap { try asked([$0])?.distillation?.students.lossNats }
            let plan = try asked(teachers)
            #expect(plan?.distillation?.students.lossNats == losses.min())
            #expect(plan.map { $0.menu.compactMap { $0.plan?.students.lossNats } } ?? [] == losses.sorted())
        }
    }

    @Test func `with too small a budget is refused with the least that would do`() throws {
        let problem = try FamilyProblem(
            template: PlanningProblem(
                law: CoefficientSet.published[0], budgetFLOPs: 1e10, student: StudentLimits(),
                weights: Scenario.bestCase.weights), members: [FamilyMember(parameters: 1e9)])
        let least = Planner.leastBudgetFLOPs(problem)
        #expect(throws: PlanningError.budgetTooSmall(leastBudgetFLOPs: least)) { try Planner.plan(problem) }
        let enough = try FamilyProblem(
            template: problem.template.asking(budgetFLOPs: least), members: problem.members)
        #expect(try Planner.plan(enough).distillation?.students.members[0].tokens == 1e6)
    }

    @Test func `has members within their domains`() {
        #expect(throws: DomainError.self) { try FamilyMember(parameters: 1e5) }
        #expect(throws: DomainError.self) { try FamilyMember(parameters: 1e9, weight: 0) }
        #expect(throws: DomainError.self) { try FamilyMember(parameters: 1e9, count: 0) }
    }
}

/// A family's problem solved by trying.
///
/// Teachers are tried on a grid and then nearer and nearer to the best, and the students' shares of what is left by
/// random steps that are kept where they help: equation 9 and the laws' public functions, and no calculus.
struct FamilyScan {
    let problem: FamilyProblem

    private var template: PlanningProblem { problem.template }

    func leastDistilledLoss(_ generator: inout SeededGenerator) throws -> Double {
        var best = (loss: Double.infinity, parameters: 0.0, tokens: 0.0)
        var ranges = (template.teacherParameters.logRange, template.teacherTokens.logRange)
        for _ in 0..<7 {
            for logParameters in ranges.0.points(13) {
                for logTokens in ranges.1.points(13) {
                    let parameters = template.teacherParameters.nearest(exp(logParameters))
                    let tokens = template.teacherTokens.nearest(exp(logTokens))
                    let loss = try distilledLoss(parameters, tokens, &generator)
                    if loss < best.loss { best = (loss, log(parameters), log(tokens)) }
                }
            }
            guard best.loss < .infinity else { return .infinity }
            let widths = (ranges.0.width / 5, ranges.1.width / 5)
            ranges = (
                (best.parameters - widths.0...best.parameters + widths.0).clamped(
                    to: template.teacherParameters.logRange),
                (best.tokens - widths.1...best.tokens + widths.1).clamped(to: template.teacherTokens.logRange)
            )
        }
        return best.loss
    }

    func leastSupervisedLoss(_ generator: inout SeededGenerator) throws -> Double {
        let law = template.law.supervised
        let costs = problem.members.map { 3 * template.cost.forwardFLOPsPerToken(parameters: $0.parameters) }
        return try least(costs, template.budgetFLOPs - serving, steps: 400, &generator) { member, tokens in
            try law.lossNats(parameters: member.parameters, tokens: tokens)
        }
    }

    private func distilledLoss(
        _ parameters: Double, _ tokens: Double, _ generator: inout SeededGenerator
    ) throws -> Double {
        let forward = template.cost.forwardFLOPsPerToken(parameters: parameters)
        let teacherLoss = try template.law.supervised.lossNats(parameters: parameters, tokens: tokens)
        guard teacherLoss <= 30 else { return .infinity }
        let law = try template.law.distillation.unwrapped()
        let costs = problem.members.map {
            3 * template.cost.forwardFLOPsPerToken(parameters: $0.parameters)
                + template.weights.teacherLogits * forward
        }
        let left = template.budgetFLOPs - serving - template.weights.teacherPretraining * 3 * forward * tokens
        return try least(costs, left, steps: 40, &generator) { member, tokens in
            try law.studentLossNats(
                studentParameters: member.parameters, studentTokens: tokens, teacherLossNats: teacherLoss,
                supervised: template.law.supervised)
        }
    }

    private var serving: Double {
        problem.members.reduce(0) {
            $0 + Double($1.count) * template.student.servingTokens
                * template.cost.forwardFLOPsPerToken(parameters: $1.parameters)
        }
    }

    /// The least weighted loss over shares of `flops`, which start equal and move at random.
    private func least(
        _ costs: [Double], _ flops: Double, steps: Int, _ generator: inout SeededGenerator,
        _ loss: (FamilyMember, Double) throws -> Double
    ) throws -> Double {
        let bounds = template.student.tokens
        func weighted(_ shares: [Double]) throws -> Double {
            var (sum, weights) = (0.0, 0.0)
            for (index, member) in problem.members.enumerated() {
                let tokens = min(flops * shares[index] / (costs[index] * Double(member.count)), bounds.upper)
                guard tokens >= bounds.lower else { return .infinity }
                sum += member.weight * (try loss(member, tokens))
                weights += member.weight
            }
            return sum / weights
        }
        var shares = costs.map { _ in 1 / Double(costs.count) }
        var best = try weighted(shares)
        for step in 0..<steps {
            let size = pow(0.9, Double(step) / 2)
            let moved = shares.map { $0 * exp(size * Double.random(in: -1...1, using: &generator)) }
            let sum = moved.reduce(0, +)
            let candidate = moved.map { $0 / sum }
            let loss = try weighted(candidate)
            if loss < best { (best, shares) = (loss, candidate) }
        }
        return best
    }
}
