import Foundation
import ScalingLaws

/// The best student, its tokens and its teacher, where the teacher is of one of two kinds.
struct TeacherSearch {
    private let problem: PlanningProblem
    let law: DistillationLaw
    let kind: Kind

    /// What may be chosen of the teacher.
    enum Kind {
        /// Its parameters and tokens within bounds.
        case trained(parameters: Bounds, tokens: Bounds)
        /// Nothing.
        case given(GivenTeacher)
    }

    /// A search under the distillation law of `problem`.
    init(_ problem: PlanningProblem, _ law: DistillationLaw, _ kind: Kind) {
        self.problem = problem
        self.law = law
        self.kind = kind
    }

    /// The search for a teacher that is trained; nil where the law has no distillation part or the teachers are given.
    static func trained(_ problem: PlanningProblem) -> TeacherSearch? {
        guard let law = problem.law.distillation, case .trained(let parameters, let tokens) = problem.teacher else {
            return nil
        }
        return TeacherSearch(problem, law, .trained(parameters: parameters, tokens: tokens))
    }

    /// A search for each of the given teachers, or the one for a teacher that is trained.
    static func all(_ problem: PlanningProblem) -> [TeacherSearch] {
        guard let law = problem.law.distillation, case .given(let teachers) = problem.teacher else {
            return trained(problem).map { [$0] } ?? []
        }
        return teachers.map { TeacherSearch(problem, law, .given($0)) }
    }

    /// What a search found.
    struct Outcome {
        let allocation: Allocation
        /// Points of the outermost curve that were computed.
        let evaluations: Int
        /// Local minima of it that were compared.
        let basins: Int
        /// The slope that is left along the curve, in nats; nil where the allocation's own conditions tell it.
        var residual: Double?
    }

    /// Whether the budget pays for the least that the bounds allow.
    var isAffordable: Bool { problem.budgetPays(leastFLOPs(parameters: problem.student.parameters.lower)) }

    /// The optimum over everything that is free; the budget must pay for the least that the bounds allow.
    ///
    /// `size` is about where the student may be, and changes the work alone: the best one of the budget without a teacher
    /// is near the best with one.
    func best(near size: Double) -> Outcome {
        let sizes = problem.student.parameters
        if sizes.isFixed { return optimum(parameters: sizes.lower) }
        let found = GlobalSearch.minimum(of: SizeCurve(problem, self, near: size))
        return Outcome(
            allocation: found.point.allocation, evaluations: found.evaluations, basins: found.basins)
    }

    /// The optimum for a student of `parameters`.
    func optimum(parameters: Double) -> Outcome {
        let sized = sized(parameters: parameters)
        switch kind {
        case .trained:
            let found = GlobalSearch.minimum(of: LossCurve(sized, sized.chooser))
            return Outcome(
                allocation: .settled(found.point.choice, sized), evaluations: found.evaluations, basins: found.basins)
        case .given(let teacher):
            return Outcome(allocation: Allocation(teacher, of: sized), evaluations: 1, basins: 1)
        }
    }

    /// What is left to choose for a student of `parameters`.
    func sized(parameters: Double) -> SizedProblem {
        switch kind {
        case .trained(let teacherParameters, let teacherTokens):
            SizedProblem(
                problem, law, parameters: parameters, teacherParameters: teacherParameters,
                teacherTokens: teacherTokens)
        case .given:
            SizedProblem(problem, law, parameters: parameters, teacherParameters: .all, teacherTokens: .all)
        }
    }

    /// What the cheapest allocation with a student of `parameters` costs, in FLOPs.
    func leastFLOPs(parameters: Double) -> Double {
        let student = problem.cost.forwardFLOPsPerToken(parameters: parameters)
        let tokens = problem.student.tokens.lower
        let teacher = leastTeacher
        return ComputeSplit(
            studentTraining: 3 * student * tokens,
            teacherLogits: problem.weights.teacherLogits * (teacher.forwardFLOPs * tokens),
            teacherPretraining: problem.weights.teacherPretraining * (3 * teacher.forwardFLOPs * teacher.tokens),
            serving: student * problem.student.servingTokens
        ).total
    }

    private var leastTeacher: (forwardFLOPs: Double, tokens: Double) {
        switch kind {
        case .trained(let parameters, let tokens):
            (problem.cost.forwardFLOPsPerToken(parameters: parameters.lower), tokens.lower)
        case .given(let teacher):
            (
                teacher.parameters.map { problem.cost.forwardFLOPsPerToken(parameters: $0) } ?? 0,
                teacher.tokens ?? 0
            )
        }
    }
}
