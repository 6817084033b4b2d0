import Foundation
import ScalingLaws
import TestSupport
import Testing

@testable import Fitting

/// Designs for planted and real studies, with what they promise beside what refits give.
@Suite struct `Which runs to make next` {
    typealias SupervisedQuestion = DesignQuestion<SupervisedLaw, SupervisedExperiment>

    /// A law with γ = 1 that is known, and the cheap half of a study of it.
    private struct Planted {
        let law: SupervisedLaw
        let experiments: [SupervisedExperiment]
        let questionParameters = 2e10
        let questionTokens = 4e11

        init() throws {
            let study = try PlantedStudy(seed: 2, noise: .init(share: 0, outliers: 0))
            try #require(!study.hasFreeSumExponent)
            law = study.supervised
            experiments = try study.supervisedRuns.filter { 6 * $0.parameters * $0.tokens < 1e20 }
                .map { try SupervisedExperiment(parameters: $0.parameters, tokens: $0.tokens) }
        }

        func loss(_ law: SupervisedLaw) -> Double {
            (try? law.lossNats(parameters: questionParameters, tokens: questionTokens)) ?? .nan
        }

        func runs(_ experiments: [SupervisedExperiment], noise: Double, seed: UInt64) throws -> [SupervisedRun] {
            var generator = SeededGenerator(seed: seed)
            return try experiments.map { experiment in
                let loss = try law.lossNats(parameters: experiment.parameters, tokens: experiment.tokens)
                return try SupervisedRun(
                    parameters: experiment.parameters, tokens: experiment.tokens,
                    lossNats: loss * exp(noise * generator.normal()))
            }
        }

        func question(budget: Double) throws -> SupervisedQuestion {
            let sizes = (0..<12).map { 5e7 * pow(160, Double($0) / 11) }
            let ratios = (0..<10).map { 5 * pow(100, Double($0) / 9) }
            return try DesignQuestion(
                candidates: ExperimentGrid.fixedRatio(sizes: sizes, tokensPerParameter: ratios).candidates,
                budgetFLOPs: budget,
                protocols: [
                    .fixedRatio(sizes: sizes, tokensPerParameter: [20, 80, 320]),
                    .isoFLOP(budgetsFLOPs: [1e19, 3e19, 1e20, 3e20, 1e21], sizes: sizes),
                ], quantity: loss)
        }

        /// The standard deviation of the quantity over refits of studies with these experiments.
        func spread(_ experiments: [SupervisedExperiment], noise: Double, delta: Double, studies: Int) throws -> Double
        {
            var answers: [Double] = []
            for study in 0..<studies {
                let runs = try runs(experiments, noise: noise, seed: UInt64(study) + 1000)
                let model = SupervisedModel(runs, hasFreeSumExponent: false)
                let minimum = Fitter(model: model, logLosses: runs.map { $0.logLoss }, huber: Huber(delta: delta))
                    .minimiser().minimum(from: model.vector(law), widest: delta)
                try #require(minimum.isConverged)
                answers.append(loss(try model.law(minimum.vector)))
            }
            let middle = mean(answers)
            return (answers.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(studies - 1)).squareRoot()
        }
    }

    private static var leastSquares: FitOptions {
        var fit = FitOptions()
        // Residuals of planted runs are far below it.
        fit.delta = 1
        return fit
    }

    private static let noise = 0.002

    /// A design with what it promises, for a budget of thirty times what the present runs took.
    private static func design(
        _ planted: Planted, budget: Double = 3e21, fit: FitOptions = leastSquares
    ) throws -> DesignOutcome<SupervisedExperiment> {
        var options = DesignOptions()
        options.scatter = noise
        return try ExperimentDesign.next(
            planted.question(budget: budget), law: planted.law,
            runs: planted.runs(planted.experiments, noise: noise, seed: 1), sumExponent: .one, fit: fit,
            options: options)
    }

    // MARK: Against refits

