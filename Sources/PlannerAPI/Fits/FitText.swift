import Fitting
import Records
import ScalingLaws
import Store

extension FitData.Refusal {
    /// Why the runs cannot be fitted, and what would help.
    var text: String {
        switch self {
        case .outsideDomain(let record, let error, let others):
            "The run \(record.id) (\(record.run.name.source), \(record.run.name.externalID)) has \(error.quantity) = "
                + "\(NumberText.short(error.value)), outside the laws' domain of "
                + "\(NumberText.short(error.domain.lower)) to \(NumberText.short(error.domain.upper))"
                + (others > 0 ? ", and \(others) more runs are outside too" : "")
                + "; exclude such runs, or leave them out by the filter."
        case .mixedCounting:
            "Some runs count all parameters and some without embeddings; filter one kind, for they cannot be compared."
        case .tooManyRuns(let count):
            "The filter selects \(count) runs, and a fit takes at most \(FitData.mostRuns)."
        case .unidentified(let kind, let error):
            "The \(kind.rawValue) law cannot be fitted: " + error.text
        case .emptyHoldout:
            "No run meets the rule of holdout, so that nothing would be kept back."
        }
    }

    /// Runs that would supply what is missing, as far as that can be said.
    var supply: [SuggestedRun] {
        guard case .unidentified(_, let error) = self else { return [] }
        return switch error {
        case .tooFewValues(_, have: _, need: _, let supply): supply
        case .constantTokensPerParameter(ratio: _, let supply): supply
        default: []
        }
    }
}

extension SuggestedRun {
    var json: JSONValue { ["params": .number(parameters), "tokens": .number(tokens)] }

    fileprivate var text: String {
        "\(NumberText.count(parameters)) parameters on \(NumberText.count(tokens)) tokens"
    }
}

extension FittingError {
    /// Why the runs cannot identify the law, and which runs would help.
    var text: String {
        switch self {
        case .tooFewRuns(let have, let need):
            "there are \(have) runs, and it needs at least \(need)."
        case .tooFewValues(.teacherLoss, let have, let need, supply: _):
            "the teachers have \(have) different \(have == 1 ? "loss" : "losses"), and it needs at least \(need); "
                + "distil the same students from stronger and weaker teachers."
        case .tooFewValues(let quantity, let have, let need, let supply):
            "the runs have \(have) different \(quantity == .parameters ? "sizes" : "numbers of tokens"), and it needs "
                + "at least \(need)." + Self.suggestion(supply)
        case .constantTokensPerParameter(let ratio, let supply):
            "all runs have about \(NumberText.short(ratio)) tokens a parameter, so that sizes and tokens cannot be told "
                + "apart." + Self.suggestion(supply)
        case .noGap:
            "no student is worse than its teacher, so that there is no gap to fit."
        case .outsideDomain(let coefficient, let value):
            "the optimum has \(coefficient) = \(NumberText.short(value)), which no law has; the runs do not tell it: "
                + "ask for a gamma_prior_factor of 2, say, or for other runs."
        case .cancelled:
            "it was cancelled."
        }
    }

    private static func suggestion(_ supply: [SuggestedRun]) -> String {
        guard !supply.isEmpty else { return "" }
        return " Runs that would help: " + supply.map(\.text).joined(separator: "; ") + "."
    }
}
