import Foundation
import ScalingLaws

extension Planner {
    /// The best plan for a family, the same to the bit at every call.
    ///
    /// - Throws: ``PlanningError/budgetTooSmall(leastBudgetFLOPs:)`` where the budget does not pay for the least that the
    ///   bounds allow.
    public static func plan(_ problem: FamilyProblem) throws(PlanningError) -> FamilyPlan {
        let least = leastBudgetFLOPs(problem)
        guard problem.template.budgetPays(least) else { throw .budgetTooSmall(leastBudgetFLOPs: least) }
        let supervised = FamilySearch.supervised(problem)
        let (distillation, menu) = distill(problem)
        return FamilyPlan(
            problem: problem, distillation: distillation, supervised: supervised, menu: menu,
            copiesForTeacherToPay: copiesForTeacherToPay(problem, distillation, supervised),
            warnings: warnings(problem, distillation, supervised))
    }

    /// What the cheapest allocation to a family costs, in FLOPs.
    public static func leastBudgetFLOPs(_ problem: FamilyProblem) -> Double {
        FamilySearch.all(problem).map(\.leastFLOPs).min() ?? problem.leastTrainingFLOPs
    }

    private static func distill(_ problem: FamilyProblem) -> (FamilyDistillation?, [FamilyMenuEntry]) {
        let searches = FamilySearch.all(problem)
        guard case .given(let teachers) = problem.template.teacher else { return (searches.first?.best(), []) }
        let entries = zip(teachers, searches).map { teacher, search in
            FamilyMenuEntry(
                teacher: teacher, plan: problem.template.budgetPays(search.leastFLOPs) ? search.best() : nil)
        }
        let ranked = entries.enumerated().sorted { one, other in
            let (a, b) = (one.element.plan?.students.lossNats, other.element.plan?.students.lossNats)
            return (a ?? .infinity, one.offset) < (b ?? .infinity, other.offset)
        }.map(\.element)
        return (ranked.first?.plan, ranked)
    }

    /// The least number of copies for which distilling is better: its loss falls with the copies, so where it crosses
    /// that of supervised training is found in their logarithm.
    private static func copiesForTeacherToPay(
        _ problem: FamilyProblem, _ distillation: FamilyDistillation?, _ supervised: FamilyTraining
    ) -> Int? {
        guard let distillation, problem.template.sharedWeights.teacherPretraining > 0 else { return nil }
        func excess(_ copies: Int) -> Double {
            (distill(problem.sharing(among: copies)).0?.students.lossNats ?? .infinity) - supervised.lossNats
        }
        let isAlone = problem.template.studentsSharingTeacher == 1
        if isAlone ? distillation.students.lossNats < supervised.lossNats : excess(1) < 0 { return 1 }
        let most = Int(PlanningProblem.sharingDomain.upper)
        var (tooFew, enough) = (1, most)
        guard excess(most) < 0 else { return nil }
        while enough - tooFew > 1 {
            let middle = Int((Double(tooFew) * Double(enough)).squareRoot()).clamped(to: tooFew + 1...enough - 1)
            if excess(middle) < 0 { enough = middle } else { tooFew = middle }
        }
        return enough
    }

    private static func warnings(
        _ problem: FamilyProblem, _ distillation: FamilyDistillation?, _ supervised: FamilyTraining
    ) -> [PlanWarning] {
        let template = problem.template
        func sizes(_ part: PlanPart, _ training: FamilyTraining) -> [PlanWarning] {
            let all = training.members.enumerated().flatMap { index, plan in
                extrapolations(
                    part, template,
                    [
                        (.studentParameters, plan.member.parameters), (.studentTokens, plan.tokens),
                        (.studentTokensPerParameter, plan.tokens / plan.member.parameters),
                    ], member: index)
            }
            return all + unspent(part, template, training.compute.total)
        }
        let ofTeacher =
            distillation.map { plan in
                extrapolations(
                    .distillation, template,
                    [(.teacherParameters, plan.teacher.parameters), (.teacherLossNats, plan.teacher.lossNats)])
                    + notConverged(plan.certificate)
                    + plan.activeBounds.map { .activeBound(part: .distillation, $0) }
            } ?? []
        return lawWarnings(template.law) + ofTeacher
            + (distillation.map { sizes(.distillation, $0.students) } ?? []) + sizes(.supervised, supervised)
    }
}

extension FamilyProblem {
    /// The training of all students on their least tokens, and serving them, in FLOPs.
    var leastTrainingFLOPs: Double {
        sharing.students.reduce(0) { $0 + $1.count * $1.trainingFLOPsPerToken } * template.student.tokens.lower
            + servingFLOPs
    }
}

extension Comparable {
    fileprivate func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}