    /// 60 refits tell a standard deviation to 9 % (1/√(2 · 59)), so that three of those are 28 %; in 400 refits what slopes
    /// at one law leave out is below 6 %.
    @Test func `what is promised is what refits give, and less than by either protocol`() throws {
        let planted = try Planted()
        let outcome = try Self.design(planted)
        let protocols = try planted.question(budget: 3e21).protocols
        func spread(_ new: [SupervisedExperiment]) throws -> Double {
            try planted.spread(planted.experiments + new, noise: Self.noise, delta: 1, studies: 60)
        }
        #expect(relativeError(try spread([]), outcome.before.standardError) < 0.28)
        let after = try spread(outcome.runs.map(\.experiment))
        #expect(relativeError(after, outcome.after.standardError) < 0.28)
        #expect(outcome.protocols.map(\.name) == ["fixed_ratio", "isoflop"])
        for (grid, promised) in zip(protocols, outcome.protocols) {
            #expect(promised.costFLOPs <= 3e21 && promised.candidates.count > 20)
            #expect(outcome.after.standardError < promised.after.standardError)
            let found = try spread(promised.candidates.map { grid.candidates[$0].experiment })
            #expect(relativeError(found, promised.after.standardError) < 0.28)
            // Designed, 0.0039; IsoFLOP, 0.0053; fixed ratios, 0.0056.
            #expect(after < found)
        }
    }

    /// With δ far below the noise a Huber estimate is nearly that of least absolute values: π/2 of least squares' variance.
    ///
    /// Of 660 residuals one in five is near enough to zero to tell the density there, to 8 %, and
    /// three of those and the smoothing are a quarter; least squares know the scatter to 1/√1320.
    @Test func `the scatter is that of a Huber estimate`() throws {
        let planted = try Planted()
        let experiments = Array(repeating: planted.experiments, count: 20).flatMap { $0 }
        let runs = try planted.runs(experiments, noise: Self.noise, seed: 1)
        let question = try planted.question(budget: 1)
        let narrow = try ExperimentDesign.next(question, law: planted.law, runs: runs, sumExponent: .one)
        #expect(relativeError(narrow.scatter, Self.noise * (Double.pi / 2).squareRoot()) < 0.25)
        let wide = try ExperimentDesign.next(
            question, law: planted.law, runs: runs, sumExponent: .one, fit: Self.leastSquares)
        #expect(relativeError(wide.scatter, Self.noise) < 0.1)
        // Their errors are independent: 6270 pairs tell that to 0.02.
        #expect(wide.isCorrelationEstimated && wide.correlation < 0.06)
    }

    /// The 90 % widths of a cluster bootstrap (fitting reference): independent runs promise a half to a quarter of them, the
    /// correlation that the residuals show brings them within a factor of 2.1, never above.
    @Test(arguments: [
        (3e8, 20, 2.14, 0.7), (3e8, 1000, 2.10, 1.1), (1e9, 20, 2.04, 0.8), (1e9, 200, 1.95, 0.9),
        (3e9, 20, 1.88, 1.3), (3e9, 1000, 1.74, 2.1), (1e10, 20, 1.70, 2.5), (1e10, 1000, 1.55, 3.2),
    ]) func `real runs go together within their configurations`(
        _ size: Double, _ ratio: Double, _ teacherLoss: Double, _ percent: Double
    ) throws {
        let set = try LawCatalog.published.set("busbridge-2025-refit").unwrapped()
        let (law, supervised) = (try set.distillation.unwrapped(), set.supervised)
        let question = try DesignQuestion<DistillationLaw, DistillationExperiment>(candidates: [], budgetFLOPs: 1e20) {
            (try? $0.studentLossNats(
                studentParameters: size, studentTokens: size * ratio, teacherLossNats: teacherLoss,
                supervised: supervised)) ?? .nan
        }
        func width(_ correlation: WithinConfiguration) throws -> Double {
            var options = DesignOptions()
            options.correlation = correlation
            let outcome = try ExperimentDesign.next(
                question, law: law, on: supervised, runs: `Fits of real runs`.distillation(), options: options)
            #expect(outcome.status == .budgetTooSmall && outcome.after == outcome.before)
            #expect(outcome.isCorrelationEstimated == (correlation == .estimated))
            return (outcome.before.upper - outcome.before.lower) / outcome.before.value * 100
        }
        // Widths are quoted to a digit or two.
        let told = try width(.estimated) / percent
        #expect(told > 1 / 2.1 && told < 1.05)
        let independent = try width(.fixed(0)) / percent
        #expect(independent < 0.7 && told > 1.5 * independent)
    }

