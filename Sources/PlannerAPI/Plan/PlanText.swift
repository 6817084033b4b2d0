import Planning
import ScalingLaws

/// A plan for people: what it says beside its law, as a table for a terminal and as Markdown for a CI job's summary.
struct PlanText {
    /// The verdict in one sentence.
    let headline: String
    /// The rows of the table, the first of which heads the columns.
    let rows: [[String]]
    let warnings: [PlanWarning]
    let law: CoefficientSet
    /// The alias by which the law was named, if it was.
    let alias: String?
    let identity: String

    /// Aligned columns, for a terminal.
    var table: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).map { $0.padding(to: $1) }.joined(separator: "  ").trimmingTrailingSpaces
        }
        return ([headline, ""] + lines + footer { "- \($0)" }).joined(separator: "\n") + "\n"
    }

    /// GitHub flavoured Markdown.
    var markdown: String {
        var lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
        lines.insert("|---|" + rows[0].dropFirst().map { _ in "---:|" }.joined(), at: 1)
        return (["**\(headline)**", ""] + lines + footer { "* \($0)" }).joined(separator: "\n") + "\n"
    }

    private func footer(_ item: (String) -> String) -> [String] {
        let warnings = warnings.map { item("\($0.code): \($0.message.text)") }
        return [""] + warnings + (warnings.isEmpty ? [] : [""])
            + ["law \(law.name) version \(law.version)\(alias.map { " (\($0))" } ?? ""), plan \(identity)"]
    }
}

extension PlanAnswer {
    /// The answer for people.
    var text: PlanText {
        switch self {
        case .single(let report): report.text
        case .family(let report): report.text
        }
    }
}

extension Recommendation {
    /// What to do, in a headline.
    var words: String {
        switch self {
        case .distill: "distil"
        case .supervised: "train supervised, do not distil"
        }
    }
}

extension CostWeights {
    /// The scenario, or the weights that are none's, in a headline.
    var words: String {
        scenario?.rawValue
            ?? "logits at \(NumberText.short(teacherLogits)), pretraining at \(NumberText.short(teacherPretraining))"
    }
}

extension PlanReport {
    fileprivate var text: PlanText {
        PlanText(
            headline: headline,
            rows: rows + (uncertainty?.rows ?? [])
                + (hardware?.rows(plan.distillation?.compute.total, plan.supervised?.compute.total, columns: 1) ?? []),
            warnings: warnings, law: plan.problem.law, alias: alias, identity: identity)
    }

    /// The verdict in one sentence.
    private var headline: String {
        let problem = plan.problem
        let goal =
            plan.target.map { "\(NumberText.loss($0.lossNats)) nats per token" }
            ?? "\(NumberText.short(problem.budgetFLOPs)) FLOPs"
        let question = "\(goal), \(problem.student.parameters.words)"
        guard let recommendation = plan.recommendation else {
            return "\(question): supervised training only, nothing to compare"
        }
        return "\(question), \(problem.sharedWeights.words): \(recommendation.words) (\(margin))"
    }

    /// By how much the better part is better.
    private var margin: String {
        guard let distillation = plan.distillation, let supervised = plan.supervised else {
            return "the other cannot reach it"
        }
        if plan.target != nil {
            let flops = [distillation.compute.total, supervised.compute.total].sorted()
            return "\(NumberText.percent(flops[0] / flops[1])) of the other's compute"
        }
        let nats = abs(distillation.studentLossNats - supervised.studentLossNats)
        return "better by \(NumberText.loss(nats)) nats per token"
    }

    private var rows: [[String]] {
        let distillation = plan.distillation
        let supervised = plan.supervised
        func row(
            _ name: String, _ write: (Double) -> String, _ distilled: Double?, _ alone: Double?
        ) -> [String] {
            [name, distilled.map(write) ?? "-", alone.map(write) ?? "-"]
        }
        let teacher = distillation?.teacher
        let split = distillation?.compute
        func share(_ part: Double?) -> Double? { part.flatMap { part in split.map { part / $0.total } } }
        return [
            ["", "distilled", "supervised"],
            row(
                "student loss, nats per token", NumberText.loss, distillation?.studentLossNats,
                supervised?.studentLossNats),
            row(
                "student parameters", NumberText.count, distillation?.studentParameters, supervised?.studentParameters),
            row("student tokens", NumberText.count, distillation?.studentTokens, supervised?.studentTokens),
            row(
                "student tokens per parameter", NumberText.short,
                distillation.map { $0.studentTokens / $0.studentParameters },
                supervised.map { $0.studentTokens / $0.studentParameters }),
        ]
            + [teacher?.name.map { ["teacher", $0, "-"] }].compactMap { $0 } + [
                row("teacher loss, nats per token", NumberText.loss, teacher?.lossNats, nil),
                row("teacher parameters", NumberText.count, teacher?.parameters, nil),
                row("teacher tokens", NumberText.count, teacher?.tokens, nil),
                row("compute, FLOPs", NumberText.short, split?.total, supervised?.compute.total),
                row(
                    "to student training", NumberText.percent, share(split?.studentTraining),
                    supervised.map { $0.compute.studentTraining / $0.compute.total }),
                row("to teacher logits", NumberText.percent, share(split?.teacherLogits), nil),
                row("to teacher pretraining", NumberText.percent, share(split?.teacherPretraining), nil),
            ]
            + (plan.problem.student.servingTokens > 0
                ? [
                    row(
                        "to serving", NumberText.percent, share(split?.serving),
                        supervised.map { $0.compute.serving / $0.compute.total })
                ] : [])
    }
}

extension Hardware {
    /// Device-hours, days and cost of both ways, in columns that are `columns` apart.
    func rows(_ distillationFLOPs: Double?, _ supervisedFLOPs: Double?, columns: Int) -> [[String]] {
        let uses = [distillationFLOPs, supervisedFLOPs].map { flops in flops.map { use(flops: $0) } }
        let gap = Array(repeating: "", count: columns - 1)
        func row(_ name: String, _ value: (HardwareUse) -> Double?) -> [String] {
            [name] + uses.flatMap { [$0.flatMap(value).map(NumberText.short) ?? "-"] + gap }
        }
        let name = device?.name ?? "\(NumberText.short(peakFLOPsPerSecond)) FLOP/s"
        let price = pricePerDeviceHour.map { _ in [row("cost", \.cost)] } ?? []
        return [
            row("device-hours, \(name) at \(NumberText.percent(utilization))", \.deviceHours),
            row("days on \(count)", \.days),
        ] + price
    }
}

extension Bounds {
    /// The student's size in a headline.
    var words: String {
        if isFixed { return "student of \(NumberText.count(lower))" }
        if self == .all { return "student of any size" }
        return "student of \(NumberText.count(lower)) to \(NumberText.count(upper))"
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    fileprivate var trimmingTrailingSpaces: String {
        String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
    }
}
