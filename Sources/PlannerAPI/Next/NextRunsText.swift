import Fitting
import ScalingLaws

extension NextRunsAnswer {
    /// The answer for a terminal: the runs in their order, and what they leave of the uncertainty.
    public var text: String {
        let name = work.quantity.rawValue.replacing("_", with: " ")
        let head =
            "\(name) of the plan, by the law \(work.law.reference.text) from "
            + "\(work.data.records(work.quantity.experiments).count) runs: "
            + "\(NumberText.loss(before.value)) nats, standard error \(NumberText.short(before.standardError))\n"
        return head + "\n" + verdict + protocolLines
            + "\nErrors of runs of one size and tokens are taken to correlate by \(NumberText.short(correlation))"
            + (isCorrelationEstimated ? ", as the present runs do" : ", which the present runs do not tell")
            + "; a run's loss scatters by \(NumberText.short(100 * scatter)) %.\n"
            + warnings.map { "- \($0.rawValue): \($0.text)\n" }.joined()
    }

    private var verdict: String {
        switch status {
        case .designed:
            StudyText.columns(
                [["run", "params", "tokens", "teacher_loss", "FLOPs", "FLOPs so far", "standard error"]]
                    + runs.enumerated().map { index, run in
                        [
                            String(index + 1), NumberText.count(run.parameters), NumberText.count(run.tokens),
                            run.teacher.map { NumberText.loss($0.lossNats) } ?? "-", NumberText.short(run.costFLOPs),
                            NumberText.short(run.cumulativeCostFLOPs), NumberText.short(run.standardError),
                        ]
                    })
        case .budgetTooSmall: "No candidate takes as little as \(NumberText.short(work.request.budgetFLOPs)) FLOPs.\n"
        case .noGain: "No candidate within the budget tells anything of it.\n"
        }
    }

    private var protocolLines: String {
        guard !protocols.isEmpty else { return "" }
        return "\n"
            + StudyText.columns(
                [["for the same budget", "runs", "FLOPs", "standard error"]]
                    + protocols.map {
                        [
                            $0.name.replacing("_", with: " "), String($0.runs), NumberText.short($0.costFLOPs),
                            NumberText.short($0.standardError),
                        ]
                    })
    }
}
