package import Planning

/// The commonest problem, a student of one size and a teacher within bounds, by its numbers.
extension PlanningProblem {
    package var studentParameters: Double { student.parameters.lower }

    package var studentTokens: Bounds { student.tokens }

    package var teacherParameters: Bounds { trained.parameters }

    package var teacherTokens: Bounds { trained.tokens }

    private var trained: (parameters: Bounds, tokens: Bounds) {
        guard case .trained(let parameters, let tokens) = teacher else {
            preconditionFailure("the problem's teachers are given")
        }
        return (parameters, tokens)
    }
}

extension DistillationPlan {
    package var teacherParameters: Double { teacher.parameters ?? .nan }

    package var teacherTokens: Double { teacher.tokens ?? .nan }

    package var teacherLossNats: Double { teacher.lossNats }
}

extension Plan {
    /// The supervised part of a plan whose question was a budget, which every budget has.
    package var alone: SupervisedPlan {
        guard let supervised else { preconditionFailure("the plan has no supervised part") }
        return supervised
    }
}
