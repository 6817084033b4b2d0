import Foundation
import ScalingLaws

/// The Karush–Kuhn–Tucker conditions of a family's allocation, as ``Allocation`` has them for one student.
struct FamilyConditions {
    /// The bounds on the teacher that hold the optimum where it is.
    let activeBounds: [ActiveBound]
    /// The largest violation, in nats of the weighted loss for an e-fold of one variable.
    let residual: Double

    /// The conditions at the price of the budget that fulfils them best.
    init(
        _ problem: FamilyProblem, _ family: FamilyStudents, _ teacher: PlannedTeacher, _ training: FamilyTraining,
        _ kind: TeacherSearch.Kind
    ) {
        let ofTeacher = Self.teacher(problem, family, teacher, training, kind)
        let all = Self.students(problem, family, teacher, training) + ofTeacher
        func worst(_ price: Double) -> Double { all.map { $0.violation(price: price) }.max() ?? 0 }
        let isSpent = abs(training.compute.total / problem.template.budgetFLOPs - 1) <= 1e-9
        let prices = isSpent ? all.map(\.price) + [0] : [0]
        let price = prices.min { worst($0) < worst($1) } ?? 0
        activeBounds = ofTeacher.compactMap { $0.activeBound(price: price) }
        residual = worst(price)
    }

    private static func students(
        _ problem: FamilyProblem, _ family: FamilyStudents, _ teacher: PlannedTeacher, _ training: FamilyTraining
    ) -> [Direction] {
        let weights = problem.template.weights
        let forward = teacher.parameters.map { problem.template.cost.forwardFLOPsPerToken(parameters: $0) } ?? 0
        return training.members.indices.map { index in
            let (student, tokens) = (family.sharing.students[index], training.members[index].tokens)
            let gap = family.students[index].gap(logTokens: log(tokens), logTeacherLoss: log(teacher.lossNats))
            let perToken = student.count * (student.trainingFLOPsPerToken + weights.teacherLogits * forward)
            return Direction(
                variable: .studentTokens, loss: student.weight * gap.nats * gap.slopeInLogTokens,
                compute: perToken * tokens / problem.template.budgetFLOPs, value: tokens,
                bounds: problem.template.student.tokens)
        }
    }

    private static func teacher(
        _ problem: FamilyProblem, _ family: FamilyStudents, _ teacher: PlannedTeacher, _ training: FamilyTraining,
        _ kind: TeacherSearch.Kind
    ) -> [Direction] {
        guard case .trained(let sizes, let counts) = kind, let parameters = teacher.parameters,
            let tokens = teacher.tokens
        else { return [] }
        let law = problem.template.law.supervised
        let gap = family.gap(training.members.map(\.tokens), logTeacherLoss: log(teacher.lossNats))
        let parameterTerm = law.parameterWeight * pow(parameters, -law.parameterExponent)
        let tokenTerm = law.tokenWeight * pow(tokens, -law.tokenExponent)
        let lossPerTerm =
            -(1 + gap.slope / teacher.lossNats) * law.sumExponent
            * pow(parameterTerm + tokenTerm, law.sumExponent - 1)
        let budget = problem.template.budgetFLOPs
        let (logits, pretraining) = (training.compute.teacherLogits, training.compute.teacherPretraining)
        return [
            Direction(
                variable: .teacherParameters, loss: lossPerTerm * law.parameterExponent * parameterTerm,
                compute: problem.template.cost.forward(parameters: parameters).slope * (logits + pretraining) / budget,
                value: parameters, bounds: sizes),
            Direction(
                variable: .teacherTokens, loss: lossPerTerm * law.tokenExponent * tokenTerm,
                compute: pretraining / budget, value: tokens, bounds: counts),
        ]
    }
}
