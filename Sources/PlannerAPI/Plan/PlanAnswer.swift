import Planning
import ScalingLaws

extension Plan {
    /// The answer to `POST /plan`; its fields stand in the order of the contract, and nothing in it tells the time.
    var jsonBytes: [UInt8] { JSONText.bytes { write(&$0) } }

    /// Writes the answer as one value.
    func write(_ text: inout JSONText) {
        text.object { text in
            text.member("id", problem.identity)
            text.member("recommendation", recommendation?.rawValue)
            text.member("loss_advantage", lossAdvantageNats)
            text.member("distillation") { text in distillation.map { $0.write(&text, problem) } ?? text.null() }
            text.object("supervised") { supervised.write(&$0, problem) }
            text.member("warnings") { $0.array(warnings) { $1.write(&$0) } }
            text.member("active_bounds") { $0.array(distillation?.activeBounds ?? []) { $0.value($1.name) } }
            text.object("law") { text in
                text.member("name", problem.law.name)
                text.member("version", problem.law.version)
            }
            text.member("solver") { text in distillation.map { $0.certificate.write(&text) } ?? text.null() }
        }
    }
}

extension ActiveBound {
    /// The bound as requests spell it, such as `teacher.tokens.max`.
    var name: String { "\(variable.rawValue).\(end.rawValue)" }
}

extension DistillationPlan {
    fileprivate func write(_ text: inout JSONText, _ problem: PlanningProblem) {
        text.object { text in
            text.member("scenario", problem.weights.scenario?.rawValue)
            text.object("costs") { problem.weights.write(&$0) }
            text.object("student") { $0.model(problem.studentParameters, studentTokens, studentLossNats) }
            text.object("teacher") { text in
                text.member("name", JSONValue.null)
                text.model(teacherParameters, teacherTokens, teacherLossNats)
            }
            text.object("flops") { text in
                text.split(compute) { $0 }
                text.member("total", compute.total)
            }
            text.object("shares") { text in text.split(compute) { $0 / compute.total } }
        }
    }
}

extension SupervisedPlan {
    fileprivate func write(_ text: inout JSONText, _ problem: PlanningProblem) {
        text.object("student") { $0.model(problem.studentParameters, studentTokens, studentLossNats) }
        text.object("flops") { text in
            text.member("student_training", trainingFLOPs)
            text.member("total", trainingFLOPs)
        }
    }
}

extension CostWeights {
    /// Writes the members of an object of both weights.
    func write(_ text: inout JSONText) {
        text.member("teacher_logits", teacherLogits)
        text.member("teacher_pretraining", teacherPretraining)
    }
}

extension Certificate {
    fileprivate func write(_ text: inout JSONText) {
        text.object { text in
            text.member("evaluations", evaluations)
            text.member("basins", basins)
            text.member("kkt_residual", stationarityResidual)
            text.member("budget_residual", budgetResidual)
        }
    }
}

extension JSONText {
    fileprivate mutating func model(_ parameters: Double, _ tokens: Double, _ lossNats: Double) {
        member("params", parameters)
        member("tokens", tokens)
        member("tokens_per_param", tokens / parameters)
        member("loss", lossNats)
    }

    /// The three terms of the compute under the contract's names, each as `value` makes it from its FLOPs.
    fileprivate mutating func split(_ compute: ComputeSplit, _ value: (Double) -> Double) {
        member("student_training", value(compute.studentTraining))
        member("teacher_logits", value(compute.teacherLogits))
        member("teacher_pretraining", value(compute.teacherPretraining))
    }
}
