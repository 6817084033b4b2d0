import Fitting
import Planning
import Records
import ScalingLaws

/// The answer to `POST /studies/{study}/next`.
public struct NextRunsAnswer {
    /// A run to make.
    struct Run {
        let parameters: Double
        let tokens: Double
        let teacher: ExperimentCandidates.Teacher?
        let costFLOPs: Double
        let cumulativeCostFLOPs: Double
        let standardError: Double
    }

    /// What a protocol would leave.
    struct ProtocolRuns {
        let name: String
        let runs: Int
        let costFLOPs: Double
        let standardError: Double
    }

    let work: NextRunsWork
    let status: DesignStatus
    let before: QuantityEstimate
    let after: QuantityEstimate
    let runs: [Run]
    let costFLOPs: Double
    let protocols: [ProtocolRuns]
    let scatter: Double
    let correlation: Double
    let isCorrelationEstimated: Bool

    init(_ work: NextRunsWork, _ outcome: DesignOutcome<SupervisedExperiment>) {
        self.init(work, outcome) { ($0.parameters, $0.tokens, nil) }
    }

    init(_ work: NextRunsWork, _ outcome: DesignOutcome<DistillationExperiment>) {
        self.init(work, outcome) { experiment in
            let teacher = work.candidates.teachers.first { $0.lossNats == experiment.teacherLossNats }
            return (experiment.studentParameters, experiment.studentTokens, teacher)
        }
    }

    private init<Experiment>(
        _ work: NextRunsWork, _ outcome: DesignOutcome<Experiment>,
        _ parts: (Experiment) -> (Double, Double, ExperimentCandidates.Teacher?)
    ) {
        self.work = work
        status = outcome.status
        before = outcome.before
        after = outcome.after
        runs = outcome.runs.map { run in
            let (parameters, tokens, teacher) = parts(run.experiment)
            return Run(
                parameters: parameters, tokens: tokens, teacher: teacher, costFLOPs: run.costFLOPs,
                cumulativeCostFLOPs: run.cumulativeCostFLOPs, standardError: run.after.standardError)
        }
        costFLOPs = outcome.costFLOPs
        protocols = outcome.protocols.map {
            ProtocolRuns(
                name: $0.name, runs: $0.candidates.count, costFLOPs: $0.costFLOPs,
                standardError: $0.after.standardError)
        }
        scatter = outcome.scatter
        correlation = outcome.correlation
        isCorrelationEstimated = outcome.isCorrelationEstimated
    }
}

// MARK: - Warnings

extension NextRunsAnswer {
    /// What the reader must know before trusting the numbers.
    enum Warning: String, CaseIterable {
        case supervisedLawHeld = "supervised_law_held"
        case otherLaw = "other_law"
        case runsChanged = "runs_changed"
        case otherCounting = "other_counting"
        case teacherCostUnknown = "teacher_cost_unknown"
        case extrapolation

        var text: String {
            switch self {
            case .supervisedLawHeld:
                "The supervised law under the distillation law is taken as it is: how uncertain it is is in no standard "
                    + "error, and no distillation makes it surer. Ask for supervised_loss too."
            case .otherLaw:
                "The law was not fitted to this study: what it misses of these runs counts as their scatter, and all else "
                    + "is as if it had been."
            case .runsChanged:
                "The runs are not those that the law was fitted to: fit it again, and ask again."
            case .otherCounting: "The law and the runs count parameters in different ways."
            case .teacherCostUnknown:
                "No teacher's size is known, so that its logits count for nothing in what runs take."
            case .extrapolation:
                "The plan lies outside the runs behind the law. The design believes the law there; whether it holds, "
                    + "only a run there tells."
            }
        }
    }

