import Planning
import ScalingLaws
import TestSupport
import Testing

/// How far the predictions of `busbridge-2025-refit` can be trusted, beside a cluster bootstrap that others made.
@Suite struct `Predictions of the shipped refit` {
    struct Row: Sendable {
        let parameters, tokensPerParameter, loss, teacherLoss, percent: Double
    }

    /// L_S at the best L_T, and the width of its 90 % interval as a share of it.
    static let table: [Row] = [
        (3e8, 20, 2.578, 2.14, 0.7), (3e8, 1000, 2.331, 2.10, 1.1), (1e9, 20, 2.315, 2.04, 0.8),
        (1e9, 200, 2.161, 1.95, 0.9), (3e9, 20, 2.109, 1.88, 1.3), (3e9, 1000, 1.934, 1.74, 2.1),
        (1e10, 20, 1.919, 1.70, 2.5), (1e10, 1000, 1.773, 1.55, 3.2),
    ].map { Row(parameters: $0.0, tokensPerParameter: $0.1, loss: $0.2, teacherLoss: $0.3, percent: $0.4) }

    @Test(arguments: table) func `are as wide as the table says`(_ row: Row) throws {
        let set = try LawCatalog.published.set("busbridge-2025-refit").unwrapped()
        func loss(_ laws: FittedLaws, _ teacherLoss: Double) throws -> Double {
            try laws.distillation.unwrapped().studentLossNats(
                studentParameters: row.parameters, studentTokens: row.parameters * row.tokensPerParameter,
                teacherLossNats: teacherLoss, supervised: laws.supervised)
        }
        // Around an optimum a step of 1.5e-3 costs less than 1e-5.
        let teacherLosses = (0...1000).map { 1.3 + 1.5e-3 * Double($0) }
        func best(_ laws: FittedLaws) throws -> (loss: Double, teacherLoss: Double) {
            try teacherLosses.map { (try loss(laws, $0), $0) }.min { $0.0 < $1.0 }.unwrapped()
        }
        let plain = try best(set.laws)
        // As printed: L_S to three decimals, L_T to two.
        #expect(abs(plain.loss - row.loss) < 6e-4 && abs(plain.teacherLoss - row.teacherLoss) < 6e-3)
        let draws = try set.draws.unwrapped().laws
        let interval = try QuantileInterval(draws.map { try best($0).loss }, level: 0.9).unwrapped()
        let percent = 100 * (interval.upper - interval.lower) / plain.loss
        // 500 draws tell such a width to 4 %, two bootstraps differ by 5.7 %: three of those, and what the print rounds.
        #expect(abs(percent - row.percent) < 0.17 * row.percent + 0.05, "\(percent)")
    }
}
