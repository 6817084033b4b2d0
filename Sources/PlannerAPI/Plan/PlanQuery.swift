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
    /// The alias by which the law was named, if it was.
    let alias: String?
    /// How much worse a student may be within the ranges that are asked for, in nats per token.
    let flatWithinNats: Double?
    /// What the compute is to be told in hours and money of.
    let hardware: Hardware?
    /// The draws that the plan is to be judged by.
    let uncertainty: UncertaintyRequest?

    /// The plan, with all that was asked of it.
    func answer() throws(PlanningError) -> PlanAnswer {
        switch goal {
        case .budget(let problem): .single(report(try Planner.plan(problem)))
        case .target(let problem, let lossNats): .single(report(try Planner.plan(problem, reaching: lossNats)))
        case .family(let problem):
            .family(FamilyReport(plan: try Planner.plan(problem), alias: alias, hardware: hardware))
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
            plan: plan, alias: alias, flatWithinNats: flatWithinNats,
            flatRanges: flatWithinNats.map { Planner.flatRanges(of: plan, within: $0) } ?? [], hardware: hardware,
            uncertainty: uncertainty.map { asked in
                UncertaintyReport(
                    uncertainty: Planner.uncertainty(of: plan, draws: asked.draws, level: asked.level),
                    resampling: asked.resampling)
            })
    }
}