    var warnings: [Warning] {
        let isDistilled = work.quantity.experiments == .distillation
        let isKnown: [(Warning, Bool)] = [
            (.supervisedLawHeld, isDistilled),
            (.otherLaw, work.isCurrent == nil),
            (.runsChanged, work.isCurrent == false),
            (.otherCounting, work.law.parameterCounting != work.data.parameterCounting),
            (.teacherCostUnknown, isDistilled && work.candidates.teachers.contains { $0.parameters == nil }),
            (.extrapolation, work.plan.warnings.contains { $0.isExtrapolation(isDistilled) }),
        ]
        return isKnown.filter(\.1).map(\.0)
    }
}

extension PlanWarning {
    /// Whether it says that the part of the plan that is asked about is outside the runs.
    fileprivate func isExtrapolation(_ isDistilled: Bool) -> Bool {
        switch self {
        case .extrapolation(let part, _, _, _, _): (part == .distillation) == isDistilled
        case .outsideHull: isDistilled
        default: false
        }
    }
}

// MARK: - JSON

extension NextRunsAnswer {
    /// JSON of several lines, its fields in the order of the contract.
    public var json: [UInt8] {
        JSONText.bytes { text in
            text.object { text in
                text.member("study", work.study.id)
                NamedLaw.write(&text, work.law, alias: work.request.law.alias)
                text.member("experiments", work.quantity.experiments.rawValue)
                text.member("quantity", work.quantity.rawValue)
                text.object("plan") { text in
                    text.member("question", work.request.question)
                    text.member("answer") { work.plan.writeSummary(&$0) }
                }
                text.member("present", present)
                text.member("assumptions", assumptions)
                text.member("grid", work.candidates.json)
                text.member("level", work.request.level)
                text.member("budget_flops", work.request.budgetFLOPs)
                text.member("status", status.rawValue)
                text.member("before", before.json)
                text.member("after", after.json)
                text.member("cost_flops", costFLOPs)
                text.member("runs", .array(runs.map(\.json)))
                text.member("protocols", .array(protocols.map(\.json)))
                text.member(
                    "warnings",
                    .array(warnings.map { ["code": .string($0.rawValue), "message": .string($0.text)] }))
            }
        }
    }

    private var present: JSONValue {
        [
            "runs": .number(work.data.records(work.quantity.experiments).count),
            "filter": .string(work.request.filter.text), "data_sha256": .string(work.data.digest),
        ]
    }

    private var assumptions: JSONValue {
        [
            "scatter": .number(scatter), "correlation": .number(correlation),
            "correlation_from": .string(isCorrelationEstimated ? "residuals" : "assumed"),
            "gamma": .string(work.request.sumExponent.rawValue), "delta": .number(work.request.fitOptions.delta),
        ]
    }
}

extension QuantityEstimate {
    fileprivate var json: JSONValue {
        [
            "value": .number(value), "standard_error": .number(standardError), "lower": .number(lower),
            "upper": .number(upper),
        ]
    }
}

extension ExperimentCandidates {
    fileprivate var json: JSONValue {
        let tokens: JSONValue.Member =
            switch tokens {
            case .counts(let values): .init("tokens", .array(values.map { .number($0) }))
            case .ratios(let values): .init("tokens_per_param", .array(values.map { .number($0) }))
            }
        return .object([
            .init("student_params", .array(sizes.map { .number($0) })), tokens,
            .init("teachers", .array(teachers.map(\.json))), .init("candidates", .number(count)),
        ])
    }
}

extension ExperimentCandidates.Teacher {
    fileprivate var json: JSONValue {
        ["loss": .number(lossNats), "params": .optional(parameters, JSONValue.number)]
    }
}

extension NextRunsAnswer.Run {
    fileprivate var json: JSONValue {
        [
            "student": [
                "params": .number(parameters), "tokens": .number(tokens),
                "tokens_per_param": .number(tokens / parameters),
            ],
            "teacher": .optional(teacher, \.json), "cost_flops": .number(costFLOPs),
            "cumulative_cost_flops": .number(cumulativeCostFLOPs), "standard_error": .number(standardError),
        ]
    }
}

extension NextRunsAnswer.ProtocolRuns {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "runs": .number(runs), "cost_flops": .number(costFLOPs),
            "standard_error": .number(standardError),
        ]
    }
}
