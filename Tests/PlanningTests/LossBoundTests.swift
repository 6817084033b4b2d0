import Foundation
import ScalingLaws
import TestSupport
import Testing

@testable import Planning

/// What is said of all losses between two teachers, beside losses in between, under laws far from the published ones.
@Suite struct `Bounds between two teachers` {
    /// Two neighbours on the curve of a planted problem, with points in between.
    private struct Stretch {
        let curve: LossCurve
        let left: LossCurve.Point
        let right: LossCurve.Point
        let between: [LossCurve.Point]
    }

    private static func stretch(_ generator: inout SeededGenerator) throws -> Stretch? {
        let problem = try PlantedProblem.make(&generator)
        guard case .trained(let parameters, let tokens) = problem.teacher, let law = problem.law.distillation,
            Planner.leastBudgetFLOPs(problem) < problem.budgetFLOPs
        else { return nil }
        let sized = SizedProblem(
            problem, law, parameters: problem.studentParameters, teacherParameters: parameters, teacherTokens: tokens)
        let curve = LossCurve(sized, sized.chooser)
        let width = Double.random(in: 0.01...1.5, using: &generator)
        let lower = Double.random(in: curve.range, using: &generator)
        let upper = min(lower + width, curve.range.upperBound)
        guard upper > lower else { return nil }
        return Stretch(
            curve: curve, left: curve.point(lower, near: nil), right: curve.point(upper, near: nil),
            between: (1..<20).map { curve.point(lower + (upper - lower) * Double($0) / 20, near: nil) })
    }

    private static func stretches(_ count: Int, seed: UInt64) throws -> [Stretch] {
        var generator = SeededGenerator(seed: seed)
        var found: [Stretch] = []
        while found.count < count { if let stretch = try stretch(&generator) { found.append(stretch) } }
        return found
    }

    /// The curve is known to about 1e-13 of itself.
    @Test func `no loss is below the bound`() throws {
        var sharp = 0
        for stretch in try Self.stretches(3000, seed: 91) {
            let (left, right) = (stretch.left, stretch.right)
            let bound = LossBound(student: stretch.curve.student, left: left.end, right: right.end).leastLossNats()
            let least = stretch.between.map(\.loss).min() ?? .infinity
            #expect(bound <= min(least, left.loss, right.loss) * (1 + 1e-12), "\(left.position) \(right.position)")
            let crude = left.end.teacherLoss.value + right.end.gap.nats
            if bound > crude { sharp += 1 }
        }
        // In many the tangents must say more than L_T of one end and the gap of the other.
        #expect(sharp > 1000)
    }

    /// Slopes are known to about 1e-9 of what they are made of.
    @Test func `the slope rises wherever the loss is called convex`() throws {
        var convex = 0
        for stretch in try Self.stretches(3000, seed: 92) where stretch.curve.isConvex(stretch.left, stretch.right) {
            convex += 1
            let slopes = ([stretch.left] + stretch.between + [stretch.right]).map(\.slope)
            for (one, next) in zip(slopes, slopes.dropFirst()) {
                #expect(next >= one - 1e-9 * (1 + abs(one)), "\(stretch.left.position) \(stretch.right.position)")
            }
        }
        #expect(convex > 300)
    }

    /// What is left of a teacher is bounded by its own tangents alone.
    @Test func `no loss before a teacher is below its bound`() throws {
        for stretch in try Self.stretches(2000, seed: 93) {
            let least = ([stretch.left] + stretch.between).map(\.loss).min() ?? .infinity
            #expect(
                stretch.curve.mayFall(below: least * (1 + 1e-9), before: stretch.right), "\(stretch.right.position)")
        }
    }

    /// Costs are known to about 1e-13, and change by more than that over 1e-12 of σ wherever they are not flat.
    @Test func `what is affordable does not depend on where the search for it starts`() throws {
        var generator = SeededGenerator(seed: 94)
        for _ in 0..<500 {
            let problem = try PlantedProblem.make(&generator)
            guard case .trained(let parameters, let tokens) = problem.teacher else { continue }
            let chooser = TeacherChooser(
                problem.law.supervised, problem.cost, problem.weights, parameters: parameters, tokens: tokens)
            func lower(_ share: Double) -> Double {
                let all = chooser.sigmaRange
                let start = all.lowerBound + share * (all.upperBound - all.lowerBound)
                return chooser.affordable(FLOPs: problem.budgetFLOPs, tokens: 1e9, near: start).lowerBound
            }
            let reference = lower(0)
            for share in [0.1, 0.5, 0.9, 1] { #expect(abs(lower(share) - reference) < 1e-9, "\(share) \(problem)") }
        }
    }
}
