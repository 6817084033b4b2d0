import Foundation
import ScalingLaws

extension PlanningProblem {
    /// The logarithms of the sizes within the student's bounds of which `leastFLOPs` says that the budget pays for them.
    ///
    /// `leastFLOPs` rises with the size, and the budget must pay for the least one.
    func affordableLogSizes(_ leastFLOPs: (Double) -> Double) -> ClosedRange<Double> {
        let bounds = student.parameters
        let logs = bounds.logarithms
        let excessAtUpper = leastFLOPs(bounds.upper) / budgetFLOPs - 1
        let excessAtLower = leastFLOPs(bounds.lower) / budgetFLOPs - 1
        guard excessAtUpper > 0 else { return logs }
        guard excessAtLower < 0 else { return logs.lowerBound...logs.lowerBound }
        let greatest = bracketedRoot(
            lower: (logs.lowerBound, log1p(excessAtLower)), upper: (logs.upperBound, log1p(excessAtUpper)),
            tolerance: 0
        ) { log(leastFLOPs(exp($0)) / budgetFLOPs) }
        return logs.lowerBound...greatest
    }

    /// The size of a logarithm, on the student's bounds where it is theirs.
    func studentParameters(at logSize: Double) -> Double {
        let logs = student.parameters.logarithms
        if logSize <= logs.lowerBound { return student.parameters.lower }
        if logSize >= logs.upperBound { return student.parameters.upper }
        return exp(logSize).clamped(to: student.parameters.lower...student.parameters.upper)
    }
}
