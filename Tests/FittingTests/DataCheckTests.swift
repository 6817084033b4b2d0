import Fitting
import Foundation
import ScalingLaws
import TestSupport
import Testing

@Suite struct `Runs that cannot identify a law` {
    private static func runs(_ sizes: [Double], _ tokens: [Double]) throws -> [SupervisedRun] {
        let law = try LawCatalog.published.set("hoffmann-2022").unwrapped().supervised
        return try sizes.flatMap { size in
            try tokens.map {
                try SupervisedRun(
                    parameters: size, tokens: $0, lossNats: try law.lossNats(parameters: size, tokens: $0))
            }
        }
    }

    private static func refusal(_ runs: [SupervisedRun]) -> FittingError? {
        do {
            _ = try LawFit.supervised(runs, sumExponent: .one, options: `Fits of real runs`.plain)
            return nil
        } catch { return error }
    }

    private static let tokens = (0..<8).map { 1e9 * pow(2, Double($0)) }

    @Test func `too few`() throws {
        #expect(Self.refusal([]) == .tooFewRuns(have: 0, need: 6))
        #expect(Self.refusal(try Self.runs([1e8], [1e9, 1e10, 1e11])) == .tooFewRuns(have: 3, need: 6))
    }

    @Test func `one size only`() throws {
        let refusal = try Self.refusal(Self.runs([1e9], Self.tokens)).unwrapped()
        guard case .tooFewValues(.parameters, have: 1, need: 3, let supply) = refusal else {
            Issue.record("\(refusal)")
            return
        }
        #expect(supply.map(\.parameters) == [2.5e8, 4e9])
    }

    @Test func `two token counts only`() throws {
        let refusal = try Self.refusal(Self.runs([1e8, 3e8, 1e9, 3e9], [1e10, 1e11])).unwrapped()
        guard case .tooFewValues(.tokens, have: 2, need: 3, let supply) = refusal else {
            Issue.record("\(refusal)")
            return
        }
        #expect(supply.count == 1)
    }

    @Test func `constant tokens per parameter`() throws {
        let runs = try (0..<12).flatMap { step in
            let size = 1e8 * pow(1.5, Double(step))
            return try Self.runs([size], [20 * size])
        }
        let refusal = try Self.refusal(runs).unwrapped()
        guard case .constantTokensPerParameter(let ratio, let supply) = refusal else {
            Issue.record("\(refusal)")
            return
        }
        #expect(relativeError(ratio, 20) < 1e-12)
        #expect(supply.count == 2)
    }

    @Test func `one teacher, and students that all beat theirs`() throws {
        let study = try PlantedStudy(seed: 1, noise: .init(share: 0, outliers: 0))
        let teacher = study.distillationRuns[0].teacherLossNats
        #expect(throws: FittingError.tooFewValues(.teacherLoss, have: 1, need: 3, supply: [])) {
            try LawFit.distillation(
                study.distillationRuns.filter { $0.teacherLossNats == teacher }, on: study.supervised)
        }
        let better = try study.distillationRuns.map {
            try DistillationRun(
                studentParameters: $0.studentParameters, studentTokens: $0.studentTokens,
                teacherLossNats: $0.teacherLossNats, studentLossNats: $0.teacherLossNats - 0.1)
        }
        #expect(throws: FittingError.noGap) { try LawFit.distillation(better, on: study.supervised) }
    }

    @Test func `runs outside the law's domain`() {
        #expect(throws: DomainError.self) { try SupervisedRun(parameters: 1e9, tokens: 1e10, lossNats: -2) }
        #expect(throws: DomainError.self) { try SupervisedRun(parameters: 1e5, tokens: 1e10, lossNats: 2) }
    }
}
