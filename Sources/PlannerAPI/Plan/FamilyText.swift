import Planning
import ScalingLaws

extension FamilyReport {
    /// The answer for people, a row for each size.
    var text: PlanText {
        let hours =
            hardware?.rows(
                plan.distillation?.students.compute.total, plan.supervised.compute.total, columns: 2) ?? []
        return PlanText(
            headline: plan.headline, rows: plan.rows + hours, warnings: plan.warnings,
            law: plan.problem.template.law, alias: alias, identity: identity)
    }
}

extension FamilyPlan {

    fileprivate var headline: String {
        let template = problem.template
        let count = problem.members.reduce(0) { $0 + $1.count }
        let question = "\(NumberText.short(template.budgetFLOPs)) FLOPs, family of \(count) students"
        guard let recommendation, let lossAdvantageNats else {
            return "\(question): supervised training only, nothing to compare"
        }
        let copies = copiesForTeacherToPay.map { $0 > 1 ? "; a teacher pays off for \($0) such families" : "" } ?? ""
        return "\(question), \(template.sharedWeights.words): \(recommendation.words) "
            + "(better by \(NumberText.loss(abs(lossAdvantageNats))) nats per token\(copies))"
    }

    fileprivate var rows: [[String]] {
        let sizes = supervised.members.indices.map { index in
            let (alone, taught) = (supervised.members[index], distillation?.students.members[index])
            return [
                "\(alone.member.count) of \(NumberText.count(alone.member.parameters))",
                taught.map { NumberText.count($0.tokens) } ?? "-", taught.map { NumberText.loss($0.lossNats) } ?? "-",
                NumberText.count(alone.tokens), NumberText.loss(alone.lossNats),
            ]
        }
        let teacher = distillation?.teacher
        return [["", "distilled tokens", "loss", "supervised tokens", "loss"]] + sizes + [
            [
                "weighted loss, nats per token", "", distillation.map { NumberText.loss($0.students.lossNats) } ?? "-",
                "", NumberText.loss(supervised.lossNats),
            ],
            row("teacher loss, nats per token", teacher.map { NumberText.loss($0.lossNats) }),
            row("teacher parameters", teacher?.parameters.map(NumberText.count)),
            row("teacher tokens", teacher?.tokens.map(NumberText.count)),
            [
                "compute, FLOPs", distillation.map { NumberText.short($0.students.compute.total) } ?? "-", "",
                NumberText.short(supervised.compute.total), "",
            ],
        ]
    }

    private func row(_ name: String, _ value: String?) -> [String] { [name, value ?? "-", "", "", ""] }
}
