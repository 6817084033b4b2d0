import Foundation
import ScalingLaws
import TestSupport
import Testing

/// The published laws on real runs: the evidence of docs/decisions/0001 and of the sets' own provenance.
@Suite struct `Laws on real runs` {
    struct Run {
        let parameters, tokens, teacherLoss, studentLoss: Double
    }

    static func runs() throws -> [Run] {
        try Fixture.figure1Rows().map { row in
            try Run(
                parameters: row.number("N_S_figure"), tokens: row.number("D_S"), teacherLoss: row.number("L_T"),
                studentLoss: row.number("L_S"))
        }
    }

    static func predictions(_ law: DistillationLaw, _ set: CoefficientSet, _ runs: [Run]) throws -> [Double] {
        try runs.map {
            try law.studentLossNats(
                studentParameters: $0.parameters, studentTokens: $0.tokens, teacherLossNats: $0.teacherLoss,
                supervised: set.supervised)
        }
    }

    /// Means and maxima as they are quoted, to their last digit.
    @Test(arguments: [
        ("busbridge-2025-printed", 0.0110, 0.0592), ("busbridge-2025", 0.0041, 0.0156),
        ("busbridge-2025-figure1", 0.0025, 0.0114), ("busbridge-2025-refit@1", 0.0023, 0.0091),
        ("busbridge-2025-refit@2", 0.00231, 0.00914),
    ])
    func `each law misses the 354 runs by what is said of it`(_ name: String, _ mean: Double, _ most: Double) throws {
        let set = try LawCatalog.published.set(name).unwrapped()
        let runs = try Self.runs()
        #expect(runs.count == 354)
        let errors = try zip(Self.predictions(set.distillation.unwrapped(), set, runs), runs)
            .map { abs($0 / $1.studentLoss - 1) }
        let found = (mean: errors.reduce(0, +) / 354, most: try errors.max().unwrapped())
        #expect(abs(found.mean - mean) < 0.00005 && abs(found.most - most) < 0.00005)
        if let misfit = set.misfit {
            // Quoted to four digits.
            #expect(relativeError(misfit.meanRelativeError, found.mean) < 1e-3)
            #expect(relativeError(misfit.maxRelativeError, found.most) < 1e-3)
        }
    }

    @Test(arguments: [
        ("busbridge-2025-printed", 0.0221), ("busbridge-2025", 0.0051), ("busbridge-2025-figure1", 0.0003),
    ])
    func `each law misses the drawn curves by what is said of it`(_ name: String, _ mean: Double) throws {
        let set = try LawCatalog.published.set(name).unwrapped()
        let points = try Fixture.rows("distillation_fig1_paper_curves.csv").map { row in
            try Run(
                parameters: row.number("N_S"), tokens: row.number("D_S"), teacherLoss: row.number("L_T"),
                studentLoss: row.number("L_S_curve"))
        }
        #expect(points.count == 2000)
        let gaps = try zip(Self.predictions(set.distillation.unwrapped(), set, points), points)
            .map { abs($0 - $1.studentLoss) }
        #expect(abs(gaps.reduce(0, +) / 2000 - mean) < 0.00005)
    }

    /// Appendix F's objective: the sum of Huber losses of log residuals with δ = 1e-4.
    static func objective(_ law: DistillationLaw, _ set: CoefficientSet, _ runs: [Run]) throws -> Double {
        let delta = 1e-4
        return zip(try predictions(law, set, runs), runs).reduce(0) { sum, pair in
            let residual = abs(log(pair.0) - log(pair.1.studentLoss))
            return sum + (residual <= delta ? residual * residual / 2 : delta * (residual - delta / 2))
        }
    }

    /// The optimum with c1 → ∞ is 8.0008276933e-5; a finite c1 of 1e8 costs 2e-8 of it.
    @Test func `the refit has the least objective around it`() throws {
        let set = try LawCatalog.published.set("busbridge-2025-refit@1").unwrapped()
        let law = try set.distillation.unwrapped()
        let runs = try Self.runs()
        let least = try Self.objective(law, set, runs)
        #expect(relativeError(least, 8.0008276933e-5) < 1e-7)
        // The data push c1 to infinity: a smaller one must cost.
        for coefficient in Coefficient.allCases.dropFirst(6) {
            for factor in coefficient == .transitionExponent ? [0.5] : [1 - 1e-4, 1 + 1e-4] {
                var values = Dictionary(
                    uniqueKeysWithValues: Coefficient.allCases.map { ($0, set[$0] ?? .nan) })
                values[coefficient]? *= factor
                if coefficient == .transitionExponent {
                    // κ = d1 (c1 f1)^(−f1) is what the data fix, so d1 follows.
                    values[.transitionRatio]? *= pow(factor, law.transitionWidth)
                }
                let moved = try DistillationLaw(values).unwrapped()
                #expect(try Self.objective(moved, set, runs) > least, "\(coefficient) \(factor)")
            }
        }
    }
}
