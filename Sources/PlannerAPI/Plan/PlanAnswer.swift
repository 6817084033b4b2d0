public import Planning
import ScalingLaws

/// The answer to a question of `POST /plan`.
public enum PlanAnswer: Hashable, Sendable {
    /// The plan for one student.
    case single(PlanReport)
    /// The plan for several that share a teacher.
    case family(FamilyReport)

    /// The law behind it.
    var law: CoefficientSet {
        switch self {
        case .single(let report): report.plan.problem.law
        case .family(let report): report.plan.problem.template.law
        }
    }

    /// The evaluations that the certificate of its distillation states; 0 where it has none.
    var evaluations: Int {
        switch self {
        case .single(let report): report.plan.evaluations
        case .family(let report): report.plan.distillation?.certificate.evaluations ?? 0
        }
    }

    /// The answer to `POST /plan`; its fields stand in the order of the contract, and nothing in it tells the time.
    var jsonBytes: [UInt8] { JSONText.bytes { write(&$0) } }

    /// Writes the answer as one value.
    func write(_ text: inout JSONText) {
        switch self {
        case .single(let report): report.write(&text)
        case .family(let report): report.write(&text)
        }
    }
}

/// A plan for one student, with what else was asked of it.
public struct PlanReport: Hashable, Sendable {
    /// The plan.
    public let plan: Plan
    /// The alias by which the law was named, if it was.
    public let alias: String?
    /// How much worse a student may be within ``flatRanges``, in nats per token; absent where nobody asked.
    public let flatWithinNats: Double?
    /// Within what range each free variable may be rounded.
    public let flatRanges: [FlatRange]
    /// What the compute is told in hours and money of; absent where nobody asked.
    public let hardware: Hardware?
    /// What the law's draws say of the plan; absent where nobody asked.
    public let uncertainty: UncertaintyReport?
}

/// A plan for several students, with what else was asked of it.
public struct FamilyReport: Hashable, Sendable {
    /// The plan.
    public let plan: FamilyPlan
    /// The alias by which the law was named, if it was.
    public let alias: String?
    /// What the compute is told in hours and money of; absent where nobody asked.
    public let hardware: Hardware?
}

extension PlanReport {
    /// Writes the answer as one value.
    func write(_ text: inout JSONText) {
        let problem = plan.problem
        text.object { text in
            text.member("id", identity)
            text.member("recommendation", plan.recommendation?.rawValue)
            text.member("loss_advantage", plan.target == nil ? plan.lossAdvantageNats : nil)
            if let target = plan.target { text.object("target") { target.write(&$0) } }
            text.member("distillation") { text in plan.distillation.map { $0.write(&text, problem) } ?? text.null() }
            text.member("supervised") { text in
                plan.supervised.map { part in text.object { part.write(&$0, problem) } } ?? text.null()
            }
            if let cost = plan.supportCost {
                text.object("support_cost") { text in
                    text.member("distillation", cost.distillationNats)
                    text.member("supervised", cost.supervisedNats)
                }
            }
            if plan.menu.first?.teacher.name != nil {
                text.member("menu") { $0.array(plan.menu) { $1.write(&$0, problem) } }
            }
            if let flatWithinNats {
                text.object("flat") { text in
                    text.member("within", flatWithinNats)
                    text.member("ranges") { $0.array(flatRanges) { $1.write(&$0) } }
                }
            }
            uncertainty?.write(&text)
            if let hardware {
                text.member("hardware") { text in
                    hardware.write(
                        &text, distillationFLOPs: plan.distillation?.compute.total,
                        supervisedFLOPs: plan.supervised?.compute.total)
                }
            }
            if plan.recommendation == .distill {
                if let logits = plan.logits { text.member("logits") { logits.write(&$0) } }
                text.member("recipe") { $0.value(Recipe.publishedFragment) }
            }
            text.member("warnings") { $0.array(warnings) { $1.write(&$0) } }
            text.member("active_bounds") { $0.array(plan.distillation?.activeBounds ?? []) { $0.value($1.name) } }
            NamedLaw.write(&text, problem.law, alias: alias)
            text.member("solver") { text in plan.distillation.map { $0.certificate.write(&text) } ?? text.null() }
        }
    }

    /// The plan's warnings, that of draws which cannot tell, and one for each variable that may as well be half or twice
    /// as large.
    var warnings: [PlanWarning] {
        let warnings = (uncertainty?.warning).map { plan.warnings + [$0] } ?? plan.warnings
        guard let flatWithinNats else { return warnings }
        return warnings
            + flatRanges.filter { $0.upper >= 2 * $0.lower }.map { .flatOptimum($0, withinNats: flatWithinNats) }
    }
}

extension Plan {
    /// The evaluations that the certificate of its distillation states; 0 where it has none.
    var evaluations: Int { distillation?.certificate.evaluations ?? 0 }

