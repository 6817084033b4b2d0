public import Planning
import ScalingLaws

/// A question of `POST /plan`, read: the problem, and what else is to be said of its plan.
struct PlanQuery {
    /// The problem; where a loss is to be reached its budget counts for nothing.
    let problem: PlanningProblem
    /// The loss to reach with the least compute, in nats per token.
    let targetLossNats: Double?
    /// How much worse a student may be within the ranges that are asked for, in nats per token.
    let flatWithinNats: Double?

    /// The plan, with all that was asked of it.
    func answer() throws(PlanningError) -> PlanAnswer {
        let plan =
            if let targetLossNats {
                try Planner.plan(problem, reaching: targetLossNats)
            } else {
                try Planner.plan(problem)
            }
        return PlanAnswer(
            plan: plan, flatWithinNats: flatWithinNats,
            flatRanges: flatWithinNats.map { Planner.flatRanges(of: plan, within: $0) } ?? [])
    }
}

/// What is answered to a ``PlanQuery``.
public struct PlanAnswer: Hashable, Sendable {
    /// The plan.
    public let plan: Plan
    /// How much worse a student may be within ``flatRanges``, in nats per token; absent where nobody asked.
    public let flatWithinNats: Double?
    /// Within what range each free variable may be rounded.
    public let flatRanges: [FlatRange]
}
