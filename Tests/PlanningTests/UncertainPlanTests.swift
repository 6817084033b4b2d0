import Foundation
import Planning
import ScalingLaws
import TestSupport
import Testing

/// Plans over draws whose answers are known without the planner.
@Suite struct `Uncertain plans` {
    private static let level = 0.9

    /// A law whose numbers can be added up by hand: at N = 1e9 and any tokens, the supervised loss is `irreducible` +
    /// `supervisedGap` and a student loses `distilledGap` to its teacher, whatever that is.
    private static func plain(
        irreducible: Double, supervisedGap: Double, distilledGap: Double
    ) throws -> FittedLaws {
        FittedLaws(
            supervised: try SupervisedLaw(
                E: irreducible, A: supervisedGap * 1e9, B: 1e-20, alpha: 1, beta: 1, gamma: 1),
            distillation: try DistillationLaw(
                A: distilledGap * 1e9, B: 1e-20, alpha: 1, beta: 1, gamma: 1, c0: 0, c1: 0, f1: 1, d1: 1))
    }

    /// A student of 1e9 parameters beside a measured teacher of 2 nats that costs nothing.
    private static func plainPlan(_ laws: FittedLaws) throws -> Plan {
        let set = try CoefficientSet.published(CoefficientSet.defaultName).drawn(laws)
        let teacher = try GivenTeacher(name: nil, parameters: nil, tokens: nil, lossNats: 2, law: set)
        return try Planner.plan(
            PlanningProblem(
                law: set, budgetFLOPs: 1e21, student: StudentLimits(parameters: .fixed(1e9)),
                teacher: .given([teacher]), weights: Scenario.bestCase.weights))
    }

    private static func plan(
        _ budget: Double = 1e22, size: Bounds? = nil, _ scenario: Scenario = .teacherPretrainingInference,
        law: String = CoefficientSet.defaultName
    ) throws -> Plan {
        try Planner.plan(
            PlanningProblem(
                law: .published(law), budgetFLOPs: budget, student: StudentLimits(parameters: size ?? .fixed(1e9)),
                weights: scenario.weights))
    }

    private static func planted(_ plan: Plan, count: Int = 40, spread: Double = 0.01) -> [FittedLaws] {
        LawDraws.planted(around: plan.problem.law, count: count, spread: spread).laws
    }

