import Planning
import ScalingLaws
import TestSupport
import Testing

@Suite struct `The distance of a plan from the runs` {
    /// Over sizes and budgets that lead inside the runs, out of one range or another, and out of the hull alone.
    @Test(arguments: ["busbridge-2025", "busbridge-2025-refit", "hoffmann-2022"])
    func `is above 0 just where the plan warns of an extrapolation`(law: String) throws {
        let set = try CoefficientSet.published(law)
        var (inside, outside) = (0, 0)
        for parameters in [2e8, 5e8, 1e9, 2e9, 7e9, 2e10] {
            for budget in [1e18, 1e19, 1e20, 5e20, 1e21, 1e22, 1e24] {
                for scenario in set.distillation == nil ? [.bestCase] : Scenario.allCases {
                    let problem = try PlanningProblem(
                        law: set, budgetFLOPs: budget, student: StudentLimits(parameters: .fixed(parameters)),
                        weights: scenario.weights)
                    let plan = try Planner.plan(problem)
                    for part in PlanPart.allCases {
                        guard let distance = plan.distanceOutsideRuns(part) else { continue }
                        #expect((distance > 1e-9) == plan.warnsOfExtrapolation(part), "\(part) \(parameters) \(budget)")
                        if distance > 1e-9 { outside += 1 } else { inside += 1 }
                    }
                }
            }
        }
        #expect(inside > 0 && outside > 0)
    }

    @Test func `is not told of what is ignored`() throws {
        let problem = try PlanningProblem(
            law: .published(CoefficientSet.defaultName), budgetFLOPs: 1e21,
            student: StudentLimits(parameters: .fixed(1e9)), weights: Scenario.bestCase.weights, support: .ignore)
        let plan = try Planner.plan(problem)
        #expect(plan.distanceOutsideRuns(.distillation) == nil && plan.distanceOutsideRuns(.supervised) == nil)
    }
}

extension Plan {
    fileprivate func warnsOfExtrapolation(_ asked: PlanPart) -> Bool {
        warnings.contains { warning in
            switch warning {
            case .extrapolation(let part, _, _, _, _): part == asked
            case .outsideHull: asked == .distillation
            default: false
            }
        }
    }
}
