import Fitting
import Foundation

extension FitOutcome {
    /// What the runs tell and what they do not, in words.
    var remarks: [String] {
        var remarks: [String] = []
        if !status.isConverged {
            remarks.append("The search ended before an optimum; ask for more starts, or for other runs.")
        }
        remarks += status.atBound.map { "\(StableName.words($0)) is at an end of its range." + StableName.atBound($0) }
        remarks += parameters.compactMap { $0.isIdentified == false ? $0.remark : nil }
        if let last = identifiability.directions.last, !last.isIdentified {
            let most = last.components.sorted { abs($0.weight) > abs($1.weight) }.prefix(3)
            let names = most.map { StableName.words($0.name) }.joined(separator: ", ")
            remarks.append(
                "The combination that the runs tell least is mostly of \(names); predictions inside the runs do not "
                    + "depend on it.")
        }
        if startsAgreed < starts {
            remarks.append(
                "\(startsAgreed) of \(starts) starts ended at the best objective; the others are in local minima.")
        }
        if let bootstrap, bootstrap.failed > 0 {
            remarks.append(
                "\(bootstrap.failed) of \(bootstrap.resamples) resamples have no law: their optimum has coefficients "
                    + "outside the laws' domain, or was not found.")
        }
        return remarks
    }
}

extension ParameterEstimate {
    fileprivate var remark: String {
        let ends = [profile?.lower, profile?.upper].map { $0.map { NumberText.short(isLogarithm ? exp($0) : $0) } }
        let range: String =
            switch (ends[0], ends[1]) {
            case (let lower?, let upper?): "from \(lower) to \(upper)"
            case (let lower?, nil): "from \(lower) upwards"
            case (nil, let upper?): "up to \(upper)"
            case (nil, nil): "whatever"
            }
        return "The runs do not tell \(StableName.words(name)): it may be \(range)."
    }

    private var isLogarithm: Bool { name.hasPrefix("log_") }
}

/// The parameters of the stable form in words.
enum StableName {
    static func words(_ name: String) -> String { all[name] ?? name }

    /// What an end of the range means.
    static func atBound(_ name: String) -> String {
        name == "inverse_transition_exponent"
            ? " c1 and d1 grow together without end, and only d1 (c1 f1)^(-f1) is told." : ""
    }

    private static let all = [
        "log_irreducible_loss": "the irreducible loss E",
        "log_scale": "the loss above the floor at the middle of the runs",
        "log_size_slope": "the slope of log loss in log parameters",
        "log_token_slope": "the slope of log loss in log tokens",
        "logit_size_share": "the parameters' share of the reducible loss",
        "log_sum_exponent": "gamma, the exponent of the sum",
        "teacher_loss_exponent": "c0, the power of the teacher's loss",
        "log_kappa": "kappa, the ratio of losses at which the gap closes",
        "log_transition_width": "f1, the width of that transition",
        "inverse_transition_exponent": "1/(c1 f1), how the transition ends",
    ]
}
