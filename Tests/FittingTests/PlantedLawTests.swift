import Fitting
import Foundation
import ScalingLaws
import TestSupport
import Testing

/// Laws that are known, found again from runs; `scripts/check-fits` does the same at length, with coverage.
@Suite struct `Planted laws` {
    /// The objective of perfect runs ends where rounding does, and so do predictions.
    @Test(arguments: 1...8 as ClosedRange<UInt64>) func `runs without noise give their law back`(_ seed: UInt64) throws
    {
        let study = try PlantedStudy(seed: seed, noise: .init(share: 0, outliers: 0))
        let supervised = try LawFit.supervised(
            study.supervisedRuns, sumExponent: study.hasFreeSumExponent ? .free : .one,
            options: `Fits of real runs`.plain)
        for (parameters, tokens) in study.supervisedQuestions {
            let truth = try study.supervised.lossNats(parameters: parameters, tokens: tokens)
            #expect(relativeError(try supervised.law.lossNats(parameters: parameters, tokens: tokens), truth) < 1e-8)
        }
        let distillation = try LawFit.distillation(
            study.distillationRuns, on: study.supervised, options: `Fits of real runs`.plain)
        for (parameters, tokens, teacher) in study.distillationQuestions {
            func loss(_ law: DistillationLaw) throws -> Double {
                try law.studentLossNats(
                    studentParameters: parameters, studentTokens: tokens, teacherLossNats: teacher,
                    supervised: study.supervised)
            }
            #expect(relativeError(try loss(distillation.law), try loss(study.distillation)) < 1e-8)
        }
    }

    /// A law of E + A/N^α + B/D^β, γ = 1, is within what γ free may find: its optimum is no higher.
    @Test func `more freedom never costs`() throws {
        let runs = try PlantedStudy(seed: 3, noise: .init(share: 0.002, outliers: 0.05)).supervisedRuns
        let one = try LawFit.supervised(runs, sumExponent: .one, options: `Fits of real runs`.plain)
        let free = try LawFit.supervised(runs, sumExponent: .free, options: `Fits of real runs`.plain)
        #expect(free.objective <= one.objective)
        #expect(one.law.sumExponent == 1)
    }
}
