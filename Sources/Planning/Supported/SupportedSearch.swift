import Foundation
import ScalingLaws

/// The best plan inside the runs behind the law.
struct SupportedSearch {
    private let problem: PlanningProblem
    private let law: DistillationLaw
    private let region: SupportRegion
    private let kind: TeacherSearch.Kind

    /// A search for each of the given teachers, or the one for a teacher that is trained; none where the law has no
    /// distillation part.
    static func all(_ problem: PlanningProblem) -> [SupportedSearch] {
        guard let law = problem.law.distillation else { return [] }
        let region = SupportRegion(problem.law.support)
        let kinds: [TeacherSearch.Kind] =
            switch problem.teacher {
            case .trained(let parameters, let tokens): [.trained(parameters: parameters, tokens: tokens)]
            case .given(let teachers): teachers.map { .given($0) }
            }
        return kinds.map { SupportedSearch(problem: problem, law: law, region: region, kind: $0) }
    }

    /// The optimum; nil where no allocation within budget and bounds is inside the runs.
    ///
    /// For a student of one size it is found as without the runs, on every piece of their region. Where the size is free
    /// it is looked for among two hundred sizes, and then between the neighbours of each that is better than both: the
    /// runs' region changes with the size, which leaves no slope to follow.
    func best() -> TeacherSearch.Outcome? {
        guard let sizes = region.sizes(problem.student.parameters) else { return nil }
        if sizes.isFixed { return optimum(parameters: sizes.lower) }
        let logs = sizes.logarithms
        let samples = (0...Self.samples).map { index -> Sample in
            let share = Double(index) / Double(Self.samples)
            return sample(logs.lowerBound + share * (logs.upperBound - logs.lowerBound), sizes)
        }
        let best = samples.indices.compactMap { index -> Sample? in
            let (here, left, right) = (
                samples[index], samples[max(index - 1, 0)], samples[min(index + 1, Self.samples)]
            )
            guard here.loss < .infinity, here.loss <= left.loss, here.loss <= right.loss else { return nil }
            return narrowed(here, left.logSize...right.logSize, sizes)
        }.min { $0.loss < $1.loss }
        guard let best, let outcome = best.outcome else { return nil }
        return TeacherSearch.Outcome(
            allocation: outcome.allocation, evaluations: Self.samples, basins: outcome.basins,
            residual: outcome.residual)
    }

    private static let samples = 200

    private struct Sample {
        let logSize: Double
        let outcome: TeacherSearch.Outcome?

        var loss: Double { outcome?.allocation.studentLossNats ?? .infinity }
    }

    private func sample(_ logSize: Double, _ sizes: Bounds) -> Sample {
        Sample(logSize: logSize, outcome: optimum(parameters: exp(logSize).clamped(to: sizes.lower...sizes.upper)))
    }

    /// The least loss between two sizes by golden section; a minimum is located to the root of its precision.
    private func narrowed(_ middle: Sample, _ range: ClosedRange<Double>, _ sizes: Bounds) -> Sample {
        let golden = (3 - 5.0.squareRoot()) / 2
        var (lower, upper, best) = (range.lowerBound, range.upperBound, middle)
        while upper - lower > 1e-8 {
            let isRight = upper - best.logSize > best.logSize - lower
            let step = golden * (isRight ? upper - best.logSize : lower - best.logSize)
            let probe = sample(best.logSize + step, sizes)
            if probe.loss < best.loss {
                if isRight { lower = best.logSize } else { upper = best.logSize }
                best = probe
            } else {
                if isRight { upper = probe.logSize } else { lower = probe.logSize }
            }
        }
        return best
    }

    /// The optimum for a student of `parameters`; nil where there is none inside the runs.
    private func optimum(parameters: Double) -> TeacherSearch.Outcome? {
        switch kind {
        case .given(let teacher): return optimum(parameters: parameters, teacher)
        case .trained(let sizes, let tokens):
            guard let sizes = region.limited(sizes, .teacherParameters) else { return nil }
            let sized = SizedProblem(
                problem, law, parameters: parameters, teacherParameters: sizes, teacherTokens: tokens)
            guard sized.trainingBudgetFLOPs > 0 else { return nil }
            let found = region.pieces(studentParameters: parameters).flatMap { SupportedCurve.all(sized, $0) }
                .map { curve in (curve: curve, outcome: GlobalSearch.minimum(of: curve)) }
            guard let best = found.min(by: { $0.outcome.point.loss < $1.outcome.point.loss }) else { return nil }
            return TeacherSearch.Outcome(
                allocation: best.curve.allocation(best.outcome.point),
                evaluations: found.reduce(0) { $0 + $1.outcome.evaluations },
                basins: found.reduce(0) { $0 + $1.outcome.basins }, residual: best.curve.residual(best.outcome.point))
        }
    }

    private func optimum(parameters: Double, _ teacher: GivenTeacher) -> TeacherSearch.Outcome? {
        let pieces = region.pieces(studentParameters: parameters)
        guard let piece = pieces.first(where: { $0.teacherLossNats.contains(teacher.lossNats) }),
            teacher.parameters.map({ region.contains(.teacherParameters, $0) }) ?? true
        else { return nil }
        let inside = piece.logTokens(teacherLossNats: teacher.lossNats)
        let asked = problem.student.tokens
        guard
            let tokens = try? Bounds(max(asked.lower, exp(inside.least)), min(asked.upper, exp(inside.greatest)))
        else { return nil }
        let limited = PlanningProblem(problem, student: StudentLimits(problem.student, tokens: tokens))
        let search = TeacherSearch(limited, law, kind)
        guard limited.budgetPays(search.leastFLOPs(parameters: parameters)) else { return nil }
        return search.optimum(parameters: parameters)
    }
}
