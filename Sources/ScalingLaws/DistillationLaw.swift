import Foundation

/// The loss of a student distilled from a teacher.
///
/// Equation 8 of Busbridge et al. 2025:
///
///     L_S = L_T + L_T^(−c0) · (1 + (L_T / (L̃_S d1))^(1/f1))^(−c1 f1) · (A'/N_S^α' + B'/D_S^β')^γ'
///
/// N_S and D_S are the student's parameters and tokens, L_T is the teacher's cross-entropy and L̃_S the loss
/// that the student would reach supervised, both in nats per token on data. The law belongs to one supervised
/// law, which gives L̃_S; a ``CoefficientSet`` holds the two together.
public struct DistillationLaw: Hashable, Sendable {
    /// A', the weight of the student's parameter term; in [1e-20, 1e50].
    public let parameterWeight: Double

    /// B', the weight of the student's token term; in [1e-20, 1e50].
    public let tokenWeight: Double

    /// α', the exponent of the student's parameter count; in (0, 5].
    public let parameterExponent: Double

    /// β', the exponent of the student's token count; in (0, 5].
    public let tokenExponent: Double

    /// γ', the exponent of the sum of both terms; in (0, 5].
    public let sumExponent: Double

    /// c0, the power of the teacher's loss by which the student's gap to it shrinks; in [0, 100].
    public let teacherLossExponent: Double

    /// c1, how fast the gap closes once the teacher is weak beside the student; in [0, 1e12].
    ///
    /// Fits push it to infinity; the greatest value stands for that limit (docs/theory.md).
    public let transitionExponent: Double

    /// f1, the width of that transition on the scale of log L_T; in [0.05, 100].
    public let transitionWidth: Double

    /// d1, the ratio L_T / L̃_S at which the transition is centred; in [1e-6, 1e100], for it grows with c1.
    public let transitionRatio: Double

    let logParameterWeight: Double
    let logTokenWeight: Double
    let logTransitionRatio: Double

    /// Makes the law from the coefficients of equation 8, the primed ones without their prime.
    ///
    /// - Throws: ``DomainError`` with the coefficient's symbol where one is outside its range.
    public init(
        A: Double, B: Double, alpha: Double, beta: Double, gamma: Double,
        c0: Double, c1: Double, f1: Double, d1: Double
    ) throws(DomainError) {
        try SupervisedLaw.weightDomain.check(A, "A'")
        try SupervisedLaw.weightDomain.check(B, "B'")
        try SupervisedLaw.exponentDomain.check(alpha, "alpha'")
        try SupervisedLaw.exponentDomain.check(beta, "beta'")
        try SupervisedLaw.exponentDomain.check(gamma, "gamma'")
        try Coefficient.teacherLossExponent.domain.check(c0, "c0")
        try Coefficient.transitionExponent.domain.check(c1, "c1")
        try Coefficient.transitionWidth.domain.check(f1, "f1")
        try Coefficient.transitionRatio.domain.check(d1, "d1")
        parameterWeight = A
        tokenWeight = B
        parameterExponent = alpha
        tokenExponent = beta
        sumExponent = gamma
        teacherLossExponent = c0
        transitionExponent = c1
        transitionWidth = f1
        transitionRatio = d1
        logParameterWeight = log(A)
        logTokenWeight = log(B)
        logTransitionRatio = log(d1)
    }

    /// Losses that the laws take and give: (0, 30] nats per token; a vocabulary of 1e13 guessed at random has 30.
    public static let lossDomain = Domain(0, 30, lowerIsOpen: true)

    /// The student's loss in nats per token; never below `teacherLossNats`.
    ///
    /// - Parameters:
    ///   - studentParameters: N_S, in [1e6, 1e17].
    ///   - studentTokens: D_S, in [1e6, 1e17].
    ///   - teacherLossNats: L_T, above the supervised law's E and at most 30.
    ///   - supervised: the supervised law that this law was fitted on top of.
    /// - Throws: ``DomainError`` for `studentParameters`, `studentTokens` or `teacherLossNats`.
    public func studentLossNats(
        studentParameters: Double, studentTokens: Double, teacherLossNats: Double, supervised: SupervisedLaw
    ) throws(DomainError) -> Double {
        teacherLossNats
            + (try gapNats(
                studentParameters: studentParameters, studentTokens: studentTokens,
                teacherLossNats: teacherLossNats, supervised: supervised))
    }

    /// L_S − L_T, the student's loss above its teacher's in nats per token, to full relative precision.
    ///
    /// It is positive, but falls to 0 where it is less than the smallest number that a Double holds.
    ///
    /// - Parameters:
    ///   - studentParameters: N_S, in [1e6, 1e17].
    ///   - studentTokens: D_S, in [1e6, 1e17].
    ///   - teacherLossNats: L_T, above the supervised law's E and at most 30.
    ///   - supervised: the supervised law that this law was fitted on top of.
    /// - Throws: ``DomainError`` for `studentParameters`, `studentTokens` or `teacherLossNats`.
    public func gapNats(
        studentParameters: Double, studentTokens: Double, teacherLossNats: Double, supervised: SupervisedLaw
    ) throws(DomainError) -> Double {
        try Domain.count.check(studentParameters, "studentParameters")
        try Domain.count.check(studentTokens, "studentTokens")
        try Domain(supervised.irreducibleLossNats, Self.lossDomain.upper, lowerIsOpen: true)
            .check(teacherLossNats, "teacherLossNats")
        let student = FixedStudent(parameters: studentParameters, supervised: supervised, distillation: self)
        return student.gap(logTokens: log(studentTokens), logTeacherLoss: log(teacherLossNats)).nats
    }
}