    // MARK: What little is told

    /// On one ratio of tokens to parameters the two terms cannot be told apart, and a model of another ratio is unknown.
    @Test func `a law that is not identified is designed for`() throws {
        let planted = try Planted()
        let onOneRatio = try (0..<8).map {
            let size = 1e8 * pow(1.6, Double($0))
            return try SupervisedExperiment(parameters: size, tokens: 20 * size)
        }
        let question = try SupervisedQuestion(
            candidates: planted.question(budget: 1).candidates, budgetFLOPs: 3e20,
            protocols: [.fixedRatio(sizes: onOneRatio.map(\.parameters), tokensPerParameter: [20])]
        ) { (try? $0.lossNats(parameters: 1e9, tokens: 5e11)) ?? .nan }
        let outcome = try ExperimentDesign.next(
            question, law: planted.law, runs: planted.runs(onOneRatio, noise: Self.noise, seed: 1), sumExponent: .free,
            fit: Self.leastSquares)
        // A quarter of the loss and more before, 0.2 % after, and nothing learnt of the other ratios by the protocol.
        #expect(outcome.before.standardError > 0.3 && outcome.before.standardError.isFinite)
        #expect(outcome.after.standardError < 0.01)
        #expect(outcome.protocols[0].after.standardError > 0.9 * outcome.before.standardError)
    }

    @Test func `a budget below every candidate is no error`() throws {
        let outcome = try Self.design(Planted(), budget: 1e15)
        #expect(outcome.status == .budgetTooSmall && outcome.runs.isEmpty && outcome.costFLOPs == 0)
        #expect(outcome.after == outcome.before)
        #expect(outcome.protocols.allSatisfy { $0.candidates.isEmpty && $0.after == outcome.before })
    }

    @Test func `a quantity that no run tells is no error`() throws {
        let planted = try Planted()
        let candidates = try planted.question(budget: 1).candidates
        let question = try SupervisedQuestion(candidates: candidates, budgetFLOPs: 1e21) { _ in 2 }
        let outcome = try ExperimentDesign.next(
            question, law: planted.law, runs: planted.runs(planted.experiments, noise: 0, seed: 1), sumExponent: .one)
        #expect(outcome.status == .noGain && outcome.before.standardError == 0 && outcome.before.value == 2)
    }

    // MARK: The answer

    @Test func `runs add up, and each makes the quantity surer`() throws {
        let planted = try Planted()
        let outcome = try Self.design(planted, budget: 1e20)
        #expect(outcome.status == .designed && outcome.costFLOPs <= 1e20)
        #expect(outcome.before.value == planted.loss(planted.law))
        var (cost, error) = (0.0, outcome.before.standardError)
        for run in outcome.runs {
            cost += run.costFLOPs
            #expect(run.cumulativeCostFLOPs == cost && run.after.standardError < error)
            error = run.after.standardError
        }
        #expect(outcome.after.standardError == error && outcome.costFLOPs == cost)
        // The level of fits is 90 %.
        #expect(relativeError(outcome.after.upper - outcome.after.value, 1.6448536269514722 * error) < 1e-9)
        #expect(try outcome == Self.design(planted, budget: 1e20))
    }