    /// The storage of the teacher's logits; nil where the law or the question does not say what they cost.
    fileprivate var logits: LogitsStorage? {
        guard let vocabulary = problem.cost.architecture?.vocabularyEntries, let distillation,
            let parameters = distillation.teacher.parameters
        else { return nil }
        let epochs = problem.student.uniqueTokens.map { max(1, distillation.studentTokens / $0) } ?? 1
        return try? LogitsStorage(
            vocabularyEntries: vocabulary, studentTokens: distillation.studentTokens,
            teacherFLOPsPerToken: problem.cost.forwardFLOPsPerToken(parameters: parameters),
            students: problem.studentsSharingTeacher, epochs: epochs)
    }
}

extension Target {
    fileprivate func write(_ text: inout JSONText) {
        text.member("loss", lossNats)
        text.member("ways") { text in
            text.array(ways) { text, way in
                text.object { text in
                    text.member("way", way.scenario?.rawValue ?? "supervised")
                    text.member("flops", way.totalFLOPs)
                    text.member("compute_ratio", supervised.map { way.totalFLOPs / $0.totalFLOPs })
                    text.member("tokens", way.tokens)
                    text.member(
                        "token_ratio", way.tokens.flatMap { tokens in supervised?.tokens.map { tokens / $0 } })
                }
            }
        }
    }
}

extension FlatRange {
    fileprivate func write(_ text: inout JSONText) {
        text.object { text in
            text.member("variable", variable.rawValue)
            text.member("min", lower)
            text.member("max", upper)
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
            text.member("scenario", problem.sharedWeights.scenario?.rawValue)
            text.object("costs") { problem.weights.write(&$0) }
            if problem.studentsSharingTeacher > 1 {
                text.member("students_sharing_teacher", problem.studentsSharingTeacher)
            }
            writeAllocation(&text, problem)
        }
    }

    /// The members that a plan has in common with an entry of a menu.
    fileprivate func writeAllocation(_ text: inout JSONText, _ problem: PlanningProblem) {
        text.object("student") { $0.student(studentParameters, studentTokens, studentLossNats, problem) }
        text.object("teacher") { teacher.write(&$0) }
        text.object("flops") { text in
            text.split(compute, problem) { $0 }
            text.member("total", compute.total)
        }
        text.object("shares") { text in text.split(compute, problem) { $0 / compute.total } }
        if let capacityGap { text.object("capacity_gap") { capacityGap.write(&$0, studentLossNats) } }
    }
}

extension PlannedTeacher {
    func write(_ text: inout JSONText) {
        text.member("name", name)
        text.member("params", parameters)
        text.member("tokens", tokens)
        text.member("tokens_per_param", parameters.flatMap { parameters in tokens.map { $0 / parameters } })
        text.member("loss", lossNats)
    }
}

extension CapacityGap {
    fileprivate func write(_ text: inout JSONText, _ lossNats: Double) {
        text.member("best_teacher_loss", bestTeacherLossNats)
        text.member("student_loss", studentLossNats)
        text.member("lost_nats", lossNats - studentLossNats)
    }
}

extension MenuEntry {
    fileprivate func write(_ text: inout JSONText, _ problem: PlanningProblem) {
        text.object { text in
            text.member("name", teacher.name)
            if let plan {
                text.member("affordable") { $0.value(true) }
                plan.writeAllocation(&text, problem)
            } else {
                text.member("affordable") { $0.value(false) }
            }
        }
    }
}

extension SupervisedPlan {
    fileprivate func write(_ text: inout JSONText, _ problem: PlanningProblem) {
        text.object("student") { $0.student(studentParameters, studentTokens, studentLossNats, problem) }
        text.object("flops") { text in
            text.member("student_training", compute.studentTraining)
            if problem.student.servingTokens > 0 { text.member("serving", compute.serving) }
            text.member("total", compute.total)
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
    func write(_ text: inout JSONText) {
        text.object { text in
            text.member("evaluations", evaluations)
            text.member("basins", basins)
            text.member("kkt_residual", stationarityResidual)
            text.member("budget_residual", budgetResidual)
        }
    }
}

extension JSONText {
    mutating func student(
        _ parameters: Double, _ tokens: Double, _ lossNats: Double, _ problem: PlanningProblem
    ) {
        member("params", parameters)
        member("tokens", tokens)
        member("tokens_per_param", tokens / parameters)
        if let unique = problem.student.uniqueTokens { member("epochs", tokens / unique) }
        if let repetition = problem.student.repetition {
            member("repetition", StudentRequest.Repetition.muennighoff.rawValue)
            member("effective_tokens", repetition.effectiveTokens(tokens))
        }
        member("loss", lossNats)
    }

    /// The terms of the compute under the contract's names, each as `value` makes it from its FLOPs.
    mutating func split(
        _ compute: ComputeSplit, _ problem: PlanningProblem, _ value: (Double) -> Double
    ) {
        member("student_training", value(compute.studentTraining))
        member("teacher_logits", value(compute.teacherLogits))
        member("teacher_pretraining", value(compute.teacherPretraining))
        if problem.student.servingTokens > 0 { member("serving", value(compute.serving)) }
    }
}
