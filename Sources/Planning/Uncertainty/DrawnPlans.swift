import ScalingLaws

/// The best plans of one question, each under the laws of one draw.
struct DrawnPlans {
    /// The draws, in their order.
    let laws: [FittedLaws]
    /// The best plan of each draw.
    let optima: [Optimum]

    /// The best plan of one draw, as far as there is one.
    struct Optimum {
        let laws: FittedLaws
        let plan: Plan?

        var distillation: DistillationPlan? { plan?.distillation }

        var supervised: SupervisedPlan? { plan?.supervised }

        /// The supervised loss less the distilled one; nil where there are not both.
        var lossAdvantageNats: Double? { plan?.lossAdvantageNats }

        /// Whether distilling has the lower loss; a way that there is not has none.
        var isDistillBetter: Bool {
            (distillation?.studentLossNats ?? .infinity) < (supervised?.studentLossNats ?? .infinity)
        }

        var candidates: [Candidate] {
            guard let plan else { return [] }
            return [
                plan.distillation.map { Candidate($0, plan.problem) },
                plan.supervised.map { Candidate($0, plan.problem) },
            ].compactMap { $0 }
        }
    }

    /// The answers to `problem` under each of `laws`, at least one.
    init(_ problem: PlanningProblem, under laws: [FittedLaws]) {
        precondition(!laws.isEmpty, "there is a draw at least")
        self.laws = laws
        optima = laws.map { Optimum(laws: $0, plan: try? Planner.plan(problem.drawn($0))) }
    }

    /// Whether the draws have a distillation part.
    var haveDistillation: Bool { laws[0].distillation != nil }

    /// The draws that have a plan.
    var planned: [Optimum] { optima.filter { $0.plan != nil } }

    /// The lowest loss of each draw that has a plan, in nats per token.
    ///
    /// It is computed as that of a candidate is, so that a candidate which is a draw's own best plan has no regret there.
    var lowestLosses: [(laws: FittedLaws, lossNats: Double)] {
        optima.compactMap { optimum in
            optimum.candidates.compactMap { $0.lossNats(under: optimum.laws) }.min().map { (optimum.laws, $0) }
        }
    }

    /// How often the best distillation has the lower loss; nil where there is nothing to compare.
    var probabilityDistillBeatsSupervised: DrawnProbability? {
        let planned = planned
        guard haveDistillation, !planned.isEmpty else { return nil }
        return DrawnProbability(planned.filter(\.isDistillBetter).count, of: planned.count)
    }

    /// The intervals of the best plans at `level`.
    func intervals(level: Double) -> OptimumIntervals {
        OptimumIntervals(
            distillation: OptimumIntervals.Part(
                optima.compactMap(\.distillation).map {
                    .init(
                        parameters: $0.studentParameters, tokens: $0.studentTokens, lossNats: $0.studentLossNats,
                        teacher: $0.teacher)
                }, level),
            supervised: OptimumIntervals.Part(
                optima.compactMap(\.supervised).map {
                    .init(
                        parameters: $0.studentParameters, tokens: $0.studentTokens, lossNats: $0.studentLossNats,
                        teacher: nil)
                }, level),
            lossAdvantageNats: QuantileInterval(optima.compactMap(\.lossAdvantageNats), level: level))
    }
}

extension OptimumIntervals.Part {
    /// One way of one draw.
    fileprivate struct Value {
        let parameters: Double
        let tokens: Double
        let lossNats: Double
        let teacher: PlannedTeacher?
    }

    fileprivate init?(_ values: [Value], _ level: Double) {
        guard let parameters = QuantileInterval(values.map(\.parameters), level: level),
            let tokens = QuantileInterval(values.map(\.tokens), level: level),
            let lossNats = QuantileInterval(values.map(\.lossNats), level: level)
        else { return nil }
        func ofTeacher(_ value: (PlannedTeacher) -> Double?) -> QuantileInterval? {
            QuantileInterval(values.compactMap(\.teacher).compactMap(value), level: level)
        }
        self.init(
            studentParameters: parameters, studentTokens: tokens, lossNats: lossNats,
            teacherParameters: ofTeacher(\.parameters), teacherTokens: ofTeacher(\.tokens),
            teacherLossNats: ofTeacher(\.lossNats))
    }
}
