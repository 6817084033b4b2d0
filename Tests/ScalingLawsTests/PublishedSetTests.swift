import Foundation
import ScalingLaws
import TestSupport
import Testing

@Suite struct `Published coefficient sets` {
    @Test func `the names are the documented ones, each once`() {
        #expect(
            LawCatalog.published.names == [
                "busbridge-2025", "busbridge-2025-printed", "busbridge-2025-figure1", "busbridge-2025-refit",
                "hoffmann-2022", "besiroglu-2024",
            ])
        #expect(LawCatalog.published.set(CoefficientSet.defaultName)?.name == "busbridge-2025")
    }

    /// Table 6 as printed, value and interval; B' stands so in the printed set only.
    static let table6: [(Coefficient, Double, ClosedRange<Double>)] = [
        (.parameterWeight, 3355, 3346...3360), (.tokenWeight, 18186, 18157...18236),
        (.irreducibleLoss, 1.220, 1.190...1.247), (.parameterExponent, 0.408, 0.405...0.411),
        (.tokenExponent, 0.431, 0.428...0.433), (.sumExponent, 0.452, 0.442...0.461),
        (.studentParameterWeight, 2243, 2227...2255), (.studentTokenWeight, 24181, 24084...24266),
        (.studentParameterExponent, 0.321, 0.319...0.324), (.studentTokenExponent, 0.637, 0.634...0.640),
        (.studentSumExponent, 0.764, 0.732...0.788), (.teacherLossExponent, 2.549, 2.425...2.615),
        (.transitionExponent, 522.6, 522.6...522.6), (.transitionWidth, 0.090, 0.088...0.093),
        (.transitionRatio, 1.315, 1.302...1.327),
    ]

    @Test func `the printed set is Table 6 to the letter, with its intervals`() throws {
        let set = try LawCatalog.published.set("busbridge-2025-printed").unwrapped()
        let intervals = try set.intervals.unwrapped()
        #expect(intervals.level == 0.90 && intervals.resamples == 4096)
        #expect(intervals.bounds.count == Self.table6.count)
        for (coefficient, value, interval) in Self.table6 {
            #expect(set[coefficient] == value)
            #expect(intervals.bounds[coefficient] == interval)
        }
        #expect(set.runs == RunCounts(supervised: 73, distillation: 697))
    }

    @Test func `the default differs from it in B' alone, by a factor of 100`() throws {
        let set = try LawCatalog.published.set("busbridge-2025").unwrapped()
        for (coefficient, value, interval) in Self.table6 {
            let factor = coefficient == .studentTokenWeight ? 100.0 : 1
            #expect(set[coefficient] == factor * value)
            let bounds = try set.intervals.unwrapped().bounds[coefficient].unwrapped()
            #expect(bounds == factor * interval.lowerBound...factor * interval.upperBound)
        }
    }

    @Test func `every interval holds its value, and every set says where it comes from`() {
        for set in CoefficientSet.published {
            for (coefficient, bounds) in set.intervals?.bounds ?? [:] {
                #expect(bounds.contains(set[coefficient] ?? .nan), "\(set.name) \(coefficient)")
            }
            #expect(!set.source.paper.isEmpty && !set.source.place.isEmpty && !set.summary.isEmpty)
            #expect((set.parameterCounting == .all) == (set.cost == .parametersOnly))
            #expect((set.distillation == nil) == (set.support.ranges[.teacherLossNats] == nil))
        }
    }

    /// Rounding the print moves the optimal tokens per parameter from 59 to 93: the set must hold all digits.
    @Test func `Hoffmann's law is the unrounded one`() throws {
        let unrounded = try LawCatalog.published.set("hoffmann-2022").unwrapped().supervised
        let rounded = try SupervisedLaw(E: 1.69, A: 406.4, B: 410.7, alpha: 0.34, beta: 0.28, gamma: 1)
        #expect(optimalTokensPerParameter(unrounded, budgetFLOPs: 5.76e23).rounded() == 59)
        #expect(optimalTokensPerParameter(rounded, budgetFLOPs: 5.76e23).rounded() == 93)
    }

    private func optimalTokensPerParameter(_ law: SupervisedLaw, budgetFLOPs: Double) -> Double {
        // Closed form: N = G (C/6)^(β/(α+β)), G = (αA/(βB))^(1/(α+β)), D = C/(6N).
        let (alpha, beta) = (law.parameterExponent, law.tokenExponent)
        let scale = pow(alpha * law.parameterWeight / (beta * law.tokenWeight), 1 / (alpha + beta))
        let parameters = scale * pow(budgetFLOPs / 6, beta / (alpha + beta))
        return budgetFLOPs / 6 / (parameters * parameters)
    }

    @Test func `the catalog finds names, versions and nothing else`() {
        let catalog = LawCatalog.published
        #expect(catalog.set("hoffmann-2022@1")?.version == 1)
        let name = "hoffmann-2022"
        for unknown in ["", "@", "@1", "Hoffmann-2022", name + "@", name + "@2", name + "@01", name + "@1@1"] {
            #expect(catalog.set(unknown) == nil, "\(unknown)")
        }
    }
}
