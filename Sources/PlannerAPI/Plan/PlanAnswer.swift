import Planning
import ScalingLaws

extension Plan {
    /// The answer to `POST /plan`; its fields stand in the order of the contract, and nothing in it tells the time.
    var json: JSONValue {
        [
            "id": .string(problem.identity),
            "recommendation": .optional(recommendation) { .string($0.rawValue) },
            "loss_advantage": .optional(lossAdvantageNats, JSONValue.number),
            "distillation": .optional(distillation) { $0.json(problem) },
            "supervised": supervised.json(problem),
            "warnings": .array(warnings.map(\.json)),
            "active_bounds": .array((distillation?.activeBounds ?? []).map { .string($0.name) }),
            "law": ["name": .string(problem.law.name), "version": .number(problem.law.version)],
            "solver": .optional(distillation?.certificate) { $0.json },
        ]
    }
}

extension ActiveBound {
    /// The bound as requests spell it, such as `teacher.tokens.max`.
    var name: String { "\(variable.rawValue).\(end.rawValue)" }
}

extension DistillationPlan {
    fileprivate func json(_ problem: PlanningProblem) -> JSONValue {
        [
            "scenario": .optional(problem.weights.scenario) { .string($0.rawValue) },
            "costs": problem.weights.json,
            "student": model(problem.studentParameters, studentTokens, studentLossNats),
            "teacher": .object(
                [.init("name", .null)] + members(teacherParameters, teacherTokens, teacherLossNats)),
            "flops": .object(compute.members { $0 } + [.init("total", .number(compute.total))]),
            "shares": .object(compute.members { $0 / compute.total }),
        ]
    }
}

extension SupervisedPlan {
    fileprivate func json(_ problem: PlanningProblem) -> JSONValue {
        [
            "student": model(problem.studentParameters, studentTokens, studentLossNats),
            "flops": ["student_training": .number(trainingFLOPs), "total": .number(trainingFLOPs)],
        ]
    }
}

extension ComputeSplit {
    /// The three terms under the contract's names, each as `value` makes it from its FLOPs.
    fileprivate func members(_ value: (Double) -> Double) -> [JSONValue.Member] {
        [
            .init("student_training", .number(value(studentTraining))),
            .init("teacher_logits", .number(value(teacherLogits))),
            .init("teacher_pretraining", .number(value(teacherPretraining))),
        ]
    }
}

extension Certificate {
    fileprivate var json: JSONValue {
        [
            "evaluations": .number(evaluations),
            "basins": .number(basins),
            "kkt_residual": .number(stationarityResidual),
            "budget_residual": .number(budgetResidual),
        ]
    }
}

private func model(_ parameters: Double, _ tokens: Double, _ lossNats: Double) -> JSONValue {
    .object(members(parameters, tokens, lossNats))
}

private func members(_ parameters: Double, _ tokens: Double, _ lossNats: Double) -> [JSONValue.Member] {
    [
        .init("params", .number(parameters)),
        .init("tokens", .number(tokens)),
        .init("tokens_per_param", .number(tokens / parameters)),
        .init("loss", .number(lossNats)),
    ]
}