    @Test(arguments: Scenario.allCases)
    func `of equal draws have intervals without width, a certain verdict and no regret`(scenario: Scenario) throws {
        let plan = try Self.plan(1e21, scenario)
        let draws = Array(repeating: plan.problem.law.laws, count: 16)
        let uncertainty = Planner.uncertainty(of: plan, draws: draws, level: Self.level)
        let (distilled, alone) = try (plan.distillation.unwrapped(), plan.alone)
        func isAt(_ interval: QuantileInterval?, _ value: Double?) -> Bool {
            guard let interval, let value else { return false }
            // The same formula in another order: a few roundings apart.
            return interval.lower == interval.upper && relativeError(interval.median, value) < 1e-14
        }
        #expect(isAt(uncertainty.thisPlan.distillationNats, distilled.studentLossNats))
        #expect(isAt(uncertainty.thisPlan.supervisedNats, alone.studentLossNats))
        #expect(isAt(uncertainty.thisPlan.teacherNats, distilled.teacher.lossNats))
        let optimum = try uncertainty.optimum.distillation.unwrapped()
        #expect(isAt(optimum.lossNats, distilled.studentLossNats))
        #expect(isAt(optimum.studentTokens, distilled.studentTokens))
        #expect(isAt(optimum.teacherParameters, distilled.teacher.parameters))
        #expect(isAt(optimum.teacherTokens, distilled.teacher.tokens))
        let advantage = try uncertainty.optimum.lossAdvantageNats.unwrapped()
        #expect(advantage.lower == plan.lossAdvantageNats && advantage.upper == plan.lossAdvantageNats)
        #expect(
            uncertainty.probabilityDistillBeatsSupervised?.share == (plan.recommendation == .distill ? 1 : 0))
        let regret = try uncertainty.regret.unwrapped()
        #expect((plan.recommendation == .distill ? regret.distillationNats : regret.supervisedNats) == 0)
        #expect(regret.least.expectedRegretNats == 0 && regret.least.recommendation == plan.recommendation)
        #expect(regret.least.draw == nil && regret.candidates == 2)
        #expect(!uncertainty.isUndecided && uncertainty.drawsWithoutPlan == 0)
    }

    /// In the first draw supervised training reaches 2.3 and distilling 2.1, in the second 2.05 and 2.1.
    @Test func `of two draws have the regret that is worked out by hand`() throws {
        let draws = try [
            Self.plain(irreducible: 1.9, supervisedGap: 0.4, distilledGap: 0.1),
            Self.plain(irreducible: 1.9, supervisedGap: 0.15, distilledGap: 0.1),
        ]
        let plan = try Self.plainPlan(draws[1])
        #expect(plan.recommendation == .supervised)
        let uncertainty = Planner.uncertainty(of: plan, draws: draws, level: 0.5)
        let regret = try uncertainty.regret.unwrapped()
        // Weights of 1e-20 and roundings of 1e-16.
        #expect(abs(try regret.distillationNats.unwrapped() - 0.05 / 2) < 1e-12)
        #expect(abs(try regret.supervisedNats.unwrapped() - 0.2 / 2) < 1e-12)
        #expect(regret.least.recommendation == .distill && abs(regret.least.expectedRegretNats - 0.025) < 1e-12)
        #expect(uncertainty.probabilityDistillBeatsSupervised?.share == 0.5)
        // Type 7 of two values: a quarter of the way from each end; the advantages are 0.2 and −0.05.
        let advantage = try uncertainty.optimum.lossAdvantageNats.unwrapped()
        #expect(abs(advantage.lower - 0.0125) < 1e-12 && abs(advantage.upper - 0.1375) < 1e-12)
        #expect(abs(advantage.median - 0.075) < 1e-12)
        #expect(!uncertainty.isUndecided)
        #expect(Planner.uncertainty(of: plan, draws: draws, level: 0.9).isUndecided)
    }

    /// E is normal and nothing else changes: distilling stays at 2.1 and supervised training is at E + 0.15.
    @Test func `of a normal family have its quantiles and its probability`() throws {
        let (mean, deviation) = (1.96, 0.02)
        var generator = SeededGenerator(seed: 5)
        let draws = try (0..<LawDraws.mostDraws).map { _ in
            try Self.plain(
                irreducible: mean + deviation * generator.normal(), supervisedGap: 0.15, distilledGap: 0.1)
        }
        let plan = try Self.plainPlan(Self.plain(irreducible: mean, supervisedGap: 0.15, distilledGap: 0.1))
        let uncertainty = Planner.uncertainty(of: plan, draws: draws, level: Self.level)
        // Φ(1/2) = P(E > 1.95).
        let probability = try uncertainty.probabilityDistillBeatsSupervised.unwrapped()
        #expect(abs(probability.share - 0.6914624612740131) < 4 * probability.standardError)
        // √(p (1 − p) / n) with the true p.
        #expect(relativeError(probability.standardError, 0.007217) < 0.02)
        // A quantile of n draws has the error √(p (1 − p) / n) / density; 1.6449 is the normal quantile of 0.95.
        let interval = try uncertainty.thisPlan.supervisedNats.unwrapped()
        let error = (0.05 * 0.95 / Double(draws.count)).squareRoot() / 0.10313 * deviation
        #expect(abs(interval.upper - (mean + 0.15 + 1.6449 * deviation)) < 4 * error)
        #expect(abs(interval.lower - (mean + 0.15 - 1.6449 * deviation)) < 4 * error)
        #expect(uncertainty.thisPlan.distillationNats.map { $0.upper - $0.lower < 1e-12 } == true)
        // The regret of distilling is the mean of max(0, 2.1 − E − 0.15): σ (φ(½) − ½ Φ(−½)), that of the other way σ (φ(½) + ½ Φ(½)).
        let regret = try uncertainty.regret.unwrapped()
        // Each mean is over values of a deviation below σ.
        let meanError = 4 * deviation / Double(draws.count).squareRoot()
        #expect(abs(try regret.distillationNats.unwrapped() - deviation * 0.1977966) < meanError)
        #expect(abs(try regret.supervisedNats.unwrapped() - deviation * 0.6977966) < meanError)
        #expect(uncertainty.isUndecided)
    }

    @Test func `do not depend on the order of the draws, and are the same at every call`() throws {
        let plan = try Self.plan()
        let draws = Self.planted(plan)
        var generator = SeededGenerator(seed: 3)
        let one = Planner.uncertainty(of: plan, draws: draws, level: Self.level)
        #expect(one == Planner.uncertainty(of: plan, draws: draws, level: Self.level))
        let other = Planner.uncertainty(of: plan, draws: draws.shuffled(using: &generator), level: Self.level)
        #expect(one.thisPlan == other.thisPlan && one.optimum == other.optimum)
        #expect(one.probabilityDistillBeatsSupervised == other.probabilityDistillBeatsSupervised)
    }

    /// A draw's own best plan is no worse than what others do with the same budget, to the accuracy of the search.
    @Test(arguments: [1e20, 1e22, 1e24])
    func `tell what a plan would do from what each draw would`(budget: Double) throws {
        for scenario in Scenario.allCases {
            let plan = try Self.plan(budget, scenario)
            let uncertainty = Planner.uncertainty(of: plan, draws: Self.planted(plan), level: Self.level)
            let (own, best) = try (
                uncertainty.thisPlan.distillationNats.unwrapped(), uncertainty.optimum.distillation.unwrapped()
            )
            #expect(best.lossNats.lower <= own.lower + 1e-9 && best.lossNats.upper <= own.upper + 1e-9)
            #expect(best.lossNats.lower < best.lossNats.upper)
            // A teacher that costs nothing leaves the same tokens to the student in every draw.
            #expect((best.studentTokens.lower == best.studentTokens.upper) == (scenario == .bestCase))
            // A student of one size and one budget is trained on the same tokens in every draw.
            #expect(uncertainty.optimum.supervised?.lossNats == uncertainty.thisPlan.supervisedNats)
            let regret = try uncertainty.regret.unwrapped()
            for rival in [regret.distillationNats, regret.supervisedNats] {
                #expect(try rival.unwrapped() >= regret.least.expectedRegretNats)
            }
            #expect(regret.candidates == 42)
        }
    }

    /// The definition, with the laws' own formulas: two draws, all candidates, nothing of the planner but their optima.
    @Test func `have the regret that their definition says, with teachers that are trained again in every draw`() throws
    {
        let plan = try Self.plan(3e21, size: Bounds(1e8, 1e11))
        let draws = Self.planted(plan, count: 2, spread: 0.02)
        let plans = try draws.map { laws in
            let problem = plan.problem
            return try Planner.plan(
                PlanningProblem(
                    law: problem.law.drawn(laws), cost: problem.cost, budgetFLOPs: problem.budgetFLOPs,
                    student: problem.student, teacher: problem.teacher, weights: problem.weights))
        }
        func loss(_ part: DistillationPlan, _ laws: FittedLaws) throws -> Double {
            let teacher = try laws.supervised.lossNats(
                parameters: part.teacher.parameters.unwrapped(), tokens: part.teacher.tokens.unwrapped())
            return try laws.distillation.unwrapped().studentLossNats(
                studentParameters: part.studentParameters, studentTokens: part.studentTokens,
                teacherLossNats: teacher, supervised: laws.supervised)
        }
        func loss(_ part: SupervisedPlan, _ laws: FittedLaws) throws -> Double {
            try laws.supervised.lossNats(parameters: part.studentParameters, tokens: part.studentTokens)
        }
        let lowest = plans.map { min($0.distillation?.studentLossNats ?? .infinity, $0.alone.studentLossNats) }
        func regret(_ loss: (FittedLaws) throws -> Double) throws -> Double {
            try zip(draws, lowest).map { try loss($0) - $1 }.reduce(0, +) / 2
        }
        let distilled = try ([plan] + plans).map { one in try regret { try loss(one.distillation.unwrapped(), $0) } }
        let alone = try ([plan] + plans).map { one in try regret { try loss(one.alone, $0) } }
        let found = try Planner.uncertainty(of: plan, draws: draws, level: Self.level).regret.unwrapped()
        // Losses of about 2 nats have roundings of some 1e-15.
        #expect(abs(try found.distillationNats.unwrapped() - distilled[0]) < 1e-13)
        #expect(abs(try found.supervisedNats.unwrapped() - alone[0]) < 1e-13)
        let least = try (distilled + alone).min().unwrapped()
        #expect(abs(found.least.expectedRegretNats - least) < 1e-13)
        #expect(found.candidates == 6)
    }

    @Test func `leave a measured teacher its loss, and train the others again`() throws {
        let law = try CoefficientSet.published(CoefficientSet.defaultName)
        let teachers = try [
            GivenTeacher(name: "measured", parameters: 3e9, tokens: nil, lossNats: 2.05, law: law),
            GivenTeacher(name: "trained", parameters: 3e9, tokens: 2e11, law: law),
        ]
        for teacher in teachers {
            let plan = try Planner.plan(
                PlanningProblem(
                    law: law, budgetFLOPs: 1e22, student: StudentLimits(parameters: .fixed(1e9)),
                    teacher: .given([teacher]), weights: Scenario.teacherInference.weights))
            let uncertainty = Planner.uncertainty(of: plan, draws: Self.planted(plan), level: Self.level)
            let interval = try uncertainty.thisPlan.teacherNats.unwrapped()
            #expect((interval.lower == interval.upper) == (teacher.name == "measured"))
            #expect(uncertainty.optimum.distillation?.teacherLossNats == interval)
            // The budget buys the same tokens with the same teacher in every draw: both candidates are the plan's own.
            #expect(uncertainty.regret?.candidates == 2)
        }
    }

    @Test func `of a menu say how often each teacher is the best`() throws {
        let law = try CoefficientSet.published(CoefficientSet.defaultName)
        let teachers = try [("weak", 5e8), ("middle", 2e9), ("huge", 1e16)].map { name, size in
            try GivenTeacher(name: name, parameters: size, tokens: min(20 * size, 1e15), law: law)
        }
        let plan = try Planner.plan(
            PlanningProblem(
                law: law, budgetFLOPs: 1e21, student: StudentLimits(parameters: .fixed(1e9)),
                teacher: .given(teachers), weights: Scenario.teacherInference.weights))
        let uncertainty = Planner.uncertainty(of: plan, draws: Self.planted(plan, spread: 0.03), level: Self.level)
        #expect(uncertainty.menu.map(\.name) == plan.menu.map(\.teacher.name))
        #expect(uncertainty.menu.compactMap { $0.probabilityBest?.share }.reduce(0, +) == 1)
        #expect(uncertainty.menu.allSatisfy { ($0.studentLossNats == nil) == ($0.name == "huge") })
        #expect(uncertainty.menu[2].probabilityBest?.share == 0)
        #expect(uncertainty.menu[0].studentLossNats == uncertainty.thisPlan.distillationNats)
    }

    @Test func `to a target say how much compute it takes, and how often none is enough`() throws {
        let law = try CoefficientSet.published(CoefficientSet.defaultName)
        let problem = try PlanningProblem(
            law: law, budgetFLOPs: 1e22, student: StudentLimits(parameters: .fixed(1e9)),
            weights: Scenario.teacherInference.weights)
        let plan = try Planner.plan(problem, reaching: 2.2)
        let equal = Planner.uncertainty(of: plan, draws: [law.laws, law.laws], level: Self.level)
        let way = try equal.target.unwrapped()
        // Both are the root of the same equation, which is found to 1e-12 and more.
        let distilled = try way.distillation.unwrapped().totalFLOPs.unwrapped()
        #expect(relativeError(distilled.lower, try plan.distillation.unwrapped().compute.total) < 1e-11)
        #expect(distilled.lower == distilled.upper && way.supervised.probabilityOutOfReach.share == 0)
        #expect(way.distillation?.probabilityPlanReaches?.share == 1)
        #expect(equal.regret == nil && equal.optimum.distillation == nil)
        #expect(
            equal.probabilityDistillBeatsSupervised?.share == (plan.recommendation == .distill ? 1 : 0))
        // Nobody gets below an E of 2.3.
        var values = Dictionary(uniqueKeysWithValues: Coefficient.allCases.map { ($0, law[$0] ?? .nan) })
        values[.irreducibleLoss] = 2.3
        let halves = Planner.uncertainty(
            of: plan, draws: [law.laws, try FittedLaws(values)], level: Self.level)
        #expect(halves.target?.supervised.probabilityOutOfReach.share == 0.5)
        #expect(halves.target?.distillation?.probabilityOutOfReach.share == 0.5)
        #expect(halves.target?.distillation?.probabilityPlanReaches?.share == 0.5)
        #expect(halves.target?.distillation?.totalFLOPs == distilled)
    }

    @Test func `of a supervised law, or of draws of one, say what there is`() throws {
        let hoffmann = try Self.plan(law: "hoffmann-2022")
        let both = try Self.plan()
        let alone = Self.planted(both).map { FittedLaws(supervised: $0.supervised, distillation: nil) }
        for (plan, draws) in [(hoffmann, Self.planted(hoffmann)), (both, alone)] {
            let uncertainty = Planner.uncertainty(of: plan, draws: draws, level: Self.level)
            let interval = try uncertainty.thisPlan.supervisedNats.unwrapped()
            #expect(interval.lower < interval.upper)
            #expect(uncertainty.optimum.supervised?.lossNats == interval)
            #expect(uncertainty.thisPlan.distillationNats == nil && uncertainty.thisPlan.teacherNats == nil)
            #expect(uncertainty.optimum.distillation == nil && uncertainty.optimum.lossAdvantageNats == nil)
            #expect(uncertainty.probabilityDistillBeatsSupervised == nil && !uncertainty.isUndecided)
            #expect(uncertainty.regret?.supervisedNats == 0 && uncertainty.regret?.distillationNats == nil)
        }
    }

    @Test func `inside the runs count the draws that have a plan there`() throws {
        let law = try CoefficientSet.published(CoefficientSet.defaultName)
        let plan = try Planner.plan(
            PlanningProblem(
                law: law, budgetFLOPs: 1e21, student: StudentLimits(parameters: .fixed(1e9)),
                weights: Scenario.bestCase.weights, support: .constrain))
        // With an E of 2.9 no teacher has a loss of the runs.
        var values = Dictionary(uniqueKeysWithValues: Coefficient.allCases.map { ($0, law[$0] ?? .nan) })
        values[.irreducibleLoss] = 2.9
        let uncertainty = Planner.uncertainty(
            of: plan, draws: [law.laws, try FittedLaws(values)], level: Self.level)
        #expect(uncertainty.draws == 2 && uncertainty.drawsWithoutPlan == 1)
        let own = try uncertainty.optimum.distillation.unwrapped()
        #expect(own.lossNats.lower == plan.distillation?.studentLossNats && own.lossNats.lower == own.lossNats.upper)
        #expect(uncertainty.regret?.least.expectedRegretNats == 0)
    }

    @Test func `of one configuration keep its sizes and tokens`() throws {
        let law = try CoefficientSet.published(CoefficientSet.defaultName)
        let teacher = try GivenTeacher(name: nil, parameters: 3e9, tokens: 6e10, law: law)
        let configuration = try Configuration(
            law: law, studentParameters: 1e9, studentTokens: 1e11, teacher: teacher,
            weights: Scenario.bestCase.weights)
        let prediction = Planner.predict(configuration)
        let equal = Planner.uncertainty(of: configuration, draws: [law.laws, law.laws], level: Self.level)
        #expect(equal.studentLossNats?.lower == prediction.studentLossNats)
        #expect(equal.studentLossNats?.upper == prediction.studentLossNats)
        #expect(equal.teacherLossNats?.median == teacher.lossNats)
        #expect(equal.bestTeacherLossNats?.median == prediction.bestTeacher?.bestTeacherLossNats)
        let draws = LawDraws.planted(around: law, count: 33).laws
        let spread = Planner.uncertainty(of: configuration, draws: draws, level: 0.5)
        // Of 33 values the quantiles 1/4, 1/2 and 3/4 are the 9th, 17th and 25th.
        let losses = try draws.map { try $0.supervised.lossNats(parameters: 1e9, tokens: 1e11) }.sorted()
        let interval = try spread.supervisedLossNats.unwrapped()
        for (found, expected) in [
            (interval.lower, losses[8]), (interval.median, losses[16]), (interval.upper, losses[24]),
        ] {
            #expect(relativeError(found, expected) < 1e-14)
        }
        let wins = draws.filter { laws in
            let measured = try? laws.supervised.lossNats(parameters: 3e9, tokens: 6e10)
            let student = try? laws.distillation?.studentLossNats(
                studentParameters: 1e9, studentTokens: 1e11, teacherLossNats: measured ?? .nan,
                supervised: laws.supervised)
            let alone = try? laws.supervised.lossNats(parameters: 1e9, tokens: 1e11)
            return (student ?? .nan) < (alone ?? .nan)
        }.count
        #expect(spread.probabilityDistillBeatsSupervised?.share == Double(wins) / 33)
    }
}

/// NumPy's default is the same type 7: `numpy.quantile([1, 2, 4, 8], [0.05, 0.5, 0.95])`.
@Suite struct `Quantiles` {
    @Test func `are those of type 7`() throws {
        let interval = try QuantileInterval([8, 1, 4, 2], level: 0.9).unwrapped()
        #expect(abs(interval.lower - 1.15) < 1e-15 && interval.median == 3 && abs(interval.upper - 7.4) < 1e-14)
        #expect(interval.contains(1.2) && !interval.contains(1.1))
        let one = try QuantileInterval([3], level: 0.5).unwrapped()
        #expect(one.lower == 3 && one.median == 3 && one.upper == 3)
        #expect(QuantileInterval([], level: 0.5) == nil)
    }
}
