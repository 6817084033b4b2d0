import Foundation
import ScalingLaws

extension Plan {
    /// How far one part of the plan is outside the runs behind its law: in e-folds of counts and nats of the teacher's
    /// loss, and 0 or less inside.
    ///
    /// The greatest distance from any range, and for a distilled student from any face of the hull. Where it is above
    /// the rounding of logarithms, some 1e-9, the plan has a warning. Nil where the plan lacks the part, nothing is known
    /// of the runs, or the question ignores them.
    public func distanceOutsideRuns(_ part: PlanPart) -> Double? {
        guard problem.support != .ignore else { return nil }
        let support = problem.law.support
        switch part {
        case .supervised:
            return supervised.flatMap { plan in
                support.distance(student: plan.studentParameters, tokens: plan.studentTokens)
            }
        case .distillation:
            return distillation.flatMap { plan in
                [
                    support.distance(student: plan.studentParameters, tokens: plan.studentTokens),
                    support.distance(of: plan.teacher),
                    support.hull?.distance(of: plan),
                ].compactMap { $0 }.max()
            }
        }
    }
}

extension Support {
    fileprivate func distance(student parameters: Double, tokens: Double) -> Double? {
        [
            distance(.studentParameters, parameters), distance(.studentTokens, tokens),
            distance(.studentTokensPerParameter, tokens / parameters),
        ].compactMap { $0 }.max()
    }

    fileprivate func distance(of teacher: PlannedTeacher) -> Double? {
        let loss = ranges[.teacherLossNats].map { range in
            max(range.lowerBound - teacher.lossNats, teacher.lossNats - range.upperBound)
        }
        let size = teacher.parameters.flatMap { distance(.teacherParameters, $0) }
        return [loss, size].compactMap { $0 }.max()
    }

    private func distance(_ quantity: SupportedQuantity, _ value: Double) -> Double? {
        ranges[quantity].map { max(log($0.lowerBound / value), log(value / $0.upperBound)) }
    }
}

extension SupportHull {
    fileprivate func distance(of plan: DistillationPlan) -> Double? {
        let position = SIMD3(log(plan.studentParameters), log(plan.studentTokens), plan.teacher.lossNats)
        return halfSpaces.map { $0.height(position) }.max()
    }
}
