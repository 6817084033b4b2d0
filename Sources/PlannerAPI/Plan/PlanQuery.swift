import Planning
import ScalingLaws

/// A question of `POST /plan`, read: the problem, and what else is to be said of its plan.
struct PlanQuery {
    /// What is to be found.
    enum Goal {
        /// The best plan for a budget.
        case budget(PlanningProblem)
        /// The least compute to a loss in nats per token; the problem's budget counts for nothing.
        case target(PlanningProblem, lossNats: Double)
        /// The best plan for several students that share a teacher.
        case family(FamilyProblem)
    }

    let goal: Goal
    /// How much worse a student may be within the ranges that are asked for, in nats per token.
    let flatWithinNats: Double?
    /// What the compute is to be told in hours and money of.
    let hardware: Hardware?

    /// The plan, with all that was asked of it.
    func answer() throws(PlanningError) -> PlanAnswer {
        switch goal {
        case .budget(let problem): .single(report(try Planner.plan(problem)))
        case .target(let problem, let lossNats): .single(report(try Planner.plan(problem, reaching: lossNats)))
        case .family(let problem): .family(FamilyReport(plan: try Planner.plan(problem), hardware: hardware))
        }
    }

    /// C in FLOPs.
    var budgetFLOPs: Double {
        switch goal {
        case .budget(let problem), .target(let problem, _): problem.budgetFLOPs
        case .family(let problem): problem.template.budgetFLOPs
        }
    }

    private func report(_ plan: Plan) -> PlanReport {
        PlanReport(
            plan: plan, flatWithinNats: flatWithinNats,
            flatRanges: flatWithinNats.map { Planner.flatRanges(of: plan, within: $0) } ?? [], hardware: hardware)
    }
}
