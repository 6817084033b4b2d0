import Fitting
import Foundation
import ScalingLaws
import TestSupport
import Testing

/// `busbridge-2025-refit@2` against the runs that it was fitted to, and against a fit of its own.
@Suite struct `The shipped refit` {
    private static let resamples = 8

    private static func set() throws -> CoefficientSet {
        try LawCatalog.published.set("busbridge-2025-refit").unwrapped()
    }

    private static func fresh() throws -> FitOutcome<DistillationLaw> {
        var options = `Fits of real runs`.plain
        options.bootstrap = .init(unit: .configuration, resamples: resamples)
        let table6 = try LawCatalog.published.set("busbridge-2025@1").unwrapped().supervised
        return try LawFit.distillation(`Fits of real runs`.distillation(), on: table6, options: options)
    }

    private static func losses(_ law: DistillationLaw, _ runs: [DistillationRun]) throws -> [Double] {
        let supervised = try set().supervised
        return try runs.map {
            try law.studentLossNats(
                studentParameters: $0.studentParameters, studentTokens: $0.studentTokens,
                teacherLossNats: $0.teacherLossNats, supervised: supervised)
        }
    }

    @Test func `is the newest of its name, and the first one still stands`() throws {
        #expect(LawCatalog.published.versions(of: "busbridge-2025-refit").map(\.version) == [1, 2])
        let first = try LawCatalog.published.set("busbridge-2025-refit@1").unwrapped()
        #expect(first.draws == nil && first.provenance == nil)
        #expect(first[.transitionExponent] == 1e8 && first[.studentParameterWeight] == 6662.70457126926)
    }

    @Test func `has an objective no more than 1e-9 above the reference's`() throws {
        let runs = try `Fits of real runs`.distillation()
        let reference = try `Fits of real runs`.Reference.named("distillation354_corrected_labels")
        let delta = 1e-4
        let objective = try zip(Self.losses(Self.set().distillation.unwrapped(), runs), runs).reduce(0) { sum, pair in
            let residual = abs(log(pair.0 / pair.1.studentLossNats))
            return sum + (residual <= delta ? residual * residual / 2 : delta * (residual - delta / 2))
        }
        #expect(objective <= reference.objective * (1 + 1e-9))
    }

    /// Another processor's exp and log move the coefficients by 3e-10 at most: its combinations that the runs hardly tell multiply what is
    /// rounded otherwise.
    @Test func `is what a fit finds, and so are its first draws`() throws {
        let set = try Self.set()
        let fresh = try Self.fresh()
        let laws = FittedLaws(supervised: set.supervised, distillation: fresh.law)
        for coefficient in Coefficient.allCases {
            #expect(try relativeError(laws[coefficient].unwrapped(), set[coefficient].unwrapped()) < 1e-9)
        }
        let runs = try `Fits of real runs`.distillation()
        let bootstrap = try fresh.bootstrap.unwrapped()
        #expect(bootstrap.failed == 0)
        for (mine, shipped) in zip(bootstrap.draws, try set.draws.unwrapped().laws) {
            let (here, there) = try (Self.losses(mine, runs), Self.losses(shipped.distillation.unwrapped(), runs))
            // A resample leaves the law even less told than all runs do.
            for (one, other) in zip(here, there) { #expect(relativeError(one, other) < 1e-8) }
        }
    }

    @Test func `has a draw for every resample of configurations that has a law`() throws {
        let set = try Self.set()
        let draws = try set.draws.unwrapped()
        #expect(draws.resamples == 512 && draws.failures == 1 && draws.seed == 1)
        #expect(draws.resampling == .configuration)
        #expect(draws.laws.allSatisfy { $0.supervised == set.supervised })
        #expect(Set(draws.laws).count == draws.laws.count)
        // Whoever decoded them in another order would meet numbers outside their domains.
        for coefficient in Coefficient.distillation {
            #expect(draws.laws.allSatisfy { coefficient.domain.contains($0[coefficient] ?? .nan) })
        }
        let intervals = try set.intervals.unwrapped()
        #expect(intervals.level == 0.9 && intervals.resamples == draws.laws.count)
        #expect(Set(intervals.bounds.keys) == Set(Coefficient.distillation))
        for (coefficient, bounds) in intervals.bounds {
            let values = draws.laws.compactMap { $0[coefficient] }
            // 5 % of 511 lie below the place (511 − 1) · 0.05 = 25.5, and as many above; γ' has ties at its bound, c1 at its.
            #expect(values.count { $0 < bounds.lowerBound } <= 26 && values.count { $0 <= bounds.lowerBound } >= 26)
            #expect(values.count { $0 > bounds.upperBound } <= 26 && values.count { $0 >= bounds.upperBound } >= 26)
        }
    }

    @Test func `says what it was made from`() throws {
        let provenance = try Self.set().provenance.unwrapped()
        #expect(provenance.study == "busbridge-2025-figure1" && provenance.filter.isEmpty)
        #expect(provenance.runs == 354 && provenance.seed == 1 && provenance.programVersion == "0.1.0")
        #expect(provenance.options.contains(#""supervised_law": "busbridge-2025@1""#))
        #expect(provenance.options.contains(#""bootstrap": {"resamples": 512, "unit": "configuration"}"#))
    }

    @Test func `covers the region of its runs`() throws {
        let places = try `Fits of real runs`.distillation().map {
            SupportHull.Run(
                studentParameters: $0.studentParameters, studentTokens: $0.studentTokens,
                teacherLossNats: $0.teacherLossNats)
        }
        let support = try Self.set().support
        let runs = Support(supervisedRuns: [], distillationRuns: places)
        #expect(support.hull == runs.hull && support.hull?.vertices.count == 14)
        for (quantity, range) in runs.ranges { #expect(support.ranges[quantity] == range) }
    }
}
