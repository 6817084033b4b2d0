import Fitting
import Foundation
import ScalingLaws
import TestSupport
import Testing

/// The optima of real runs, which the reference has to forty digits, from a cold start.
@Suite struct `Fits of real runs` {
    struct Reference: Decodable {
        struct Errors: Decodable {
            let mean_abs_rel, max_abs_rel, rmse, r2: Double
        }
        /// Of one fit, or of its parts by name.
        enum AllErrors: Decodable {
            case one(Errors)
            case named([String: Errors])

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let one = try? container.decode(Errors.self) {
                    self = .one(one)
                } else {
                    self = .named(try container.decode([String: Errors].self))
                }
            }
        }
        let objective: Double
        let errors: AllErrors
        let interval90_4096_resamples: [String: [Double]]?

        static func named(_ name: String) throws -> Reference {
            let all = Data(try Fixture.text("reference_fits.json").utf8)
            return try JSONDecoder().decode([String: Reference].self, from: all)[name].unwrapped()
        }
    }

    static func chinchilla() throws -> [SupervisedRun] {
        try Fixture.rows("chinchilla_epoch_240.csv").map { row in
            try SupervisedRun(
                parameters: row.number("N"), tokens: row.number("D"), lossNats: row.number("loss"))
        }
    }

    static func distillation(split: String? = nil) throws -> [DistillationRun] {
        try Fixture.figure1Rows().filter { split == nil || $0["split"] == split }.map { row in
            try DistillationRun(
                studentParameters: row.number("N_S_figure"), studentTokens: row.number("D_S"),
                teacherLossNats: row.number("L_T"), studentLossNats: row.number("L_S"))
        }
    }

    static var plain: FitOptions {
        var options = FitOptions()
        options.hasProfiles = false
        options.leavesOut = false
        return options
    }

    /// The reference's own digits end at 1e-14 of the objective; errors of single runs follow the optimum's flat
    /// directions, and are quoted to where those leave them.
    private static func expect(_ errors: FitErrors, _ reference: Reference.Errors) {
        #expect(relativeError(errors.meanRelative, reference.mean_abs_rel) < 1e-6)
        #expect(relativeError(errors.maxRelative, reference.max_abs_rel) < 1e-6)
        #expect(relativeError(errors.rootMeanSquareNats, reference.rmse) < 1e-6)
        #expect(abs((errors.rSquared ?? .nan) - reference.r2) < 1e-8)
    }

    @Test(arguments: [
        ("chinchilla240_gamma1_d0.001", LawFit.SumExponent.one, 1e-3),
        ("chinchilla240_gammafree_d0.001", .free, 1e-3),
        ("chinchilla240_gamma1_d0.0001", .one, 1e-4),
        ("chinchilla240_gammafree_d0.0001", .free, 1e-4),
    ])
    func `the supervised law on 240 runs`(_ name: String, _ exponent: LawFit.SumExponent, _ delta: Double) throws {
        let reference = try Reference.named(name)
        var options = Self.plain
        options.delta = delta
        let fit = try LawFit.supervised(Self.chinchilla(), sumExponent: exponent, options: options)
        #expect(fit.objective <= reference.objective * (1 + 1e-9))
        #expect(fit.status.isConverged && fit.scaledGradient <= 1e-9)
        #expect(fit.startsAgreed >= 20)
        guard case .one(let errors) = reference.errors else { throw MissingValue() }
        Self.expect(fit.errors, errors)
        try Self.expectSame(fit)
    }

    /// The law in the paper's coefficients predicts what the fit in its own parameters does.
    private static func expectSame(_ fit: FitOutcome<SupervisedLaw>) throws {
        for (run, predicted) in zip(try chinchilla(), fit.predictionsNats) {
            let loss = try fit.law.lossNats(parameters: run.parameters, tokens: run.tokens)
            // Exponents are taken of numbers near 10: that leaves fourteen digits.
            #expect(relativeError(loss, predicted) < 1e-13)
        }
    }

    @Test(arguments: [
        ("distillation354_corrected_labels", nil as String?, "all_figure"),
        ("distillation328_train", "train", "train_figure"),
    ])
    func `the distillation law on 354 runs`(_ name: String, _ split: String?, _ group: String) throws {
        let reference = try Reference.named(name)
        let printed = try LawCatalog.published.set("busbridge-2025").unwrapped().supervised
        let fit = try LawFit.distillation(Self.distillation(split: split), on: printed, options: Self.plain)
        #expect(fit.objective <= reference.objective * (1 + 1e-9))
        #expect(fit.status.isConverged && fit.scaledGradient <= 1e-9)
        #expect(fit.startsAgreed >= 16)
        #expect(fit.status.atBound == ["inverse_transition_exponent"])
        guard case .named(let errors) = reference.errors else { throw MissingValue() }
        Self.expect(fit.errors, try errors[group].unwrapped())

        let unseen = try Self.distillation(split: "test")
        let predicted = try unseen.map { run in
            try fit.law.studentLossNats(
                studentParameters: run.studentParameters, studentTokens: run.studentTokens,
                teacherLossNats: run.teacherLossNats, supervised: printed)
        }
        Self.expect(
            FitErrors(predictedNats: predicted, measuredNats: unseen.map(\.studentLossNats)),
            try errors["test_figure"].unwrapped())
    }

    /// Each bootstrap of 4096 leaves about 1.5 % of chance in a width, and up to 3 % where the draws are skewed, as B's.
    @Test func `intervals of the supervised law are the reference's`() throws {
        let reference = try Reference.named("chinchilla240_gamma1_d0.001").interval90_4096_resamples.unwrapped()
        var options = Self.plain
        options.delta = 1e-3
        options.workers = 2
        options.bootstrap = .init(unit: .run, resamples: 4096)
        let fit = try LawFit.supervised(Self.chinchilla(), sumExponent: .one, options: options)
        let draws = try fit.bootstrap.unwrapped().draws
        #expect(draws.count == 4096)
        let coefficients: [(String, (SupervisedLaw) -> Double)] = [
            ("A", \.parameterWeight), ("B", \.tokenWeight), ("E", \.irreducibleLossNats),
            ("alpha", \.parameterExponent), ("beta", \.tokenExponent),
        ]
        for (name, coefficient) in coefficients {
            let sorted = draws.map(coefficient).sorted()
            // The 206th of 4096 from either end has 5 % below, or above, it.
            let (lower, upper) = (sorted[205], sorted[4096 - 206])
            let theirs = try reference[name].unwrapped()
            #expect(relativeError(upper - lower, theirs[1] - theirs[0]) < 0.05, "\(name)")
        }
    }

    private struct MissingValue: Error {}
}
