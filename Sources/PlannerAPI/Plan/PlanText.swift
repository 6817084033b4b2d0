import Planning
import ScalingLaws

/// A plan for people: the same content as a table for a terminal and as Markdown for a CI job's summary.
struct PlanText {
    private let plan: Plan

    init(_ plan: Plan) { self.plan = plan }

    /// Aligned columns, for a terminal.
    var table: String {
        let rows = rows
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).map { $0.padding(to: $1) }.joined(separator: "  ").trimmingTrailingSpaces
        }
        return ([headline, ""] + lines + footer { "- \($0)" }).joined(separator: "\n") + "\n"
    }

    /// GitHub flavoured Markdown.
    var markdown: String {
        var lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
        lines.insert("|---|---:|---:|", at: 1)
        return (["**\(headline)**", ""] + lines + footer { "* \($0)" }).joined(separator: "\n") + "\n"
    }

    /// The verdict in one sentence.
    private var headline: String {
        let problem = plan.problem
        let question =
            "\(NumberText.short(problem.budgetFLOPs)) FLOPs, student of \(NumberText.count(problem.studentParameters))"
        guard let advantage = plan.lossAdvantageNats, let recommendation = plan.recommendation else {
            return "\(question): supervised training only, nothing to compare"
        }
        let verdict =
            switch recommendation {
            case .distill: "distil"
            case .supervised: "train supervised, do not distil"
            }
        let margin = NumberText.loss(abs(advantage))
        let costs = plan.problem.weights
        let scenario =
            costs.scenario?.rawValue
            ?? "logits at \(NumberText.short(costs.teacherLogits)), "
            + "pretraining at \(NumberText.short(costs.teacherPretraining))"
        return "\(question), \(scenario): \(verdict) (better by \(margin) nats per token)"
    }

    private var rows: [[String]] {
        let distillation = plan.distillation
        let supervised = plan.supervised
        func row(
            _ name: String, _ write: (Double) -> String, _ distilled: Double?, _ alone: Double?
        ) -> [String] {
            [name, distilled.map(write) ?? "-", alone.map(write) ?? "-"]
        }
        let parameters = plan.problem.studentParameters
        let split = distillation?.compute
        func share(_ part: Double?) -> Double? { part.flatMap { part in split.map { part / $0.total } } }
        return [
            ["", "distilled", "supervised"],
            row(
                "student loss, nats per token", NumberText.loss, distillation?.studentLossNats,
                supervised.studentLossNats),
            row("student parameters", NumberText.count, distillation.map { _ in parameters }, parameters),
            row("student tokens", NumberText.count, distillation?.studentTokens, supervised.studentTokens),
            row(
                "student tokens per parameter", NumberText.short, distillation.map { $0.studentTokens / parameters },
                supervised.studentTokens / parameters),
            row("teacher loss, nats per token", NumberText.loss, distillation?.teacherLossNats, nil),
            row("teacher parameters", NumberText.count, distillation?.teacherParameters, nil),
            row("teacher tokens", NumberText.count, distillation?.teacherTokens, nil),
            row("compute, FLOPs", NumberText.short, split?.total, supervised.trainingFLOPs),
            row("to student training", NumberText.percent, share(split?.studentTraining), 1),
            row("to teacher logits", NumberText.percent, share(split?.teacherLogits), nil),
            row("to teacher pretraining", NumberText.percent, share(split?.teacherPretraining), nil),
        ]
    }

    private func footer(_ item: (String) -> String) -> [String] {
        let law = plan.problem.law
        let warnings = plan.warnings.map { item("\($0.code): \($0.message)") }
        return [""] + warnings + (warnings.isEmpty ? [] : [""])
            + ["law \(law.name) version \(law.version), plan \(plan.problem.identity)"]
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    fileprivate var trimmingTrailingSpaces: String {
        String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
    }
}
