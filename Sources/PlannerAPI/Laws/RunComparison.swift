import Fitting
import Records
import ScalingLaws
import Store

/// Two laws beside the runs of a study: how far each is off, and which is nearer.
struct RunComparison: Sendable {
    private let study: String
    private let filter: RunFilter
    private let laws: [CoefficientSet]
    private let data: FitData

    /// The runs of `study` that `filter` selects; those that are excluded only where it asks for them.
    ///
    /// - Throws: `FitData.Refusal`, `StudyMissing`, `DatabaseError`.
    init(_ laws: [CoefficientSet], study: String, filter: RunFilter, _ store: PlannerStore) throws {
        self.study = study
        self.filter = filter
        self.laws = laws
        var counted = filter
        counted.excluded = filter.excluded ?? false
        data = try FitData(counted, study: study, store)
    }

    /// The member `runs` of a comparison.
    var json: JSONValue {
        [
            "study": .string(study), "filter": .string(filter.text), "data_sha256": .string(data.digest),
            "parameter_counting": .string(data.parameterCounting.rawValue),
            "counts_as_laws": .array(laws.map { .bool($0.parameterCounting == data.parameterCounting) }),
            "supervised": .optional(Self.part(data.supervised.fitted, measured: \.lossNats, laws, alone), \.json),
            "distillation": .optional(
                Self.part(data.distillation.fitted, measured: \.studentLossNats, laws, distilled), \.json),
        ]
    }

    private func alone(_ run: SupervisedRun, _ law: CoefficientSet) -> Double? {
        try? law.supervised.lossNats(parameters: run.parameters, tokens: run.tokens)
    }

    /// Nil where the law has no distillation part, or the teacher is better than any that it knows.
    private func distilled(_ run: DistillationRun, _ law: CoefficientSet) -> Double? {
        try? law.distillation?.studentLossNats(
            studentParameters: run.studentParameters, studentTokens: run.studentTokens,
            teacherLossNats: run.teacherLossNats, supervised: law.supervised)
    }

    /// What both laws predict of runs; nil of none.
    private static func part<Run>(
        _ runs: [FitData.Fitted<Run>], measured: (Run) -> Double, _ laws: [CoefficientSet],
        _ predict: (Run, CoefficientSet) -> Double?
    ) -> Part? {
        guard !runs.isEmpty else { return nil }
        return Part(
            records: runs.map(\.record), measured: runs.map { measured($0.run) },
            predicted: laws.map { law in runs.map { predict($0.run, law) } })
    }
}

/// Runs of one kind with what two laws predict of each.
private struct Part {
    let records: [RunRecord]
    let measured: [Double]
    /// By law; nil where a law has no prediction.
    let predicted: [[Double?]]

    var json: JSONValue {
        let all = Array(records.indices)
        return [
            "runs": .number(records.count),
            "errors": errors(all),
            "nearer": .array([nearer(0, than: 1), nearer(1, than: 0)].map { .number($0) }),
            "equally_near": .number(all.filter { order($0) == 0 }.count),
            "by_size": .array(
                records.groupedBySize.map { group in
                    [
                        "params": .number(records[group[0]].run.params), "runs": .number(group.count),
                        "errors": errors(group),
                    ]
                }),
        ]
    }

    /// Of each law over those of the runs that it predicts.
    private func errors(_ runs: [Int]) -> JSONValue {
        .array(
            predicted.map { predicted in
                let told = runs.filter { predicted[$0] != nil }
                guard !told.isEmpty else { return .null }
                return FitErrors(
                    predictedNats: told.compactMap { predicted[$0] }, measuredNats: told.map { measured[$0] }
                ).json
            })
    }

    private func nearer(_ law: Int, than other: Int) -> Int {
        records.indices.filter { order($0) == (law < other ? -1 : 1) }.count
    }

    /// Which law is nearer to a run: -1 for the first, 1 for the second; nil where one does not predict it.
    private func order(_ run: Int) -> Int? {
        guard let one = predicted[0][run], let other = predicted[1][run] else { return nil }
        let (first, second) = (abs(one - measured[run]), abs(other - measured[run]))
        return first == second ? 0 : first < second ? -1 : 1
    }
}

extension [RunRecord] {
    /// The indices of the runs of each size, the smallest first; sizes that differ by less than 2 % are one.
    var groupedBySize: [[Int]] {
        let order = indices.sorted { (self[$0].run.params, $0) < (self[$1].run.params, $1) }
        var groups: [[Int]] = []
        for index in order {
            if let first = groups.last?.first, self[index].run.params < self[first].run.params * 1.02 {
                groups[groups.count - 1].append(index)
            } else {
                groups.append([index])
            }
        }
        return groups
    }
}
