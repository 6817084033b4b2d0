import ScalingLaws

extension CoefficientSet {
    /// The set in full, with all that its numbers can be traced to, and `more`.
    func json(_ more: [JSONValue.Member] = []) -> JSONValue {
        guard case .object(let members) = json else { return json }
        return .object(members + more)
    }

    private var json: JSONValue {
        [
            "name": .string(name),
            "version": .number(version),
            "summary": .string(summary),
            "source": ["paper": .string(source.paper), "place": .string(source.place)],
            "loss_unit": "nats per token",
            "parameter_counting": .string(parameterCounting.rawValue),
            "corpus": ["dataset": .string(corpus.dataset), "tokenizer": .string(corpus.tokenizer)],
            "flops": cost.json,
            "runs": [
                "supervised": .optional(runs.supervised, JSONValue.number),
                "distillation": .optional(runs.distillation, JSONValue.number),
            ],
            "coefficients": .object(
                Coefficient.allCases.compactMap { coefficient in
                    self[coefficient].map { .init(coefficient.rawValue, .number($0)) }
                }),
            "intervals": .optional(intervals) { $0.json },
            "support": support.json,
            "misfit": .optional(misfit) { $0.json },
            "draws": .optional(draws) { $0.json },
            "provenance": .optional(provenance) { $0.json },
        ]
    }

    /// What a list of laws says of it.
    func summaryJSON(aliases: [String]) -> JSONValue {
        [
            "name": .string(name),
            "version": .number(version),
            "summary": .string(summary),
            "distillation": .bool(distillation != nil),
            "draws": .number(draws?.laws.count ?? 0),
            "aliases": .array(aliases.map(JSONValue.string)),
        ]
    }
}

extension TransformerCost {
    fileprivate var json: JSONValue {
        [
            "model": .string(architecture == nil ? "6ND" : "transformer"),
            "architecture": .optional(architecture) { architecture in
                .object(Architecture.Field.allCases.map { .init($0.rawValue, .number(architecture[$0])) })
            },
        ]
    }
}

extension LawDraws {
    /// What the draws are; they themselves are a table of their own.
    fileprivate var json: JSONValue {
        [
            "count": .number(laws.count),
            "resampling": .string(resampling.rawValue),
            "resamples": .number(resamples),
            "failures": .number(failures),
            "seed": .number(String(seed)),
            "distillation": .bool(haveDistillation),
        ]
    }
}

extension Provenance {
    fileprivate var json: JSONValue {
        [
            "study": .string(study),
            "filter": .string(filter),
            "runs": .number(runs),
            "data_sha256": .string(dataDigest),
            "options": .string(options),
            "seed": .number(String(seed)),
            "program_version": .string(programVersion),
        ]
    }
}

extension LawReference {
    /// The reference as an answer names a law.
    var json: JSONValue { ["name": .string(name), "version": .number(version)] }
}

extension Intervals {
    fileprivate var json: JSONValue {
        [
            "level": .number(level),
            "resamples": .number(resamples),
            "bounds": .object(
                Coefficient.allCases.compactMap { coefficient in
                    bounds[coefficient].map { .init(coefficient.rawValue, $0.json) }
                }),
        ]
    }
}

extension Support {
    fileprivate var json: JSONValue {
        let members = SupportedQuantity.allCases.compactMap { quantity in
            ranges[quantity].map { JSONValue.Member(quantity.rawValue, $0.json) }
        }
        return .object(members + [.init("hull", .optional(hull) { .array($0.vertices.map(\.json)) })])
    }
}

extension SupportHull.Run {
    fileprivate var json: JSONValue {
        [
            SupportedQuantity.studentParameters.rawValue: .number(studentParameters),
            SupportedQuantity.studentTokens.rawValue: .number(studentTokens),
            SupportedQuantity.teacherLossNats.rawValue: .number(teacherLossNats),
        ]
    }
}

extension Misfit {
    fileprivate var json: JSONValue {
        [
            "runs": .string(runs),
            "mean_relative_error": .number(meanRelativeError),
            "max_relative_error": .number(maxRelativeError),
        ]
    }
}

extension ClosedRange<Double> {
    fileprivate var json: JSONValue { ["min": .number(lowerBound), "max": .number(upperBound)] }
}
