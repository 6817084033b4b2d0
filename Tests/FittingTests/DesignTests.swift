import Foundation
import ScalingLaws
import TestSupport
import Testing

@testable import Fitting

@Suite struct `Scratch` {
    @Test func `real`() throws {
        let runs = try `Fits of real runs`.distillation()
        let set = try LawCatalog.published.set("busbridge-2025-refit").unwrapped()
        let law = try set.distillation.unwrapped()
        let sup = set.supervised
        for (n, m, t) in [(3e8, 20.0, 2.14), (3e8, 1000, 2.10), (1e9, 20, 2.04), (1e9, 200, 1.95), (3e9, 20, 1.88), (3e9, 1000, 1.74), (1e10, 20, 1.70), (1e10, 1000, 1.55)] {
            for correlation in [WithinConfiguration.estimated, .fixed(0), .fixed(0.2), .fixed(0.5)] {
            var options = DesignOptions()
            options.correlation = correlation
            let q = try DesignQuestion<DistillationLaw, DistillationExperiment>(candidates: [], budgetFLOPs: 1e20) { law in
                (try? law.studentLossNats(studentParameters: n, studentTokens: n * m, teacherLossNats: t, supervised: sup)) ?? .nan }
            let o = try ExperimentDesign.next(q, law: law, on: sup, runs: runs, options: options)
            print(n, m, o.before.value, (o.before.upper - o.before.lower) / o.before.value * 100, o.correlation, o.scatter)
            }
        }
    }
}
