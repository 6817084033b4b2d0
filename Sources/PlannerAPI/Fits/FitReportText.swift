import Fitting
import ScalingLaws

extension FitReport {
    /// The fit for a terminal: coefficients with intervals, errors, and what the runs do not tell.
    var text: String {
        let sections = [
            supervised.map { section("supervised", $0, supervisedPart($0)) },
            distillation.map { section("distillation", $0, distillationPart($0)) },
        ]
        return (sections.compactMap { $0 } + notes.map { "\($0)\n" }).joined(separator: "\n")
    }

    private func section<Law>(_ name: String, _ outcome: FitOutcome<Law>, _ part: Part) -> String {
        var lines = [
            "The \(name) law from \(outcome.errors.count) runs: \(outcome.status.summary.words)",
            "  objective     \(outcome.objective), by \(outcome.startsAgreed) of \(outcome.starts) starts",
            "  errors        \(Self.words(outcome.errors))",
        ]
        if let errors = part.heldOut { lines.append("  kept back     \(Self.words(errors)) (\(errors.count) runs)") }
        if let left = outcome.leaveOneOut {
            lines.append("  left out      \(Self.words(left.errors)) (each configuration by the law without it)")
        }
        lines += part.coefficients.map { coefficient, value in
            let interval = part.intervals[coefficient]
            let range = interval.map { "   \(NumberText.short($0.lowerBound)) to \(NumberText.short($0.upperBound))" }
            let label = coefficient.symbol.name
            return "  " + label + String(repeating: " ", count: 14 - label.count) + NumberText.short(value)
                + (range ?? "")
        }
        if let bootstrap = outcome.bootstrap {
            lines.append(
                "  Intervals hold \(NumberText.percent(level)) of \(bootstrap.draws.count) resamples by "
                    + "\(bootstrap.unit.rawValue).")
        }
        return (lines + outcome.remarks.map { "  * \($0)" }).joined(separator: "\n") + "\n"
    }

    private static func words(_ errors: FitErrors) -> String {
        "mean \(percent(errors.meanRelative)), greatest \(percent(errors.maxRelative))"
    }

    private static func percent(_ share: Double) -> String { NumberText.short(100 * share) + " %" }
}

extension FitStatus.Summary {
    fileprivate var words: String {
        switch self {
        case .converged: "converged"
        case .atBound: "converged, at an end of a parameter's range"
        case .notIdentified: "converged, but some parameters are not told by the runs"
        case .notConverged: "not converged"
        }
    }
}
