import Fitting
import Foundation
import Planning
import Records
import ScalingLaws

/// What a fit found, as it is answered and kept.
struct FitReport {
    private let work: FitWork
    let supervised: FitOutcome<SupervisedLaw>?
    let distillation: FitOutcome<DistillationLaw>?
    private let supervisedLaw: SupervisedLaw

    init(
        _ work: FitWork, supervised: FitOutcome<SupervisedLaw>?, distillation: FitOutcome<DistillationLaw>?,
        on supervisedLaw: SupervisedLaw
    ) {
        self.work = work
        self.supervised = supervised
        self.distillation = distillation
        self.supervisedLaw = supervisedLaw
    }

    /// The level of all intervals.
    var level: Double { work.request.options.level }

    var isConverged: Bool { [supervised?.status, distillation?.status].allSatisfy { $0?.isConverged != false } }

    /// Runs that any part was fitted to.
    var fittedCount: Int { (supervised?.errors.count ?? 0) + (distillation?.errors.count ?? 0) }

    /// What a fit says of one law.
    struct Part {
        let coefficients: [(Coefficient, Double)]
        let records: [RunRecord]
        let measured: [Double]
        let predicted: [Double]
        let heldOut: FitErrors?
        let intervals: [Coefficient: ClosedRange<Double>]
    }

    /// The answer without the law's name, which only the database gives.
    var members: [JSONValue.Member] {
        var members: [JSONValue.Member] = [
            .init("request", Self.tree(work.request.canonical)),
            .init("study", .string(work.study.id)),
            .init("data_digest", .string(work.data.digest)),
            .init("notes", .array(notes.map(JSONValue.string))),
        ]
        if let supervised { members.append(.init("supervised", json(supervised, supervisedPart(supervised)))) }
        if let distillation {
            members.append(.init("distillation", json(distillation, distillationPart(distillation))))
        }
        return members
    }

    /// What holds for both laws together.
    var notes: [String] {
        guard request.kind == .distillation, let law = request.supervisedLaw else { return [] }
        let name = "\(law.name)@\(law.version)"
        return law.draws == nil
            ? [
                "The supervised part is that of \(name), taken as it is: how well it is known is not in the draws, nor in "
                    + "intervals of plans."
            ] : ["The supervised part is that of \(name), with its draws."]
    }

    private var request: FitRequest { work.request }

    private static func tree(_ text: String) -> JSONValue { (try? JSONParser.parse(Array(text.utf8))) ?? .null }

    func supervisedPart(_ outcome: FitOutcome<SupervisedLaw>) -> Part {
        let fitted = work.data.supervised.fitted
        let laws = FittedLaws(supervised: outcome.law, distillation: nil)
        return Part(
            coefficients: Coefficient.allCases.compactMap { coefficient in laws[coefficient].map { (coefficient, $0) }
            },
            records: fitted.map(\.record), measured: fitted.map(\.run.lossNats), predicted: outcome.predictionsNats,
            heldOut: Self.errors(work.data.supervised.heldOut, \.lossNats) { run in
                try? outcome.law.lossNats(parameters: run.parameters, tokens: run.tokens)
            },
            intervals: intervals(outcome.bootstrap?.draws.map { FittedLaws(supervised: $0, distillation: nil) }))
    }

    func distillationPart(_ outcome: FitOutcome<DistillationLaw>) -> Part {
        let fitted = work.data.distillation.fitted
        let law = supervisedLaw
        let laws = FittedLaws(supervised: law, distillation: outcome.law)
        return Part(
            coefficients: Coefficient.distillation.compactMap { coefficient in
                laws[coefficient].map { (coefficient, $0) }
            },
            records: fitted.map(\.record), measured: fitted.map(\.run.studentLossNats),
            predicted: outcome.predictionsNats,
            heldOut: Self.errors(work.data.distillation.heldOut, \.studentLossNats) { run in
                try? outcome.law.studentLossNats(
                    studentParameters: run.studentParameters, studentTokens: run.studentTokens,
                    teacherLossNats: run.teacherLossNats, supervised: law)
            },
            intervals: intervals(outcome.bootstrap?.draws.map { FittedLaws(supervised: law, distillation: $0) }))
    }

    private static func errors<Run>(
        _ runs: [FitData.Fitted<Run>], _ measured: KeyPath<Run, Double>, _ predict: (Run) -> Double?
    ) -> FitErrors? {
        let pairs = runs.map(\.run).compactMap { run in predict(run).map { ($0, run[keyPath: measured]) } }
        return pairs.isEmpty ? nil : FitErrors(predictedNats: pairs.map(\.0), measuredNats: pairs.map(\.1))
    }

