import Foundation
import ScalingLaws
import TestSupport
import Testing

@testable import Planning

/// What the search over one student's teachers says of larger and smaller students, beside searches for those.
@Suite struct `Bounds between two sizes` {
    /// A student of a planted problem, and the losses of others.
    private struct Stretch {
        let bound: SizeBound
        let loss: Double
        /// How much larger the last of the others is.
        let growth: Double
        let others: [Double]

        var least: Double { min(loss, others.min() ?? .infinity) }
    }

    private static func stretch(_ generator: inout SeededGenerator, given: Bool) throws -> Stretch? {
        let problem = try PlantedProblem.make(&generator)
        let longest = Double.random(in: 0.1...10, using: &generator)
        let wanted = longest * (Bool.random(using: &generator) ? 1 : -1)
        let logSize = log(problem.studentParameters)
        let end = min(max(exp(logSize + wanted), 1e6), 1e17)
        let teacher = try GivenTeacher(
            name: nil, parameters: pow(10, Double.random(in: 8...11, using: &generator)), tokens: 1e11,
            law: problem.law)
        guard let law = problem.law.distillation, end != problem.studentParameters,
            let trained = TeacherSearch.trained(problem)
        else { return nil }
        let search = given ? TeacherSearch(problem, law, .given(teacher)) : trained
        func isAffordable(_ size: Double) -> Bool {
            search.leastFLOPs(parameters: size) < problem.budgetFLOPs * (1 - 1e-9)
        }
        guard isAffordable(problem.studentParameters), isAffordable(end) else { return nil }
        let sized = search.sized(parameters: problem.studentParameters)
        let bound: SizeBound
        if given {
            bound = SizeBound(Allocation(teacher, of: sized), of: sized)
        } else {
            let smallest = search.sized(parameters: min(problem.studentParameters, end))
            let curve = LossCurve(sized, sized.chooser)
            bound = SizeBound(
                GlobalSearch.minimum(of: curve), of: curve, best: LossCurve(smallest, smallest.chooser).bestTeacher)
        }
        func loss(_ size: Double) -> Double { search.optimum(parameters: size).allocation.studentLossNats }
        let growth = log(end) - logSize
        return Stretch(
            bound: bound, loss: loss(problem.studentParameters), growth: growth,
            others: (1...12).map { loss(min(max(exp(logSize + growth * Double($0) / 12), 1e6), 1e17)) })
    }

    private static func stretches(_ count: Int, seed: UInt64, given: Bool) throws -> [Stretch] {
        var generator = SeededGenerator(seed: seed)
        var found: [Stretch] = []
        while found.count < count { if let one = try stretch(&generator, given: given) { found.append(one) } }
        return found
    }

    /// Losses are known to about 1e-13 of themselves; a loss that a student has by more than that is never ruled out.
    @Test(arguments: [false, true]) func `no student that gets below a loss is ruled out`(given: Bool) throws {
        var (ruledOut, near) = (0, 0)
        for stretch in try Self.stretches(500, seed: 95, given: given) {
            #expect(
                stretch.bound.mayFall(below: stretch.least * (1 + 1e-9), growth: stretch.growth), "\(stretch.growth)")
            // Where students next to this one have the least loss, one below that must be ruled out in most cases.
            guard stretch.others.allSatisfy({ $0 > stretch.loss }) else { continue }
            near += 1
            if !stretch.bound.mayFall(below: stretch.loss * (1 - 1e-2), growth: stretch.growth) { ruledOut += 1 }
        }
        #expect(near > 100)
        #expect(ruledOut > near / 2, "\(ruledOut) of \(near)")
    }
}
