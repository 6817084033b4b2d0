package import Fitting
import Foundation
package import ScalingLaws

/// A study whose law is known: runs drawn from it, with noise and outliers.
package struct PlantedStudy {
    package let supervised: SupervisedLaw
    package let distillation: DistillationLaw
    package let hasFreeSumExponent: Bool
    package let supervisedRuns: [SupervisedRun]
    package let distillationRuns: [DistillationRun]
    /// Where the law is asked what it predicts, inside the range of the runs.
    package let supervisedQuestions: [(parameters: Double, tokens: Double)]
    package let distillationQuestions: [(parameters: Double, tokens: Double, teacherLoss: Double)]

    /// The noise of log losses.
    package struct Noise {
        /// The standard deviation, a share of the loss.
        package let share: Double
        /// The share of all runs that are off by ten times as much.
        package let outliers: Double

        package init(share: Double, outliers: Double) {
            self.share = share
            self.outliers = outliers
        }
    }

    package static let questions = 20

    package init(seed: UInt64, noise: Noise) throws {
        var random = SeededGenerator(seed: seed)
        hasFreeSumExponent = random.uniform(0, 1) < 0.5
        let law = try Self.supervisedLaw(isLinear: !hasFreeSumExponent, &random)
        supervised = law
        distillation = try Self.distillationLaw(&random)
        let sizes = Self.steps(5e7, 8e9, count: 8, &random)
        let ratios = Self.steps(10, 500, count: 9, &random)
        var runs: [SupervisedRun] = []
        for size in sizes {
            for ratio in ratios {
                let loss = try law.lossNats(parameters: size, tokens: size * ratio)
                runs.append(
                    try SupervisedRun(
                        parameters: size, tokens: size * ratio, lossNats: loss * random.error(noise)))
            }
        }
        supervisedRuns = runs
        let students = Self.steps(1e8, 3e9, count: 6, &random)
        let studentRatios = Self.steps(15, 300, count: 4, &random)
        let teachers = try Self.steps(2e8, 2e10, count: 7, &random)
            .map { try law.lossNats(parameters: $0, tokens: 20 * $0) }
        var distilled: [DistillationRun] = []
        for student in students {
            for ratio in studentRatios {
                for teacher in teachers {
                    let loss = try distillation.studentLossNats(
                        studentParameters: student, studentTokens: student * ratio, teacherLossNats: teacher,
                        supervised: law)
                    distilled.append(
                        try DistillationRun(
                            studentParameters: student, studentTokens: student * ratio, teacherLossNats: teacher,
                            studentLossNats: loss * random.error(noise)))
                }
            }
        }
        distillationRuns = distilled
        supervisedQuestions = (0..<Self.questions).map { _ in
            let size = random.logUniform(5e7, 8e9)
            return (size, size * random.logUniform(10, 500))
        }
        let (least, greatest) = (teachers.min() ?? 2, teachers.max() ?? 3)
        distillationQuestions = (0..<Self.questions).map { _ in
            let size = random.logUniform(1e8, 3e9)
            return (size, size * random.logUniform(15, 300), random.logUniform(least, greatest))
        }
    }

    /// The runs as a file: first the supervised ones, then the distillations, every fourth of the split `test`.
    package var csv: String {
        let alone = supervisedRuns.map { "\($0.parameters),\($0.tokens),,\($0.lossNats)" }
        let distilled = distillationRuns.map {
            "\($0.studentParameters),\($0.studentTokens),\($0.teacherLossNats),\($0.studentLossNats)"
        }
        let rows = (alone + distilled).enumerated().map { index, row in
            "\(index + 1),\(index % 4 == 0 ? "test" : "train"),\(row)"
        }
        return (["id,split,N,D,L_T,loss"] + rows).joined(separator: "\n") + "\n"
    }

    /// Coefficients around those in print; the loss at 1 B parameters and 20 B tokens stays between 2 and 3.5.
    private static func supervisedLaw(isLinear: Bool, _ random: inout SeededGenerator) throws -> SupervisedLaw {
        let gamma = isLinear ? 1 : random.uniform(0.4, 0.95)
        let (alpha, beta) = (random.uniform(0.28, 0.42) / gamma, random.uniform(0.28, 0.42) / gamma)
        // Each term takes 0.2 to 0.8 nats there.
        let (size, tokens) = (random.logUniform(0.2, 0.8), random.logUniform(0.2, 0.8))
        return try SupervisedLaw(
            E: random.uniform(1.2, 1.9), A: pow(size, 1 / gamma) * pow(1e9, alpha),
            B: pow(tokens, 1 / gamma) * pow(2e10, beta), alpha: alpha, beta: beta, gamma: gamma)
    }

    /// Transitions from sharp to none, and both the limit of c1 and cutoffs far from it.
    private static func distillationLaw(_ random: inout SeededGenerator) throws -> DistillationLaw {
        let gamma = random.uniform(0.5, 1)
        let (alpha, beta) = (random.uniform(0.25, 0.4) / gamma, random.uniform(0.2, 0.4) / gamma)
        let width = random.logUniform(0.07, 0.3)
        let exponent = random.uniform(0, 1) < 0.3 ? 1e12 : random.logUniform(2, 200) / width
        let kappa = random.uniform(0.9, 1.05)
        return try DistillationLaw(
            A: pow(random.logUniform(0.3, 1), 1 / gamma) * pow(1e9, alpha),
            B: pow(random.logUniform(0.3, 1), 1 / gamma) * pow(2e10, beta), alpha: alpha, beta: beta, gamma: gamma,
            c0: random.uniform(0.5, 3), c1: exponent, f1: width, d1: kappa * pow(exponent * width, width))
    }

    private static func steps(_ from: Double, _ to: Double, count: Int, _ random: inout SeededGenerator) -> [Double] {
        (0..<count).map { index in
            // Sizes of real ladders are no exact geometric series.
            from * pow(to / from, Double(index) / Double(count - 1)) * exp(random.uniform(-0.05, 0.05))
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func uniform(_ lower: Double, _ upper: Double) -> Double {
        Double.random(in: lower...upper, using: &self)
    }

    fileprivate mutating func logUniform(_ lower: Double, _ upper: Double) -> Double {
        exp(uniform(log(lower), log(upper)))
    }

    /// The factor by which a measured loss is off.
    fileprivate mutating func error(_ noise: PlantedStudy.Noise) -> Double {
        let isOutlier = uniform(0, 1) < noise.outliers
        return exp(normal() * noise.share * (isOutlier ? 10 : 1))
    }
}
