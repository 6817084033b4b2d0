import Foundation
import ScalingLaws

/// The loss of a student of one size that is trained on data alone, as a function of log D.
struct SupervisedStudent {
    private let law: SupervisedLaw
    private let repetition: DataRepetition?
    private let logParameters: Double

    /// A student of `parameters` under the law and the data of `problem`.
    init(parameters: Double, _ problem: PlanningProblem) {
        law = problem.law.supervised
        repetition = problem.student.repetition
        logParameters = log(parameters)
    }

    /// L̃_S in nats per token, and dL̃_S / d log D.
    func loss(logTokens: Double) -> (nats: Double, slope: Double) {
        let (effective, worth) = repetition?.effective(logTokens: logTokens) ?? (logTokens, 1)
        let sum = law.logReducibleSum(logParameters: logParameters, logTokens: effective)
        let tokenShare = exp(law.logWeights.tokens - law.tokenExponent * effective - sum)
        return (
            exp(law.logLoss(logReducibleSum: sum)),
            -law.sumExponent * law.tokenExponent * tokenShare * worth * exp(law.sumExponent * sum)
        )
    }
}