    /// Its slope in E, all else held, is that of the loss: the promised error of E itself is what the information says.
    @Test func `a parameter asked for alone has the error of the information matrix`() throws {
        let planted = try Planted()
        let runs = try planted.runs(planted.experiments, noise: Self.noise, seed: 1)
        let question = try SupervisedQuestion(candidates: [], budgetFLOPs: 1) { log($0.irreducibleLossNats) }
        var options = DesignOptions()
        options.scatter = Self.noise
        let outcome = try ExperimentDesign.next(
            question, law: planted.law, runs: runs, sumExponent: .one, options: options)
        let model = SupervisedModel(runs, hasFreeSumExponent: false)
        let fitter = Fitter(model: model, logLosses: runs.map { $0.logLoss }, huber: Huber(delta: 1))
        let slopes = fitter.minimiser().evaluate(model.vector(planted.law)).slopes
        var information = SymmetricMatrix(size: 5)
        for run in runs.indices { information.addOuter(Array(slopes[run * 5..<run * 5 + 5])) }
        let variance = try information.solve([1, 0, 0, 0, 0], free: Array(0..<5)).unwrapped()[0]
        // The prior is a part in a thousand of what the runs say of E.
        #expect(relativeError(outcome.before.standardError, variance.squareRoot() * Self.noise) < 2e-3)
    }

    // MARK: No

    @Test func `what cannot be designed says why`() throws {
        let planted = try Planted()
        let runs = try planted.runs(planted.experiments, noise: Self.noise, seed: 1)
        let question = try planted.question(budget: 1e20)
        func next(
            _ question: SupervisedQuestion, runs: [SupervisedRun], options: DesignOptions = DesignOptions()
        ) throws -> DesignOutcome<SupervisedExperiment> {
            try ExperimentDesign.next(question, law: planted.law, runs: runs, sumExponent: .one, options: options)
        }
        #expect(throws: DesignError.noRuns) { try next(question, runs: []) }
        #expect(throws: DesignError.scatterUnknown(haveRuns: 5, needRuns: 6)) {
            try next(question, runs: Array(runs.prefix(5)))
        }
        var known = DesignOptions()
        known.scatter = 0.002
        #expect(try next(question, runs: Array(runs.prefix(1)), options: known).status == .designed)
        known.correlation = .fixed(1.5)
        #expect(
            throws: DesignError.option(DomainError(quantity: "correlation", value: 1.5, domain: Domain(0, 1)))
        ) { try next(question, runs: runs, options: known) }
        let nowhere = try SupervisedQuestion(candidates: [], budgetFLOPs: 1) { _ in .nan }
        #expect(throws: DesignError.quantityUndefined(parameter: nil)) { try next(nowhere, runs: runs) }
        let here = try SupervisedQuestion(candidates: [], budgetFLOPs: 1) { $0 == planted.law ? 1 : .nan }
        #expect(throws: DesignError.self) { try next(here, runs: runs) }
        let many = try SupervisedQuestion(
            candidates: Array(repeating: question.candidates[0], count: 10_001), budgetFLOPs: 1, quantity: planted.loss)
        #expect(throws: DesignError.tooManyCandidates(have: 10_001, most: 10_000)) { try next(many, runs: runs) }
    }

    @Test(arguments: [0, -1, .nan, .infinity]) func `runs and budgets have a price`(_ cost: Double) throws {
        let experiment = try SupervisedExperiment(parameters: 1e8, tokens: 2e9)
        let refused = #expect(throws: DomainError.self) { try Candidate(experiment, costFLOPs: cost) }
        #expect(refused?.quantity == "costFLOPs")
        let without = #expect(throws: DomainError.self) {
            try SupervisedQuestion(candidates: [], budgetFLOPs: cost) { _ in 0 }
        }
        #expect(without?.quantity == "budgetFLOPs")
    }
}

