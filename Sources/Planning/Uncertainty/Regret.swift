import ScalingLaws

/// What is lost in the mean by settling for an allocation before the law is known.
///
/// The regret of an allocation in a draw is its loss there less the lowest that any allocation has, distilled or
/// supervised. Costs do not depend on coefficients, so what one draw would choose is as affordable in every other.
public struct Regret: Hashable, Sendable {
    /// The expected regret of the plan's distillation, in nats per token; absent without one.
    public let distillationNats: Double?
    /// That of its supervised training; absent without one.
    public let supervisedNats: Double?
    /// The candidate of the least expected regret; the first of several.
    public let least: Choice
    /// How many different candidates there are: both parts of the plan, the recommended one first, and both parts of the
    /// best plans of the first ``mostCandidateDraws`` draws.
    public let candidates: Int

    /// Draws whose best plans are candidates.
    public static let mostCandidateDraws = 256

    /// An allocation with its expected regret.
    public struct Choice: Hashable, Sendable {
        /// N_S.
        public let studentParameters: Double
        /// D_S.
        public let studentTokens: Double
        /// L_S in nats per token, by the law's own coefficients.
        public let studentLossNats: Double
        /// The teacher, its loss by the law's own coefficients; absent for supervised training.
        public let teacher: PlannedTeacher?
        /// The expected regret in nats per token.
        public let expectedRegretNats: Double
        /// The index of the draw whose best plan it is; absent where it is a part of the plan itself.
        public let draw: Int?

        /// What to do.
        public var recommendation: Recommendation { teacher == nil ? .supervised : .distill }
    }
}

extension Regret {
    /// The regret of `plan` and of what each of the `draws` would do; nil where no draw has a plan.
    init?(of plan: Plan, over draws: DrawnPlans) {
        let lowest = draws.lowestLosses
        guard !lowest.isEmpty else { return nil }
        func expected(_ candidate: Candidate) -> Double {
            let sum = lowest.reduce(0.0) { sum, draw in
                // A candidate that is outside the runs in a draw may do better there than any plan inside them.
                sum + max(0, (candidate.lossNats(under: draw.laws) ?? .infinity) - draw.lossNats)
            }
            return sum / Double(lowest.count)
        }
        let distilled = draws.haveDistillation ? plan.distillation.map { Candidate($0, plan.problem) } : nil
        let supervised = plan.supervised.map { Candidate($0, plan.problem) }
        let own = plan.recommendation == .distill ? [distilled, supervised] : [supervised, distilled]
        var found = own.compactMap { $0 }.map { (candidate: $0, draw: Int?.none) }
        var seen = Set(found.map(\.candidate))
        for (index, optimum) in draws.optima.enumerated().prefix(Self.mostCandidateDraws) {
            for candidate in optimum.candidates where seen.insert(candidate).inserted {
                found.append((candidate, index))
            }
        }
        let regrets = found.map { expected($0.candidate) }
        guard let least = regrets.indices.min(by: { regrets[$0] < regrets[$1] }) else { return nil }
        func regret(of candidate: Candidate?) -> Double? {
            candidate.flatMap { candidate in found.firstIndex { $0.candidate == candidate } }.map { regrets[$0] }
        }
        self.init(
            distillationNats: regret(of: distilled), supervisedNats: regret(of: supervised),
            least: Choice(found[least].candidate, plan.problem.law.laws, regrets[least], found[least].draw),
            candidates: found.count)
    }
}

extension Regret.Choice {
    fileprivate init(_ candidate: Candidate, _ laws: FittedLaws, _ regret: Double, _ draw: Int?) {
        let teacher = candidate.teacher.flatMap { teacher in
            candidate.teacherLossNats(under: laws).map { lossNats in
                PlannedTeacher(
                    name: teacher.name, parameters: teacher.parameters, tokens: teacher.tokens, lossNats: lossNats,
                    lossIsMeasured: teacher.measuredLossNats != nil)
            }
        }
        self.init(
            studentParameters: candidate.studentParameters, studentTokens: candidate.studentTokens,
            // Draws have no more laws than the set that they belong to.
            studentLossNats: candidate.lossNats(under: laws) ?? .nan, teacher: teacher, expectedRegretNats: regret,
            draw: draw)
    }
}
