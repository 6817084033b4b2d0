/// Where a supervised run stands.
public struct RunPlace: Hashable, Sendable {
    /// N.
    public let parameters: Double
    /// D.
    public let tokens: Double

    /// Makes a run; the counts must be positive and finite.
    public init(parameters: Double, tokens: Double) {
        precondition(
            Domain.positive.contains(parameters) && Domain.positive.contains(tokens), "a run has counts")
        self.parameters = parameters
        self.tokens = tokens
    }
}

extension Support {
    /// The region that runs cover: the range of each quantity, and the hull of the distillation runs.
    ///
    /// A student's ranges are those of the distillation runs, and of the supervised runs where there are none. N_T is
    /// that of the teachers, as far as it is known; where it is of none, it is N of the supervised runs, to which the
    /// law of a teacher's loss was fitted. The hull is ``SupportHull/init(runs:)``: absent where the runs are flat.
    ///
    /// - Parameters:
    ///   - supervisedRuns: the runs behind the supervised law.
    ///   - distillationRuns: the runs behind the distillation law; none where there is no such law. Their L_T is positive.
    ///   - teacherParameters: N_T of those distillation runs that say it, positive and finite.
    public init(
        supervisedRuns: [RunPlace], distillationRuns: [SupportHull.Run] = [], teacherParameters: [Double] = []
    ) {
        precondition(distillationRuns.allSatisfy { $0.teacherLossNats > 0 }, "a loss is positive")
        precondition(teacherParameters.allSatisfy(Domain.positive.contains), "N_T is positive")
        let students =
            distillationRuns.isEmpty
            ? supervisedRuns
            : distillationRuns.map { RunPlace(parameters: $0.studentParameters, tokens: $0.studentTokens) }
        let teachers =
            distillationRuns.isEmpty || !teacherParameters.isEmpty
            ? teacherParameters : supervisedRuns.map(\.parameters)
        let values: [SupportedQuantity: [Double]] = [
            .studentParameters: students.map(\.parameters),
            .studentTokens: students.map(\.tokens),
            .studentTokensPerParameter: students.map { $0.tokens / $0.parameters },
            .teacherParameters: teachers,
            .teacherLossNats: distillationRuns.map(\.teacherLossNats),
        ]
        let ranges = values.compactMapValues { values -> ClosedRange<Double>? in
            guard let lower = values.min(), let upper = values.max() else { return nil }
            return lower...upper
        }
        self.init(ranges, hull: SupportHull(runs: distillationRuns))
    }
}
