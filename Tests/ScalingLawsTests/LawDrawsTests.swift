import Foundation
import ScalingLaws
import TestSupport
import Testing

@Suite struct `Draws of a law` {
    private static func law(_ c1: Double) throws -> FittedLaws {
        let set = try LawCatalog.published.set(CoefficientSet.defaultName).unwrapped()
        var values = Dictionary(uniqueKeysWithValues: Coefficient.allCases.map { ($0, set[$0] ?? .nan) })
        values[.transitionExponent] = c1
        return try FittedLaws(values)
    }

    @Test func `are equal by their contents, and hash alike`() throws {
        let laws = try [Self.law(500), Self.law(600)]
        let draws = LawDraws(laws, resampling: .configuration, resamples: 3, seed: 7)
        let same = LawDraws(laws, resampling: .configuration, resamples: 3, seed: 7)
        #expect(draws == same && draws.hashValue == same.hashValue && draws.fingerprint == same.fingerprint)
        #expect(draws.failures == 1 && draws.haveDistillation && draws.coefficients == Coefficient.allCases)
        let others = [
            LawDraws(laws.reversed(), resampling: .configuration, resamples: 3, seed: 7),
            LawDraws(laws, resampling: .run, resamples: 3, seed: 7),
            LawDraws(laws, resampling: .configuration, resamples: 2, seed: 7),
            LawDraws(laws, resampling: .configuration, resamples: 3, seed: 8),
            LawDraws(
                laws.map { FittedLaws(supervised: $0.supervised, distillation: nil) }, resampling: .configuration,
                resamples: 3, seed: 7),
        ]
        for other in others { #expect(other != draws && other.fingerprint != draws.fingerprint) }
        #expect(others[4].coefficients == Array(Coefficient.allCases.prefix(6)))
    }

    @Test func `tell sets apart, and a set of one draw has none itself`() throws {
        let set = try LawCatalog.published.set(CoefficientSet.defaultName).unwrapped()
        let law = try Self.law(600)
        let drawn = set.drawn(law)
        #expect(drawn.distillation?.transitionExponent == 600 && drawn.draws == nil && drawn != set)
        #expect(drawn.drawn(set.laws) == set)
        #expect(set.numbered(2).version == 2 && set.numbered(2).numbered(1) == set)
    }

    /// The limit e^(−(L_T / (κ L̃_S))^(1/f1)) with κ = d1 (c1 f1)^(−f1), as docs/theory.md derives it.
    @Test func `with the greatest c1 are the limit to 3e-12 of the gap`() throws {
        let supervised = try LawCatalog.published.set(CoefficientSet.defaultName).unwrapped().supervised
        let law = try `Law values`.farLimit()
        let (c1, f1) = (law.transitionExponent, law.transitionWidth)
        let kappa = law.transitionRatio * pow(c1 * f1, -f1)
        for (parameters, tokens) in [(143e6, 3.7e9), (1e9, 100e9), (7.75e9, 515e9)] {
            let alone = try supervised.lossNats(parameters: parameters, tokens: tokens)
            for teacher in stride(from: 1.3, through: 2.8, by: 0.1) {
                let gap = try law.gapNats(
                    studentParameters: parameters, studentTokens: tokens, teacherLossNats: teacher,
                    supervised: supervised)
                let sum =
                    law.parameterWeight * pow(parameters, -law.parameterExponent)
                    + law.tokenWeight * pow(tokens, -law.tokenExponent)
                let whole = pow(teacher, -law.teacherLossExponent) * pow(sum, law.sumExponent)
                // The powers of this formula lose up to 1/f1 times the rounding of their base, some 1e-14.
                #expect(abs(gap - whole * exp(-pow(teacher / (kappa * alone), 1 / f1))) <= 3e-12 * whole)
            }
        }
    }
}

@Suite struct `Support of runs` {
    @Test func `has the ranges and the hull of the published runs`() throws {
        let runs = try `Laws on real runs`.runs()
        let support = Support(
            supervisedRuns: [RunPlace(parameters: 1e8, tokens: 2e9), RunPlace(parameters: 9e9, tokens: 3e9)],
            distillationRuns: try `The support hull of the published runs`.runs())
        #expect(try support.hull == SupportHull.published())
        #expect(support.ranges[.studentParameters] == 143e6...7.75e9)
        #expect(support.ranges[.studentTokens] == 3.7e9...514.9e9)
        #expect(support.ranges[.teacherLossNats] == 1.8953...2.7545)
        #expect(support.ranges[.teacherParameters] == 1e8...9e9)
        let ratios = runs.map { $0.tokens / $0.parameters }
        #expect(try support.ranges[.studentTokensPerParameter] == ratios.min().unwrapped()...ratios.max().unwrapped())
    }

    @Test func `is of the supervised runs where there are no others, and of their teachers where these are known`() {
        let supervised = [RunPlace(parameters: 1e8, tokens: 2e9), RunPlace(parameters: 1e9, tokens: 3e9)]
        let alone = Support(supervisedRuns: supervised)
        #expect(
            alone
                == Support([
                    .studentParameters: 1e8...1e9, .studentTokens: 2e9...3e9, .studentTokensPerParameter: 3...20,
                ]))
        let run = SupportHull.Run(studentParameters: 2e8, studentTokens: 1e9, teacherLossNats: 2.5)
        let distilled = Support(
            supervisedRuns: supervised, distillationRuns: [run, run], teacherParameters: [5e8, 4e8])
        #expect(distilled.ranges[.teacherParameters] == 4e8...5e8)
        #expect(distilled.ranges[.studentParameters] == 2e8...2e8)
        #expect(distilled.hull == nil)
    }
}