@Suite struct `Grids of experiments` {
    @Test func `a fixed ratio`() throws {
        let grid = try ExperimentGrid.fixedRatio(sizes: [1e8, 1e9], tokensPerParameter: [20, 80])
        #expect(grid.candidates.map(\.experiment.tokens) == [2e9, 2e10, 8e9, 8e10])
        for candidate in grid.candidates {
            let flops = 6 * candidate.experiment.parameters * candidate.experiment.tokens
            #expect(relativeError(candidate.costFLOPs, flops) < 1e-14)
        }
    }

    @Test func `a profile of one budget`() throws {
        let cost = try TransformerCost(Architecture())
        let grid = try ExperimentGrid.isoFLOP(
            budgetsFLOPs: [1e19, 1e20], sizes: [1e8, 1e9, 1e10], tokensPerParameter: 1...500,
            trainingFLOPsPerToken: cost.trainingFLOPsPerToken)
        // 1e19 is 0.2 tokens for each of 10 B parameters; 1e20 is above 500 for each of 100 M.
        #expect(grid.candidates.map(\.experiment.parameters) == [1e8, 1e9, 1e9])
        #expect(grid.candidates.map(\.costFLOPs) == [1e19, 1e19, 1e20])
        for candidate in grid.candidates {
            let experiment = candidate.experiment
            let flops = cost.trainingFLOPs(parameters: experiment.parameters, tokens: experiment.tokens)
            #expect(relativeError(flops, candidate.costFLOPs) < 1e-14)
        }
    }

    @Test func `every student under every teacher, whose logits cost`() throws {
        let teachers = [
            try ExperimentTeacher(lossNats: 2.2, logitsFLOPsPerToken: 4e9), try ExperimentTeacher(lossNats: 2.5),
        ]
        let grid = try ExperimentGrid.fixedRatio(sizes: [1e8], tokensPerParameter: [20]).distilled(from: teachers)
        #expect(grid.name == "fixed_ratio")
        #expect(grid.candidates.map(\.experiment.teacherLossNats) == [2.2, 2.5])
        #expect(relativeError(grid.candidates[0].costFLOPs, 1.2e18 + 8e18) < 1e-14)
        #expect(relativeError(grid.candidates[1].costFLOPs, 1.2e18) < 1e-14)
    }

    @Test func `a size beyond the laws is refused`() {
        let refused = #expect(throws: DomainError.self) {
            try ExperimentGrid.fixedRatio(sizes: [1e8, 1e5], tokensPerParameter: [20])
        }
        #expect(refused?.quantity == "parameters" && refused?.value == 1e5)
        #expect(throws: DomainError.self) { try ExperimentGrid.isoFLOP(budgetsFLOPs: [.nan], sizes: [1e8]) }
    }
}

@Suite struct `Correlations within configurations` {
    /// Errors u + e with variances ρ and 1 − ρ over 200 configurations of 5: ρ is known to 0.05.
    @Test(arguments: [0, 0.3, 0.8]) func `a planted correlation is found`(_ planted: Double) throws {
        var generator = SeededGenerator(seed: 5)
        var (forces, groups): ([Double], [[Int]]) = ([], [])
        for _ in 0..<200 {
            let shared = generator.normal() * planted.squareRoot()
            groups.append(Array(forces.count..<forces.count + 5))
            for _ in 0..<5 { forces.append(shared + generator.normal() * (1 - planted).squareRoot()) }
        }
        #expect(abs(try forceCorrelation(forces, groups).unwrapped() - planted) < 0.1)
    }

    @Test func `too few pairs tell none`() {
        #expect(forceCorrelation([1, 1, 1, 1], [[0, 1, 2, 3]]) == nil)
        #expect(forceCorrelation([1, 1, 1, 1, 1], [[0, 1, 2, 3, 4]]) == 1)
        #expect(forceCorrelation([1, -1, 2], [[0], [1], [2]]) == nil)
    }
}
