import Foundation
import ScalingLaws
import TestSupport
import Testing

/// What follows from the form of equation 8, for every published law with a distillation part.
@Suite struct `Facts of the distillation law` {
    static let laws = CoefficientSet.published.filter { $0.distillation != nil }

    /// 400 students and teachers, the same in every run; the losses are those that teachers of the laws can have.
    static func samples() -> [(parameters: Double, tokens: Double, teacherLoss: Double)] {
        var generator = SeededGenerator(seed: 2025)
        return (0..<400).map { _ in
            (
                generator.logUniform(1e6...1e17), generator.logUniform(1e6...1e17),
                generator.logUniform(1.2201...30)
            )
        }
    }

    private func gap(
        _ law: CoefficientSet, _ parameters: Double, _ tokens: Double, _ teacherLoss: Double
    ) throws -> Double {
        try law.distillation.unwrapped().gapNats(
            studentParameters: parameters, studentTokens: tokens, teacherLossNats: teacherLoss,
            supervised: law.supervised)
    }

    @Test(arguments: laws) func `a student is never better than its teacher`(_ law: CoefficientSet) throws {
        for sample in Self.samples() {
            let loss = try law.distillation.unwrapped().studentLossNats(
                studentParameters: sample.parameters, studentTokens: sample.tokens,
                teacherLossNats: sample.teacherLoss, supervised: law.supervised)
            #expect(loss >= sample.teacherLoss)
            // The cutoff of a weak teacher takes the gap below what a Double holds; only there it may be zero.
            let gap = try gap(law, sample.parameters, sample.tokens, sample.teacherLoss)
            #expect(gap > 0 || (gap == 0 && sample.teacherLoss > 2))
        }
    }

    @Test(arguments: laws) func `the loss falls strictly with the student's tokens`(_ law: CoefficientSet) throws {
        for sample in Self.samples() where sample.tokens < 1e16 {
            let less = try gap(law, sample.parameters, sample.tokens, sample.teacherLoss)
            let more = try gap(law, sample.parameters, sample.tokens * 1.1, sample.teacherLoss)
            // Where the gap is below 1e-300 it has no digits to fall with.
            #expect(more < less || less < 1e-300, "\(sample)")
        }
    }

    @Test(arguments: laws) func `a student without limits reaches its teacher`(_ law: CoefficientSet) throws {
        // At 1e17 each power term is A'/N^α' ≈ 1e-2 or less, so the gap is what is left of those terms' power.
        for teacherLoss in [1.3, 1.8, 2.3] {
            let small = try gap(law, 1e9, 1e10, teacherLoss)
            let large = try gap(law, 1e17, 1e17, teacherLoss)
            #expect(large < small / 50, "\(teacherLoss)")
        }
    }

    @Test(arguments: laws) func `a hopeless teacher is imitated to the letter`(_ law: CoefficientSet) throws {
        // L_T^(−c0) and the cutoff both fall with L_T.
        let gaps = try [2.0, 4, 8, 16, 30].map { try gap(law, 1e9, 2e10, $0) }
        #expect(zip(gaps, gaps.dropFirst()).allSatisfy { $0 > $1 || $0 < 1e-300 })
        #expect(gaps[4] < 1e-6)
    }

    @Test(arguments: laws) func `a teacher can be too good for its student`(_ law: CoefficientSet) throws {
        // The capacity gap: the loss over L_T falls, has one minimum inside, and rises.
        for (parameters, tokens) in [(3e8, 6e9), (1e9, 2e10), (1e9, 1e12), (1e10, 2e11)] {
            let teachers = stride(from: 1.25, through: 4, by: 0.001).map { $0 }
            let losses = try teachers.map { try $0 + gap(law, parameters, tokens, $0) }
            let best = try losses.indices.min { losses[$0] < losses[$1] }.unwrapped()
            #expect(best > 0 && best < losses.count - 1)
            #expect(losses[0] > losses[best] + 0.01)
            #expect(zip(losses[...best], losses[1...best]).allSatisfy { $0 > $1 })
            #expect(zip(losses[best...], losses[(best + 1)...]).allSatisfy { $0 < $1 })
        }
    }

    @Test func `tokens without end bring both laws to nearly the same loss`() throws {
        // Figure 40 of the paper: with the right teacher the infimum over tokens is close to supervised training's.
        let law = CoefficientSet.published[0]
        for parameters in [3e8, 1e9, 3e9, 1e10] {
            let supervised = try law.supervised.lossNats(parameters: parameters, tokens: 1e17)
            let distilled = try stride(from: 1.23, through: 3, by: 0.001)
                .map { try $0 + gap(law, parameters, 1e17, $0) }.min().unwrapped()
            #expect(abs(distilled - supervised) < 0.05, "\(parameters)")
        }
    }

    @Test func `teachers of equal loss give equal students`() throws {
        // Two teachers far apart in size, one solved to have the other's loss: only rounding may tell them apart.
        let law = CoefficientSet.published[0]
        let reducible = try law.supervised.reducibleLossNats(parameters: 2e9, tokens: 4e10)
        let sum = pow(reducible, 1 / law.supervised.sumExponent)
        let tokenTerm = sum - law.supervised.parameterWeight * pow(8e9, -law.supervised.parameterExponent)
        let tokens = pow(tokenTerm / law.supervised.tokenWeight, -1 / law.supervised.tokenExponent)
        let losses = try [
            law.supervised.lossNats(parameters: 2e9, tokens: 4e10),
            law.supervised.lossNats(parameters: 8e9, tokens: tokens),
        ]
        let gaps = try losses.map { try gap(law, 1e9, 2e10, $0) }
        #expect(relativeError(gaps[0], gaps[1]) < 1e-11)
    }
}
