import Foundation
import Planning
import ScalingLaws
import TestSupport
import Testing

/// Questions whose answers are many plans.
@Suite struct `Tables of plans` {
    static let law = CoefficientSet.published[0]

    static func template(_ scenario: Scenario = .teacherPretrainingInference) throws -> PlanningProblem {
        try PlanningProblem(law: law, budgetFLOPs: 1e22, student: StudentLimits(), weights: scenario.weights)
    }

    @Test func `a frontier's points are plans`() throws {
        let frontier = try Frontier(
            template: Self.template(), budgetsFLOPs: [1e10, 1e20, 1e24], studentParameters: [3e8, 1e10],
            scenarios: [.bestCase, .teacherInference])
        #expect(frontier.count == 12)
        var index = 0
        for scenario in [Scenario.bestCase, .teacherInference] {
            for size in [3e8, 1e10] {
                for budget in [1e10, 1e20, 1e24] {
                    let problem = try PlanningProblem(
                        law: Self.law, budgetFLOPs: budget, studentParameters: size, weights: scenario.weights)
                    #expect(frontier.problem(at: index) == problem)
                    #expect(frontier.plan(at: index) == (try? Planner.plan(problem)))
                    #expect((frontier.plan(at: index) == nil) == (budget == 1e10))
                    index += 1
                }
            }
        }
    }

    /// Laws.md, section 5, claim 1, which dense scans put at these budgets; its figures have two digits.
    @Test(arguments: [(3e8, 7.4e22), (1e9, 1.6e22), (3e9, 6.9e22), (1e10, 1.5e24)])
    func `supervised training catches up with the best case`(_ size: Double, _ budget: Double) throws {
        let problem = PlanningProblem.sized(size, try Self.template(.bestCase))
        let crossover = try Planner.crossover(problem, budgetsFLOPs: 1e18...1e28)
        let change = try crossover.catchesUp.unwrapped()
        print("claim 1: supervised catches up with \(size) at \(change.budgetFLOPs) FLOPs")
        #expect(relativeError(change.budgetFLOPs, budget) < 0.035)
        #expect(crossover.startsWithDistilling && crossover.changes.count == 1)
        func advantage(_ factor: Double) throws -> Double {
            try Planner.plan(problem.asking(budgetFLOPs: change.budgetFLOPs * factor)).lossAdvantageNats.unwrapped()
        }
        #expect(abs(try advantage(1) - 1e-4) < 1e-10)
        #expect(try advantage(0.99) > 1e-4)
        #expect(try advantage(1.01) < 1e-4)
    }