    private func intervals(_ draws: [FittedLaws]?) -> [Coefficient: ClosedRange<Double>] {
        guard let draws, !draws.isEmpty else { return [:] }
        let bounds = Coefficient.allCases.compactMap { coefficient -> (Coefficient, ClosedRange<Double>)? in
            QuantileInterval(draws.compactMap { $0[coefficient] }, level: level)
                .map { (coefficient, $0.lower...$0.upper) }
        }
        return Dictionary(uniqueKeysWithValues: bounds)
    }
}

// MARK: - JSON

extension FitReport {
    private func json<Law>(_ outcome: FitOutcome<Law>, _ part: Part) -> JSONValue {
        [
            "status": .string(outcome.status.summary.rawValue),
            "at_bound": .array(outcome.status.atBound.map(JSONValue.string)),
            "not_identified": .array(outcome.status.notIdentified.map(JSONValue.string)),
            "remarks": .array(outcome.remarks.map(JSONValue.string)),
            "coefficients": .object(
                part.coefficients.map { coefficient, value in
                    let interval = part.intervals[coefficient]
                    return .init(
                        coefficient.symbol.name,
                        [
                            "value": .number(value), "lower": .optional(interval?.lowerBound, JSONValue.number),
                            "upper": .optional(interval?.upperBound, JSONValue.number),
                        ])
                }),
            "objective": .number(outcome.objective),
            "scaled_gradient": .number(outcome.scaledGradient),
            "starts": .number(outcome.starts),
            "starts_agreed": .number(outcome.startsAgreed),
            "evaluations": .number(outcome.evaluations),
            "errors": outcome.errors.json,
            "errors_by_size": .array(part.bySize),
            "held_out": .optional(part.heldOut, \.json),
            "leave_one_out": .optional(outcome.leaveOneOut) {
                ["configurations": .number($0.configurations), "errors": $0.errors.json]
            },
            "parameters": .array(outcome.parameters.map(\.json)),
            "directions": .array(outcome.identifiability.directions.map(\.json)),
            "condition_number": .finite(outcome.identifiability.conditionNumber),
            "bootstrap": .optional(outcome.bootstrap) {
                [
                    "unit": .string($0.unit.rawValue), "resamples": .number($0.resamples),
                    "failed": .number($0.failed), "level": .number(level),
                ]
            },
            "worst_runs": .array(part.worst.prefix(10).map(part.json)),
            "residuals": .array(part.records.indices.map(part.json)),
        ]
    }
}

extension JSONValue {
    /// The number, or null where it is infinite.
    static func finite(_ value: Double) -> JSONValue { value.isFinite ? .number(value) : .null }
}

extension FitErrors {
    var json: JSONValue {
        [
            "runs": .number(count), "mean_relative": .number(meanRelative), "max_relative": .number(maxRelative),
            "rmse_nats": .number(rootMeanSquareNats), "r_squared": .optional(rSquared, JSONValue.number),
        ]
    }
}

extension ParameterEstimate {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "value": .number(value),
            "lower": .optional(profile?.lower, JSONValue.number),
            "upper": .optional(profile?.upper, JSONValue.number),
            "identified": .optional(isIdentified, JSONValue.bool),
        ]
    }
}

extension Identifiability.Direction {
    fileprivate var json: JSONValue {
        [
            "eigenvalue": .number(eigenvalue), "standard_error": .finite(standardError),
            "identified": .bool(isIdentified),
            "components": .object(components.map { .init($0.name, .number($0.weight)) }),
        ]
    }
}

extension FitReport.Part {
    /// The runs, those that fit worst first.
    fileprivate var worst: [Int] {
        records.indices.sorted { (error($0), $1) > (error($1), $0) }
    }

    private func error(_ index: Int) -> Double { abs(predicted[index] / measured[index] - 1) }

    fileprivate func json(_ index: Int) -> JSONValue {
        let record = records[index]
        return [
            "run": .number(Int(record.id)), "source": .string(record.run.name.source),
            "external_id": .string(record.run.name.externalID), "params": .number(record.run.params),
            "tokens": .number(record.run.tokens), "teacher_loss": .optional(record.teacher?.loss, JSONValue.number),
            "loss": .number(measured[index]), "predicted": .number(predicted[index]),
            "relative_error": .number(predicted[index] / measured[index] - 1),
        ]
    }

    /// Errors of the runs of each size; sizes that differ by less than 2 % are one.
    fileprivate var bySize: [JSONValue] {
        records.groupedBySize.map { group in
            let errors = FitErrors(
                predictedNats: group.map { predicted[$0] }, measuredNats: group.map { measured[$0] })
            return ["params": .number(records[group[0]].run.params), "errors": errors.json]
        }
    }
}
