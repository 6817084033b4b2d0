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

    private init(_ other: FixedStudent, growth: Double) {
        supervised = other.supervised
        distillation = other.distillation
        repetition = other.repetition
        supervisedParameterTerm = other.supervisedParameterTerm * exp(-supervised.parameterExponent * growth)
        distillationParameterTerm = other.distillationParameterTerm * exp(-distillation.parameterExponent * growth)
    }

    /// The student whose log N_S is larger by `growth`.
    package func grown(by growth: Double) -> FixedStudent { FixedStudent(self, growth: growth) }

    /// f1, the width of the law's transition on the scale of log L_T.
    package var transitionWidth: Double { distillation.transitionWidth }

    /// L_S − L_T and how it changes.
    package struct Gap: Sendable {
        /// L_S − L_T in nats per token.
        package let nats: Double
        /// log(L_S − L_T).
        package let logNats: Double
        /// d log(L_S − L_T) / d log D_S; negative.
        package let slopeInLogTokens: Double
        /// d log(L_S − L_T) / d log L_T; negative or zero.
        package let slopeInLogTeacherLoss: Double
        /// d log(L_S − L_T) / d log N_S; negative.
        package let slopeInLogParameters: Double
        /// c1 w, with w the logistic of the transition: the share that the transition has in ``slopeInLogTeacherLoss``.
        package let ofTransition: Double
        /// log L̃_S.
        package let logSupervisedLoss: Part
        /// γ' log(A'/N_S^α' + B'/D_S^β').
        package let logCapacity: Part
    }

    /// One of the two things through which a student's size and tokens act on its gap; convex in both of their logarithms.
    package struct Part: Sendable {
        package let value: Double
        /// Its derivative in log D_S; negative.
        package let slopeInLogTokens: Double
        /// Its derivative in log N_S; negative.
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
        let loss = supervised.irreducibleLossNats + reducible
        let lossPerTerm = -supervised.sumExponent * reducible / (loss * sum)
        let logSupervisedLoss = Part(
            value: log(loss), slopeInLogTokens: lossPerTerm * supervised.tokenExponent * tokenTerm * worth,
            slopeInLogParameters: lossPerTerm * supervised.parameterExponent * supervisedParameterTerm)

        let law = distillation
        let distilledTokenTerm = exp(law.logTokenWeight - law.tokenExponent * logTokens)
        let distilledSum = distillationParameterTerm + distilledTokenTerm
        let capacityPerTerm = -law.sumExponent / distilledSum
        let logCapacity = Part(
            value: law.sumExponent * log(distilledSum),
            slopeInLogTokens: capacityPerTerm * law.tokenExponent * distilledTokenTerm * worth,
            slopeInLogParameters: capacityPerTerm * law.parameterExponent * distillationParameterTerm)

        let (logNats, weakness) = logGap(
            logTeacherLoss: logTeacherLoss, logSupervisedLoss: logSupervisedLoss.value,
            logCapacity: logCapacity.value)
        let ofTransition = law.transitionExponent * weakness
        return Gap(
            nats: exp(logNats), logNats: logNats,
            slopeInLogTokens: ofTransition * logSupervisedLoss.slopeInLogTokens + logCapacity.slopeInLogTokens,
            slopeInLogTeacherLoss: -law.teacherLossExponent - ofTransition,
            slopeInLogParameters: ofTransition * logSupervisedLoss.slopeInLogParameters
                + logCapacity.slopeInLogParameters,
            ofTransition: ofTransition, logSupervisedLoss: logSupervisedLoss, logCapacity: logCapacity)
    }

    /// About the log L_T from which the student would learn the most at these tokens; where a search may begin.
    ///
    /// There dL_S/dL_T = 0, that is, c0 + c1 w = L_T / (L_S − L_T), with w the logistic of the transition. Two of Newton's
    /// steps on the logarithm of both sides come near enough from where most optima are.
    package func promisingLogTeacherLoss(logTokens: Double) -> Double {
        let law = distillation
        let parts = gap(logTokens: logTokens, logTeacherLoss: supervised.logIrreducibleLoss)
        let usual = min(max((Self.usualQuotient - law.teacherLossExponent) / law.transitionExponent, 1e-9), 0.5)
        var logTeacherLoss =
            parts.logSupervisedLoss.value + law.logTransitionRatio + law.transitionWidth * log(usual)
        for _ in 0..<2 {
            let (logGap, weakness) = logGap(
                logTeacherLoss: logTeacherLoss, logSupervisedLoss: parts.logSupervisedLoss.value,
                logCapacity: parts.logCapacity.value)
            let ofTransition = law.transitionExponent * weakness
            let fall = law.teacherLossExponent + ofTransition
            let slope = ofTransition * (1 - weakness) / (law.transitionWidth * fall) - 1 - fall
            guard slope < 0 else { break }
            let step = (log(fall) - (logTeacherLoss - logGap)) / slope
            logTeacherLoss -= min(max(step, -law.transitionWidth), law.transitionWidth)
        }
        return logTeacherLoss
    }

    /// L_T / (L_S − L_T) of most optima under the published laws.
    private static let usualQuotient = 16.0

    /// log(L_S − L_T) of its parts, and how far the teacher is on the weak side of the transition, in [0, 1].
    package func logGap(
        logTeacherLoss: Double, logSupervisedLoss: Double, logCapacity: Double
    ) -> (nats: Double, weakness: Double) {
        let law = distillation
        let transition = (logTeacherLoss - logSupervisedLoss - law.logTransitionRatio) / law.transitionWidth
        let (cutoff, weakness) = softplusAndLogistic(transition)
        return (
            -law.teacherLossExponent * logTeacherLoss - law.transitionExponent * law.transitionWidth * cutoff
                + logCapacity,
            weakness
        )
    }
}
