import Planning
import ScalingLaws

extension PlanWarning {
    /// Writes the warning as it stands in an answer: a code, what it is about, words, and the facts as numbers.
    func write(_ text: inout JSONText) {
        text.object { text in
            text.member("code", code)
            text.member("path", path)
            text.member("message", message)
            for (name, value) in facts { text.member(name, value) }
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
    var path: String {
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

    /// What the warning says, and what follows from it.
    var message: String {
        switch self {
        case .extrapolation(let part, let quantity, let value, let range, let member):
            extrapolationText(part, quantity, value, range, member)
        case .outsideHull(let distance):
            "The student's size and tokens and the teacher's loss are each within the range of the runs behind the law, but "
                + "no runs surround them together: their hull is \(NumberText.short(distance)) away, in e-folds of the "
                + "counts and nats of the loss."
        case .activeBound(let part, let bound):
            "The bound \(bound.name) = \(NumberText.count(bound.value)) holds the \(part.adjective) optimum where it "
                + "is; without it the plan would go further."
        case .unspentBudget(let part, let flops):
            "\(NumberText.short(flops)) FLOPs of the budget are left over: nothing within the bounds makes the "
                + "\(part.adjective) student better for them."
        case .capacityGap(let teacher, let student, let gap):
            "The teacher's loss, \(NumberText.loss(teacher)), is lower than this student can use: a weaker teacher of "
                + "\(NumberText.loss(gap.bestTeacherLossNats)) would take it to \(NumberText.loss(gap.studentLossNats)) "
                + "nats per token in place of \(NumberText.loss(student))."
        case .targetOutOfReach(let part, let lowest):
            "No budget takes the \(part.adjective) student to the target; the lowest loss that it reaches within the "
                + "bounds is \(NumberText.loss(lowest))."
        case .flatOptimum(let range, let nats):
            "Anything from \(NumberText.count(range.lower)) to \(NumberText.count(range.upper)) for "
                + "\(range.variable.rawValue) costs at most \(NumberText.short(nats)) nats per token, where the rest is "
                + "chosen anew."
        case .lawMisfit(let runs, let mean, let most):
            "This law misses the \(runs) by \(NumberText.percent(mean)) in the mean and by up to "
                + "\(NumberText.percent(most)): use it to reproduce the table, not to plan."
        case .notConverged(let residual):
            "The search stopped where the loss still falls by \(NumberText.short(residual)) nats for an e-fold of "
                + "one variable: a better plan may exist."
        case .undecided(let probability, let advantage, let level):
            "The law's draws cannot say which way is better: distilling is in \(NumberText.percent(probability)) of them"
                + (advantage.map {
                    ", and its advantage is \(NumberText.signed($0.lower)) to \(NumberText.signed($0.upper)) nats per "
                        + "token at a level of \(NumberText.short(level))."
                } ?? ".")
        case .supervisedLawOnly:
            "This law has no distillation part: the plan is for supervised training, and nothing is recommended."
        }
    }

    private var facts: [(StaticString, Double)] {
        switch self {
        case .extrapolation(_, _, let value, let range, _):
            [("value", value), ("min", range.lowerBound), ("max", range.upperBound)]
        case .outsideHull(let distance): [("value", distance)]
        case .activeBound(_, let bound): [("value", bound.value)]
        case .unspentBudget(_, let flops): [("value", flops)]
        case .capacityGap(let teacher, _, let gap): [("value", teacher), ("min", gap.bestTeacherLossNats)]
        case .targetOutOfReach(_, let lowest): [("value", lowest)]
        case .flatOptimum(let range, let nats): [("value", nats), ("min", range.lower), ("max", range.upper)]
        case .notConverged(let residual): [("value", residual)]
        case .undecided(let probability, nil, _): [("value", probability)]
        case .undecided(let probability, let advantage?, _):
            [("value", probability), ("min", advantage.lower), ("max", advantage.upper)]
        case .lawMisfit, .supervisedLawOnly: []
        }
    }

    private func pointer(_ part: PlanPart, _ name: String) -> String {
        let segments = name.utf8.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: "/") : $0 }
        return "/" + part.rawValue + "/" + String(decoding: segments, as: UTF8.self)
    }

    private func extrapolationText(
        _ part: PlanPart, _ quantity: SupportedQuantity, _ value: Double, _ range: ClosedRange<Double>,
        _ member: Int?
    ) -> String {
        let write: (Double) -> String
        let name: String
        let student = "\(part.adjective) student\(member.map { " \($0 + 1)" } ?? "")"
        switch quantity {
        case .studentParameters: (name, write) = ("\(student)'s parameters", NumberText.count)
        case .studentTokens: (name, write) = ("\(student)'s tokens", NumberText.count)
        case .studentTokensPerParameter: (name, write) = ("\(student)'s tokens per parameter", NumberText.short)
        case .teacherParameters: (name, write) = ("teacher's parameters", NumberText.count)
        case .teacherLossNats: (name, write) = ("teacher's loss", NumberText.loss)
        }
        let factor = value < range.lowerBound ? range.lowerBound / value : value / range.upperBound
        let side = value < range.lowerBound ? "below" : "above"
        return [
            "The ", name, ", ", write(value), ": ", side, " the range of the runs behind the law, ",
            write(range.lowerBound), " to ", write(range.upperBound), ", by a factor of ", NumberText.short(factor),
            ". The law has not been tested there.",
        ].joined()
    }
}

extension SupportedQuantity {
    /// The path of the quantity in a family's answer, with dots, of the student at `index`.
    fileprivate func ofMember(_ index: Int) -> String {
        rawValue.hasPrefix("student.") ? "students.\(index)." + rawValue.dropFirst("student.".count) : rawValue
    }
}

extension PlanPart {
    /// The part as a word before "student".
    fileprivate var adjective: String {
        switch self {
        case .distillation: "distilled"
        case .supervised: "supervised"
        }
    }
}
