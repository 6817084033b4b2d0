import Planning
import ScalingLaws
import TestSupport

/// Problems under laws of random coefficients, far beyond those of any published set; the same from the same seed.
enum PlantedProblem {
    static func make(_ generator: inout SeededGenerator) throws -> PlanningProblem {
        var law = try law(&generator)
        // The distillation law takes teachers of up to 30 nats, and no law of words has worse ones.
        while try law.supervised.lossNats(parameters: 1e6, tokens: 1e6) > 30 { law = try self.law(&generator) }
        let weights = try weights(&generator)
        return try PlanningProblem(
            law: law, budgetFLOPs: generator.logUniform(1e18...1e27),
            studentParameters: generator.logUniform(1e7...1e12),
            studentTokens: Bounds(1e6, pick([1e17, generator.logUniform(1e9...1e14)], &generator)),
            teacherParameters: bounds(around: generator.logUniform(1e8...1e12), &generator),
            teacherTokens: bounds(around: generator.logUniform(1e9...1e14), &generator), weights: weights)
    }

    static func law(_ generator: inout SeededGenerator) throws -> CoefficientSet {
        func uniform(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &generator) }
        let supervised = try SupervisedLaw(
            E: uniform(0.5...2), A: generator.logUniform(1e2...1e5), B: generator.logUniform(1e2...1e6),
            alpha: uniform(0.25...0.6), beta: uniform(0.25...0.6), gamma: uniform(0.4...1))
        let distillation = try DistillationLaw(
            A: generator.logUniform(1e2...1e4), B: generator.logUniform(1e4...1e7), alpha: uniform(0.2...0.5),
            beta: uniform(0.3...0.8), gamma: uniform(0.5...1), c0: uniform(0...4),
            c1: generator.logUniform(1...1e6), f1: uniform(0.05...0.5), d1: uniform(0.9...2))
        let base = CoefficientSet.published[0]
        return CoefficientSet(
            name: "planted", version: 1, summary: "random coefficients", source: base.source,
            supervised: supervised, distillation: distillation, parameterCounting: .nonEmbedding, cost: base.cost,
            corpus: base.corpus, runs: base.runs, intervals: nil, support: base.support, misfit: nil)
    }

    private static func weights(_ generator: inout SeededGenerator) throws -> CostWeights {
        let named = Scenario.allCases.map(\.weights)
        let fractional = try CostWeights(
            teacherLogits: Double.random(in: 0...1, using: &generator),
            teacherPretraining: generator.logUniform(1e-4...1))
        return pick(named + [fractional, fractional], &generator)
    }

    /// No bounds, one value, or a decade or two around `value`.
    private static func bounds(around value: Double, _ generator: inout SeededGenerator) throws -> Bounds {
        try pick([.all, .all, .fixed(value), Bounds(value / 3, value * 30), Bounds(1e6, value)], &generator)
    }

    private static func pick<Value>(_ values: [Value], _ generator: inout SeededGenerator) -> Value {
        values[Int.random(in: values.indices, using: &generator)]
    }
}
