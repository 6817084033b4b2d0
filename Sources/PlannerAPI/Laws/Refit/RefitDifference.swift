public import ScalingLaws

extension PublishedRefit {
    /// The greatest relative difference between the losses that two fits of the same runs, and their draws in order,
    /// predict at the corners of the runs' hull; nil where one has draws that the other has not.
    public static func greatestDifference(_ one: CoefficientSet, _ other: CoefficientSet) -> Double? {
        let (laws, others) = ([one.laws] + (one.draws?.laws ?? []), [other.laws] + (other.draws?.laws ?? []))
        guard laws.count == others.count else { return nil }
        let corners = other.support.hull?.vertices ?? []
        return zip(laws, others).map { greatestDifference($0, $1, at: corners) }.max()
    }

    /// Infinite where one of the two predicts nothing.
    private static func greatestDifference(
        _ one: FittedLaws, _ other: FittedLaws, at corners: [SupportHull.Run]
    ) -> Double {
        var greatest = 0.0
        for corner in corners {
            guard let made = loss(one, corner), let known = loss(other, corner) else { return .infinity }
            greatest = max(greatest, abs(made / known - 1))
        }
        return greatest
    }

    private static func loss(_ laws: FittedLaws, _ run: SupportHull.Run) -> Double? {
        try? laws.distillation?.studentLossNats(
            studentParameters: run.studentParameters, studentTokens: run.studentTokens,
            teacherLossNats: run.teacherLossNats, supervised: laws.supervised)
    }
}
