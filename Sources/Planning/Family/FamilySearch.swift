import Foundation
import ScalingLaws

/// The best allocation to a family with teachers of one kind.
struct FamilySearch {
    private let problem: FamilyProblem
    private let law: DistillationLaw
    private let kind: TeacherSearch.Kind

    /// A search for each of the given teachers, or the one for a teacher that is trained; none where the law has no
    /// distillation part.
    static func all(_ problem: FamilyProblem) -> [FamilySearch] {
        guard let law = problem.template.law.distillation else { return [] }
        switch problem.template.teacher {
        case .trained(let parameters, let tokens):
            return [FamilySearch(problem: problem, law: law, kind: .trained(parameters: parameters, tokens: tokens))]
        case .given(let teachers):
            return teachers.map { FamilySearch(problem: problem, law: law, kind: .given($0)) }
        }
    }

    /// What the cheapest allocation costs, in FLOPs.
    var leastFLOPs: Double {
        let teacher = price(leastTeacher)
        let tokens = problem.sharing.students.reduce(0) { $0 + $1.count } * problem.template.student.tokens.lower
        return problem.leastTrainingFLOPs + teacher.logitsPerToken * tokens + teacher.pretraining
    }

    /// The optimum; the budget must pay for the least that the bounds allow.
    func best() -> FamilyDistillation {
        switch kind {
        case .given(let teacher):
            return finished(PlannedTeacher(teacher), evaluations: 1, basins: 1)
        case .trained(let parameters, let tokens):
            let found = GlobalSearch.minimum(
                of: FamilyCurve(problem, law, parameters: parameters, tokens: tokens))
            let choice = found.point.choice
            // Logarithms of counts reach 40, so their exponentials are exact to 40 times 2e-16.
            let size = parameters.settled(exp(choice.logParameters), 1e-11)
            let count = tokens.settled(exp(choice.logTokens), 1e-11)
            let supervised = problem.template.law.supervised
            let sum = supervised.logReducibleSum(logParameters: log(size), logTokens: log(count))
            let teacher = PlannedTeacher(
                name: nil, parameters: size, tokens: count, lossNats: exp(supervised.logLoss(logReducibleSum: sum)))
            return finished(teacher, evaluations: found.evaluations, basins: found.basins)
        }
    }

    /// The family without a teacher.
    static func supervised(_ problem: FamilyProblem) -> FamilyTraining {
        let template = problem.template
        let members = problem.members.map { SupervisedStudent(parameters: $0.parameters, template) }
        let shared = problem.sharing.share(
            template.budgetFLOPs - problem.servingFLOPs, extraFLOPsPerToken: 0
        ) { members[$0].loss(logTokens: $1).slope }
        let losses = zip(members, shared.tokens).map { $0.loss(logTokens: log($1)).nats }
        return problem.training(shared.tokens, losses: losses)
    }

    private var leastTeacher: (parameters: Double?, tokens: Double?) {
        switch kind {
        case .trained(let parameters, let tokens): (parameters.lower, tokens.lower)
        case .given(let teacher): (teacher.parameters, teacher.tokens)
        }
    }

    /// What the budget pays of a teacher: for a token of logits, and for its training, in FLOPs.
    private func price(
        _ teacher: (parameters: Double?, tokens: Double?)
    ) -> (logitsPerToken: Double, pretraining: Double) {
        let template = problem.template
        let forward = teacher.parameters.map { template.cost.forwardFLOPsPerToken(parameters: $0) } ?? 0
        return (
            template.weights.teacherLogits * forward,
            template.weights.teacherPretraining * (3 * forward * (teacher.tokens ?? 0))
        )
    }

    private func finished(_ teacher: PlannedTeacher, evaluations: Int, basins: Int) -> FamilyDistillation {
        let family = FamilyStudents(problem, law)
        let price = price((teacher.parameters, teacher.tokens))
        let logTeacherLoss = log(teacher.lossNats)
        let shared = family.share(
            problem.template.budgetFLOPs - problem.servingFLOPs - price.pretraining,
            logitsFLOPsPerToken: price.logitsPerToken, logTeacherLoss: logTeacherLoss)
        let losses = zip(family.students, shared.tokens).map { student, tokens in
            teacher.lossNats + student.gap(logTokens: log(tokens), logTeacherLoss: logTeacherLoss).nats
        }
        let students = problem.training(
            shared.tokens, losses: losses, logits: price.logitsPerToken * shared.total(family.sharing.students),
            pretraining: price.pretraining)
        let conditions = FamilyConditions(problem, family, teacher, students, kind)
        return FamilyDistillation(
            students: students, teacher: teacher, activeBounds: conditions.activeBounds,
            certificate: Certificate(
                evaluations: evaluations, basins: basins, stationarityResidual: conditions.residual,
                budgetResidual: students.compute.total / problem.template.budgetFLOPs - 1))
    }
}

extension FamilyProblem {
    /// The students with their tokens and losses, and what all costs.
    fileprivate func training(
        _ tokens: [Double], losses: [Double], logits: Double = 0, pretraining: Double = 0
    ) -> FamilyTraining {
        let sharing = sharing
        let bounds = template.student.tokens
        let plans = members.indices.map { index in
            FamilyMemberPlan(
                member: members[index], tokens: tokens[index], lossNats: losses[index],
                bound: bounds.isFixed
                    ? nil : tokens[index] == bounds.lower ? .lower : tokens[index] == bounds.upper ? .upper : nil)
        }
        return FamilyTraining(
            members: plans, lossNats: zip(sharing.students, losses).reduce(0) { $0 + $1.0.weight * $1.1 },
            compute: ComputeSplit(
                studentTraining: zip(sharing.students, tokens).reduce(0) {
                    $0 + $1.0.count * $1.0.trainingFLOPsPerToken * $1.1
                }, teacherLogits: logits, teacherPretraining: pretraining, serving: servingFLOPs))
    }
}
