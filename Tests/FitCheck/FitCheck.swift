import Fitting
import Foundation
import ScalingLaws
import TestSupport

/// Fits planted studies and compares predictions with the truth.
struct FitCheck {
    let studies: Int
    let resamples: Int
    let seed: UInt64

    private static let regimes: [(name: String, noise: PlantedStudy.Noise)] = [
        ("none", .init(share: 0, outliers: 0)),
        ("0.1 %", .init(share: 0.001, outliers: 0)),
        ("0.5 %", .init(share: 0.005, outliers: 0)),
        ("0.1 %, 5 % outliers", .init(share: 0.001, outliers: 0.05)),
        ("0.5 %, 5 % outliers", .init(share: 0.005, outliers: 0.05)),
    ]

    private static let level = 0.9

    /// Prints the table; whether all is as it should be.
    func run() throws -> Bool {
        print("law | noise | studies | worst error | median error | median width | covered | resamples that failed")
        var all = (supervised: Coverage(), distillation: Coverage())
        var isExact = true
        for (index, regime) in Self.regimes.enumerated() {
            var found = (supervised: Coverage(), distillation: Coverage())
            let count = studies / Self.regimes.count
            for study in 0..<count {
                let planted = try PlantedStudy(seed: seed &+ UInt64(index * 100_000 + study), noise: regime.noise)
                let options = options(hasNoise: regime.noise.share > 0, seed: UInt64(study))
                try fitSupervised(planted, options, &found.supervised)
                try fitDistillation(planted, options, &found.distillation)
            }
            print("supervised | \(regime.name) | \(count) | \(found.supervised.row)")
            print("distillation | \(regime.name) | \(count) | \(found.distillation.row)")
            if regime.noise.share == 0 {
                isExact = max(found.supervised.worstError, found.distillation.worstError) < 1e-8
            } else {
                all.supervised.add(found.supervised)
                all.distillation.add(found.distillation)
            }
        }
        print("supervised | all with noise | | \(all.supervised.row)")
        print("distillation | all with noise | | \(all.distillation.row)")
        return isExact && (0.85...0.95).contains(all.supervised.share) && (0.85...0.95).contains(all.distillation.share)
    }

    private func options(hasNoise: Bool, seed: UInt64) -> FitOptions {
        var options = FitOptions()
        options.hasProfiles = false
        options.leavesOut = false
        options.level = Self.level
        options.workers = 2
        options.seed = seed
        options.bootstrap = hasNoise ? .init(unit: .run, resamples: resamples) : nil
        return options
    }

    private func fitSupervised(_ planted: PlantedStudy, _ options: FitOptions, _ coverage: inout Coverage) throws {
        let fit = try LawFit.supervised(
            planted.supervisedRuns, sumExponent: planted.hasFreeSumExponent ? .free : .one, options: options)
        coverage.failed += fit.bootstrap?.failed ?? 0
        for (parameters, tokens) in planted.supervisedQuestions {
            try coverage.add(fit, truth: planted.supervised, level: Self.level) {
                try $0.lossNats(parameters: parameters, tokens: tokens)
            }
        }
    }

    private func fitDistillation(_ planted: PlantedStudy, _ options: FitOptions, _ coverage: inout Coverage) throws {
        let fit = try LawFit.distillation(planted.distillationRuns, on: planted.supervised, options: options)
        coverage.failed += fit.bootstrap?.failed ?? 0
        for (parameters, tokens, teacherLoss) in planted.distillationQuestions {
            try coverage.add(fit, truth: planted.distillation, level: Self.level) {
                try $0.studentLossNats(
                    studentParameters: parameters, studentTokens: tokens, teacherLossNats: teacherLoss,
                    supervised: planted.supervised)
            }
        }
    }
}