    @Test func `a crossover begins where something is affordable`() throws {
        let problem = PlanningProblem.sized(1e9, try Self.template())
        let least = Planner.leastBudgetFLOPs(problem)
        #expect(try Planner.crossover(problem, budgetsFLOPs: 1...1e25).budgetsFLOPs.lowerBound == least)
        #expect(throws: PlanningError.budgetTooSmall(leastBudgetFLOPs: least)) {
            try Planner.crossover(problem, budgetsFLOPs: 1...2)
        }
    }

    @Test func `the number of students that a teacher needs is the least`() throws {
        for (size, budget) in [(1e9, 1e22), (1e10, 1e22), (3e8, 1e21)] {
            let problem = try PlanningProblem.sized(size, Self.template(.teacherPretraining)).asking(
                budgetFLOPs: budget)
            let students = try Planner.studentsForTeacherToPay(problem).unwrapped()
            func advantage(_ count: Int) throws -> Double {
                try Planner.plan(problem.asking(sharing: count)).lossAdvantageNats.unwrapped()
            }
            #expect(try advantage(students) > 0)
            if students > 1 { #expect(try advantage(students - 1) <= 0) }
        }
        // A teacher whose logits must be paid does not pay where supervised has caught up with teacher inference.
        let late = try PlanningProblem.sized(1e9, Self.template()).asking(budgetFLOPs: 1e24)
        #expect(try Planner.studentsForTeacherToPay(late) == nil)
    }

    @Test func `a map's cells are plans and its ridge is the best of a column`() throws {
        let sizes = LossMap.Axis(.studentParameters, [3e8, 1e9, 3e9])
        let tokens = LossMap.Axis(.teacherTokens, (0...30).map { pow(10, 10 + 0.15 * Double($0)) })
        let map = LossMap(template: try Self.template(), x: sizes, y: tokens)
        for column in sizes.values.indices {
            let ridge = try map.ridge(x: column).unwrapped()
            let best = try ridge.plan.distillation.unwrapped()
            #expect(best.teacher.tokens == ridge.y && best.studentParameters == sizes.values[column])
            for row in tokens.values.indices {
                // The longest trainings of a teacher cost more than the budget, whatever its size.
                guard let plan = map.plan(x: column, y: row) else {
                    #expect(row > 20)
                    continue
                }
                let cell = try plan.distillation.unwrapped()
                #expect(cell.studentParameters == sizes.values[column] && cell.teacher.tokens == tokens.values[row])
                #expect(cell.studentLossNats >= best.studentLossNats - 1e-12)
            }
        }
    }

    /// With everything settled and compute no limit, a cell is what the law says, and the ridge is the capacity gap.
    @Test func `a map over the teacher's loss shows the capacity gap`() throws {
        let template = try PlanningProblem(
            law: Self.law, budgetFLOPs: 1e40, student: StudentLimits(parameters: .fixed(1e9)),
            weights: Scenario.bestCase.weights)
        let losses = LossMap.Axis(.teacherLossNats, (0...20).map { 1.8 + 0.04 * Double($0) })
        let map = LossMap(template: template, x: LossMap.Axis(.studentTokens, [1e10, 1e11]), y: losses)
        for (column, tokens) in map.x.values.enumerated() {
            for (row, loss) in losses.values.enumerated() {
                let cell = try map.plan(x: column, y: row).unwrapped()
                let expected = try Self.law.distillation.unwrapped().studentLossNats(
                    studentParameters: 1e9, studentTokens: tokens, teacherLossNats: loss,
                    supervised: Self.law.supervised)
                #expect(abs(try cell.distillation.unwrapped().studentLossNats - expected) < 1e-13)
                #expect(abs(cell.alone.studentLossNats - (try Self.supervised(1e9, tokens))) < 1e-13)
            }
            let prediction = Planner.predict(
                try Configuration(
                    law: Self.law, studentParameters: 1e9, studentTokens: tokens, teacher: nil,
                    weights: Scenario.bestCase.weights))
            let ridge = try map.ridge(x: column).unwrapped()
            // A minimum is located to the square root of the precision of what it is the minimum of.
            #expect(abs(ridge.y - (try prediction.bestTeacher.unwrapped().bestTeacherLossNats)) < 1e-6)
        }
    }

    /// Of two teachers of one loss the smaller costs less, whichever axis it stands on.
    @Test func `a map may have a teacher's loss and size`() throws {
        let template = try PlanningProblem(
            law: Self.law, budgetFLOPs: 1e21, student: StudentLimits(parameters: .fixed(1e9)),
            weights: Scenario.teacherInference.weights)
        let losses = LossMap.Axis(.teacherLossNats, [2, 2.1])
        let sizes = LossMap.Axis(.teacherParameters, [1e9, 1e10])
        let (map, turned) = (
            LossMap(template: template, x: losses, y: sizes), LossMap(template: template, x: sizes, y: losses)
        )
        for column in 0..<2 {
            for row in 0..<2 {
                let cell = try map.plan(x: column, y: row).unwrapped().distillation.unwrapped()
                #expect(turned.plan(x: row, y: column)?.distillation == cell)
                #expect(cell.teacher.parameters == sizes.values[row] && cell.teacher.lossNats == losses.values[column])
            }
            #expect(map.ridge(x: column)?.y == 1e9)
        }
    }

    @Test func `a prediction is what the laws say`() throws {
        var generator = SeededGenerator(seed: 1200)
        for _ in 0..<200 {
            let (size, tokens) = (generator.logUniform(1e7...1e11), generator.logUniform(1e9...1e13))
            let teacher = try GivenTeacher(
                name: "t", parameters: generator.logUniform(1e7...1e11), tokens: generator.logUniform(1e9...1e13),
                law: Self.law)
            let prediction = Planner.predict(
                try Configuration(
                    law: Self.law, studentParameters: size, studentTokens: tokens, teacher: teacher,
                    weights: Scenario.teacherPretrainingInference.weights))
            let expected = try Self.law.distillation.unwrapped().studentLossNats(
                studentParameters: size, studentTokens: tokens, teacherLossNats: teacher.lossNats,
                supervised: Self.law.supervised)
            #expect(prediction.studentLossNats == expected)
            #expect(relativeError(prediction.supervisedLossNats, try Self.supervised(size, tokens)) < 1e-15)
            let (cost, parameters) = (Self.law.cost, try teacher.parameters.unwrapped())
            #expect(prediction.compute.studentTraining == cost.trainingFLOPs(parameters: size, tokens: tokens))
            #expect(
                prediction.compute.teacherLogits
                    == cost.logitsFLOPs(teacherParameters: parameters, studentTokens: tokens))
            #expect(
                prediction.compute.teacherPretraining
                    == cost.trainingFLOPs(parameters: parameters, tokens: try teacher.tokens.unwrapped()))
            let best = try prediction.bestTeacher.unwrapped()
            #expect(best.studentLossNats <= expected + 1e-15)
        }
    }

    private static func supervised(_ parameters: Double, _ tokens: Double) throws -> Double {
        try law.supervised.lossNats(parameters: parameters, tokens: tokens)
    }
}

extension PlanningProblem {
    fileprivate static func sized(_ parameters: Double, _ template: PlanningProblem) -> PlanningProblem {
        Frontier(
            template: template, budgetsFLOPs: [template.budgetFLOPs], studentParameters: [parameters], scenarios: nil
        ).problem(at: 0)
    }
}
