import Foundation
import ScalingLaws
import TestSupport
import Testing

@testable import Fitting

@Suite struct `Models of runs` {
    private static func slopesAgree(_ model: some LossModel, _ vector: [Double]) {
        let minimiser = HuberMinimiser(
            model, logLosses: [Double](repeating: 0, count: model.runCount),
            weights: [Double](repeating: 1, count: model.runCount), huber: Huber(delta: 1))
        let here = minimiser.evaluate(vector)
        for parameter in vector.indices {
            let step = 1e-5
            var (above, below) = (vector, vector)
            above[parameter] += step
            below[parameter] -= vector[parameter] < step ? 0 : step
            let (right, left) = (minimiser.evaluate(above), minimiser.evaluate(below))
            for run in 0..<model.runCount {
                let slope = here.slopes[run * vector.count + parameter]
                let found = (right.residuals[run] - left.residuals[run]) / (above[parameter] - below[parameter])
                // Central differences of 1e-5 leave 1e-10 of curvature and 1e-11 of rounding, a one-sided one 1e-5.
                let tolerance = vector[parameter] < step && below[parameter] == vector[parameter] ? 1e-3 : 1e-8
                #expect(abs(found - slope) < tolerance, "\(model.parameters[parameter].name), run \(run)")
            }
        }
    }

    @Test(arguments: [true, false]) func `slopes of the supervised law are its derivatives`(_ isFree: Bool) throws {
        let model = SupervisedModel(try `Fits of real runs`.chinchilla(), hasFreeSumExponent: isFree)
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5 {
            Self.slopesAgree(model, model.start(model.parameters.map { _ in .random(in: 0...1, using: &generator) }))
        }
    }

    /// A law with γ = 1 whose γ is fitted all the same.
    @Test func `slopes at an exponent of one`() throws {
        let runs = try `Fits of real runs`.chinchilla()
        let (free, linear) = (
            SupervisedModel(runs, hasFreeSumExponent: true), SupervisedModel(runs, hasFreeSumExponent: false)
        )
        let law = try LawCatalog.published.set("besiroglu-2024").unwrapped().supervised
        Self.slopesAgree(free, free.vector(law))
        Self.slopesAgree(linear, linear.vector(law))
        for model in [free, linear] {
            let minimiser = HuberMinimiser(
                model, logLosses: runs.map { _ in 0 }, weights: runs.map { _ in 1 }, huber: Huber(delta: 1))
            for (run, logLoss) in zip(runs, minimiser.evaluate(model.vector(law)).residuals) {
                let loss = try law.lossNats(parameters: run.parameters, tokens: run.tokens)
                #expect(abs(log(loss) - logLoss) < 1e-13)
            }
        }
    }

    @Test(arguments: [0, 1e-6, 1e-3, 0.05, 2]) func `slopes of the distillation law are its derivatives`(
        _ inverseExponent: Double
    ) throws {
        let printed = try LawCatalog.published.set("busbridge-2025").unwrapped().supervised
        let model = DistillationModel(try `Fits of real runs`.distillation(), on: printed)
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<5 {
            var vector = model.start(model.parameters.map { _ in .random(in: 0...1, using: &generator) })
            vector[8] = inverseExponent
            Self.slopesAgree(model, vector)
        }
    }

    @Test func `a vector is the law that it says`() throws {
        let runs = try `Fits of real runs`.distillation()
        let printed = try LawCatalog.published.set("busbridge-2025").unwrapped().supervised
        let model = DistillationModel(runs, on: printed)
        var generator = SeededGenerator(seed: 5)
        for inverseExponent in [0, 1e-3, 0.4] {
            var vector = model.start(model.parameters.map { _ in .random(in: 0...1, using: &generator) })
            vector[8] = inverseExponent
            let minimiser = HuberMinimiser(
                model, logLosses: runs.map { $0.logLoss }, weights: runs.map { _ in 1 }, huber: Huber(delta: 1))
            let law = try model.law(vector)
            for (run, residual) in zip(runs, minimiser.evaluate(vector).residuals) {
                let loss = try law.studentLossNats(
                    studentParameters: run.studentParameters, studentTokens: run.studentTokens,
                    teacherLossNats: run.teacherLossNats, supervised: printed)
                // At the limit, c1 = 1e12 stands for infinity: z²/(2 c1 f1) of the gap, with z below 100 here.
                #expect(abs(log(loss) - residual - run.logLoss) < (inverseExponent == 0 ? 1e-7 : 1e-12))
            }
        }
    }

    @Test func `a law has the vector that it is the law of`() throws {
        let printed = try LawCatalog.published.set("busbridge-2025").unwrapped()
        var generator = SeededGenerator(seed: 6)
        let supervised = SupervisedModel(try `Fits of real runs`.chinchilla(), hasFreeSumExponent: true)
        let distillation = DistillationModel(try `Fits of real runs`.distillation(), on: printed.supervised)
        func close(_ a: [Double], _ b: [Double]) -> Bool {
            // Weights are e^100 at most, whose logarithms have fourteen digits.
            a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-11 }
        }
        for _ in 0..<10 {
            let vector = supervised.start(
                supervised.parameters.map { _ in .random(in: 0.2...0.8, using: &generator) })
            #expect(close(supervised.vector(try supervised.law(vector)), vector))
            var other = distillation.start(
                distillation.parameters.map { _ in .random(in: 0.2...0.8, using: &generator) })
            #expect(close(distillation.vector(try distillation.law(other)), other))
            other[8] = 0
            // c1 = 1e12 stands for the limit.
            #expect(abs(distillation.vector(try distillation.law(other))[8]) < 1e-10)
        }
    }

    @Test func `experiments have the losses and slopes of runs`() throws {
        let printed = try LawCatalog.published.set("busbridge-2025").unwrapped()
        let runs = try `Fits of real runs`.distillation()
        let model = DistillationModel(runs, on: printed.supervised)
        let vector = model.vector(try printed.distillation.unwrapped())
        func evaluate(_ model: DistillationModel) -> [Double] {
            let minimiser = HuberMinimiser(
                model, logLosses: runs.map { _ in 0 }, weights: runs.map { _ in 1 }, huber: Huber(delta: 1))
            let point = minimiser.evaluate(vector)
            return point.residuals + point.slopes
        }
        #expect(evaluate(model) == evaluate(model.at(runs.map(DistillationExperiment.init), on: printed.supervised)))
    }
}
