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
        func spread(_ experiments: [SupervisedExperiment], noise: Double, delta: Double, studies: Int) throws -> Double {
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

    @Test func `what is promised is what refits give`() throws {
        let planted = try Planted()
        var fit = FitOptions()
        fit.delta = 1
        let noise = 0.002
        let present = try planted.runs(planted.experiments, noise: noise, seed: 1)
        let question = try planted.question(budget: 3e21)
        var options = DesignOptions()
        options.scatter = noise
        let outcome = try ExperimentDesign.next(
            question, law: planted.law, runs: present, sumExponent: .one, fit: fit, options: options)
        print("planned", planted.experiments.count, outcome.runs.count, outcome.before, outcome.after, outcome.correlation)
        for r in outcome.runs { print("  ", r.experiment, r.costFLOPs, r.after.standardError) }
        func real(_ new: [SupervisedExperiment]) throws -> Double {
            try planted.spread(planted.experiments + new, noise: noise, delta: fit.delta, studies: 400)
        }
        let start = Date()
        print("before", try real([]), outcome.before.standardError)
        print("after", try real(outcome.runs.map(\.experiment)), outcome.after.standardError)
        for (grid, o) in zip(question.protocols, outcome.protocols) {
            print(o.name, o.candidates.count, o.costFLOPs, try real(o.candidates.map { grid.candidates[$0].experiment }), o.after.standardError)
        }
        print(Date().timeIntervalSince(start))
        for delta in [1e-3, 1e-4] {
            var fit = fit
            fit.delta = delta
            let o = try ExperimentDesign.next(question, law: planted.law, runs: present, sumExponent: .one, fit: fit)
            print(delta, o.scatter, o.before.standardError, try planted.spread(planted.experiments, noise: noise, delta: delta, studies: 400))
            print(delta, o.scatter, o.after.standardError, try planted.spread(planted.experiments + o.runs.map(\.experiment), noise: noise, delta: delta, studies: 400))
        }
    }
}
