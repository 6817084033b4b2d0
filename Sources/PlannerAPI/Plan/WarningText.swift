import Planning
import ScalingLaws

extension PlanWarning {
    /// Writes the warning as it stands in an answer: a code, what it is about, words, and the facts as numbers.
    func write(_ text: inout JSONText) {
        text.object { text in
            text.member("code", code)
            text.member("path", path)
            text.member("message", message)
            writeFacts(&text)
        }
    }

    /// The code by which programs know it.
    var code: String {
        switch self {
        case .extrapolation: "extrapolation"
        case .outsideHull: "outside_hull"
        case .activeBound: "active_bound"
        case .unspentBudget: "unspent_budget"
        case .capacityGap: "capacity_gap"
        case .targetOutOfReach: "target_out_of_reach"
        case .flatOptimum: "flat_optimum"
        case .lawMisfit: "law_misfit"
        case .notConverged: "not_converged"
        case .undecided: "undecided"
        case .supervisedLawOnly: "supervised_law_only"
        }
    }

    /// A JSON Pointer to the number of the answer that it is about.
    private var path: Words {
        switch self {
        case .extrapolation(let part, let quantity, _, _, let member):
            pointer(part, member.map { quantity.ofMember($0) } ?? quantity.rawValue)
        case .activeBound(let part, let bound): pointer(part, bound.variable.rawValue)
        case .unspentBudget(let part, _): pointer(part, "flops.total")
        case .outsideHull: "/distillation"
        case .capacityGap: "/distillation/teacher/loss"
        case .targetOutOfReach(let part, _): pointer(part, "student.loss")
        case .flatOptimum(let range, _): pointer(.distillation, range.variable.rawValue)
        case .notConverged: "/solver/kkt_residual"
        case .undecided: "/recommendation"
        case .lawMisfit, .supervisedLawOnly: "/law"
        }
    }

    private func pointer(_ part: PlanPart, _ name: String) -> Words { "/\(part.rawValue)/\(pointer: name)" }

    /// What the warning says, and what follows from it.
    var message: Words {
        switch self {
        case .extrapolation(let part, let quantity, let value, let range, let member):
            extrapolationText(quantity, quantity.owner(part, member), value, range)
        case .outsideHull(let distance):
            """
            The student's size and tokens and the teacher's loss are each within the range of the runs behind the law, \
            but no runs surround them together: their hull is \(distance, .short) away, in e-folds of the counts and \
            nats of the loss.
            """
        case .activeBound(let part, let bound):
            """
            The bound \(bound.name) = \(bound.value, .count) holds the \(part.adjective) optimum where it is; without \
            it the plan would go further.
            """
        case .unspentBudget(let part, let flops):
            """
            \(flops, .short) FLOPs of the budget are left over: nothing within the bounds makes the \(part.student) \
            better for them.
            """
        case .capacityGap(let teacher, let student, let gap):
            """
            The teacher's loss, \(teacher, .loss), is lower than this student can use: a weaker teacher of \
            \(gap.bestTeacherLossNats, .loss) would take it to \(gap.studentLossNats, .loss) nats per token in place of \
            \(student, .loss).
            """
        case .targetOutOfReach(let part, let lowest):
            """
            No budget takes the \(part.student) to the target; the lowest loss that it reaches within the bounds is \
            \(lowest, .loss).
            """
        case .flatOptimum(let range, let nats):
            """
            Anything from \(range.lower, .count) to \(range.upper, .count) for \(range.variable.rawValue) costs at most \
            \(nats, .short) nats per token, where the rest is chosen anew.
            """
        case .lawMisfit(let runs, let mean, let most):
            """
            This law misses the \(runs) by \(mean, .percent) in the mean and by up to \(most, .percent): use it to \
            reproduce the table, not to plan.
            """
        case .notConverged(let residual):
            """
            The search stopped where the loss still falls by \(residual, .short) nats for an e-fold of one variable: a \
            better plan may exist.
            """
        case .undecided(let probability, nil, _):
            "The law's draws cannot say which way is better: distilling is in \(probability, .percent) of them."
        case .undecided(let probability, let advantage?, let level):
            """
            The law's draws cannot say which way is better: distilling is in \(probability, .percent) of them, and its \
            advantage is \(advantage.lower < 0 ? "-" : "")\(abs(advantage.lower), .loss) to \
            \(advantage.upper < 0 ? "-" : "")\(abs(advantage.upper), .loss) nats per token at a level of \(level, .short).
            """
        case .supervisedLawOnly:
            "This law has no distillation part: the plan is for supervised training, and nothing is recommended."
        }
    }

    private func extrapolationText(
        _ quantity: SupportedQuantity, _ owner: String, _ value: Double, _ range: ClosedRange<Double>
    ) -> Words {
        let form = quantity.form
        let isBelow = value < range.lowerBound
        let factor = isBelow ? range.lowerBound / value : value / range.upperBound
        return """
            The \(owner)'s \(quantity.noun), \(value, form): \(isBelow ? "below" : "above") the range of the runs behind \
            the law, \(range.lowerBound, form) to \(range.upperBound, form), by a factor of \(factor, .short). The law \
            has not been tested there.
            """
    }

    private func writeFacts(_ text: inout JSONText) {
        switch self {
        case .extrapolation(_, _, let value, let range, _):
            text.member("value", value)
            text.member("min", range.lowerBound)
            text.member("max", range.upperBound)
        case .capacityGap(let teacher, _, let gap):
            text.member("value", teacher)
            text.member("min", gap.bestTeacherLossNats)
        case .flatOptimum(let range, let nats):
            text.member("value", nats)
            text.member("min", range.lower)
            text.member("max", range.upper)
        case .outsideHull(let value), .unspentBudget(_, let value), .targetOutOfReach(_, let value),
            .notConverged(let value):
            text.member("value", value)
        case .activeBound(_, let bound): text.member("value", bound.value)
        case .undecided(let probability, let advantage, _):
            text.member("value", probability)
            if let advantage {
                text.member("min", advantage.lower)
                text.member("max", advantage.upper)
            }
        case .lawMisfit, .supervisedLawOnly: break
        }
    }
}

extension SupportedQuantity {
    /// The path of the quantity in a family's answer, with dots, of the student at `index`.
    fileprivate func ofMember(_ index: Int) -> String {
        rawValue.hasPrefix("student.") ? "students.\(index)." + rawValue.dropFirst("student.".count) : rawValue
    }

    /// Whose quantity it is; of a family's students, of the one at the index `member`.
    fileprivate func owner(_ part: PlanPart, _ member: Int?) -> String {
        switch self {
        case .studentParameters, .studentTokens, .studentTokensPerParameter:
            member.map { "\(part.student) \($0 + 1)" } ?? part.student
        case .teacherParameters, .teacherLossNats: "teacher"
        }
    }

    fileprivate var noun: String {
        switch self {
        case .studentParameters, .teacherParameters: "parameters"
        case .studentTokens: "tokens"
        case .studentTokensPerParameter: "tokens per parameter"
        case .teacherLossNats: "loss"
        }
    }

    fileprivate var form: NumberText.Form {
        switch self {
        case .studentParameters, .studentTokens, .teacherParameters: .count
        case .studentTokensPerParameter: .short
        case .teacherLossNats: .loss
        }
    }
}

extension PlanPart {
    /// The part as a word before "optimum".
    fileprivate var adjective: String {
        switch self {
        case .distillation: "distilled"
        case .supervised: "supervised"
        }
    }

    /// The part's student in words.
    fileprivate var student: String {
        switch self {
        case .distillation: "distilled student"
        case .supervised: "supervised student"
        }
    }
}
