import Foundation

/// Equation 8 for a student of one size, with the slopes that a search over tokens and teachers follows.
package struct FixedStudent: Sendable {
    private let supervised: SupervisedLaw
    private let distillation: DistillationLaw
    private let supervisedParameterTerm: Double
    private let distillationParameterTerm: Double
    private let repetition: DataRepetition?

    /// Prepares the terms that depend on the student's `parameters` alone; they must be in [1e6, 1e17].
    ///
    /// With a `repetition` the laws take what the tokens are worth in place of their number.
    package init(
        parameters: Double, supervised: SupervisedLaw, distillation: DistillationLaw,
        repetition: DataRepetition? = nil
    ) {
        precondition(Domain.count.contains(parameters), "the student's parameters must be in the laws' domain")
        self.supervised = supervised
        self.distillation = distillation
        self.repetition = repetition
        let logParameters = log(parameters)
        supervisedParameterTerm = exp(supervised.logParameterWeight - supervised.parameterExponent * logParameters)
        distillationParameterTerm = exp(
            distillation.logParameterWeight - distillation.parameterExponent * logParameters)
    }

    /// f1, the width of the law's transition on the scale of log L_T.
    package var transitionWidth: Double { distillation.transitionWidth }

    /// L_S − L_T and how it changes.
    package struct Gap: Sendable {
        /// L_S − L_T in nats per token.
        package let nats: Double
        /// d log(L_S − L_T) / d log D_S; negative.
        package let slopeInLogTokens: Double
        /// d log(L_S − L_T) / d log L_T; negative or zero.
        package let slopeInLogTeacherLoss: Double
        /// d log(L_S − L_T) / d log N_S; negative.
        package let slopeInLogParameters: Double
    }

    /// The gap at D_S = exp(`logTokens`) and L_T = exp(`logTeacherLoss`).
    ///
    /// The terms A/N^α and B/D^β lie between 1e-105 and 1e50 for every law and count in its domain, so they are
    /// summed as they are; the cutoff, which does overflow, stays in log space.
    package func gap(logTokens: Double, logTeacherLoss: Double) -> Gap {
        let (logTokens, worth) = repetition?.effective(logTokens: logTokens) ?? (logTokens, 1)
        let tokenTerm = exp(supervised.logTokenWeight - supervised.tokenExponent * logTokens)
        let sum = supervisedParameterTerm + tokenTerm
        let reducible = exp(supervised.sumExponent * log(sum))
        let supervisedLoss = supervised.irreducibleLossNats + reducible
        let ofSum = -supervised.sumExponent * (reducible / supervisedLoss)

        let law = distillation
        let transition = (logTeacherLoss - log(supervisedLoss) - law.logTransitionRatio) / law.transitionWidth
        let (cutoff, weakness) = softplusAndLogistic(transition)

        let distilledTokenTerm = exp(law.logTokenWeight - law.tokenExponent * logTokens)
        let distilledSum = distillationParameterTerm + distilledTokenTerm
        let logGap =
            -law.teacherLossExponent * logTeacherLoss - law.transitionExponent * law.transitionWidth * cutoff
            + law.sumExponent * log(distilledSum)
        let ofTransition = law.transitionExponent * weakness
        return Gap(
            nats: exp(logGap),
            slopeInLogTokens: worth
                * (ofTransition * ofSum * supervised.tokenExponent * (tokenTerm / sum)
                    - law.sumExponent * law.tokenExponent * (distilledTokenTerm / distilledSum)),
            slopeInLogTeacherLoss: -law.teacherLossExponent - ofTransition,
            slopeInLogParameters: ofTransition * ofSum * supervised.parameterExponent * (supervisedParameterTerm / sum)
                - law.sumExponent * law.parameterExponent * (distillationParameterTerm / distilledSum))
    }
}
