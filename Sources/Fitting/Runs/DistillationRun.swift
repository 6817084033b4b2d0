import Foundation
public import ScalingLaws

/// A student that was distilled from a teacher, and the loss that it reached.
public struct DistillationRun: Hashable, Sendable {
    /// N_S, in [1e6, 1e17].
    public let studentParameters: Double
    /// D_S, in [1e6, 1e17].
    public let studentTokens: Double
    /// L_T, the teacher's measured cross-entropy on data in nats per token, in (0, 30].
    public let teacherLossNats: Double
    /// L_S, the student's measured cross-entropy on data in nats per token, in (0, 30].
    public let studentLossNats: Double

    /// Makes a run.
    ///
    /// - Throws: ``DomainError`` for the first of the four that is outside its range.
    public init(
        studentParameters: Double, studentTokens: Double, teacherLossNats: Double, studentLossNats: Double
    ) throws(DomainError) {
        self.studentParameters = try Domain.count.checked(studentParameters, "studentParameters")
        self.studentTokens = try Domain.count.checked(studentTokens, "studentTokens")
        self.teacherLossNats = try DistillationLaw.lossDomain.checked(teacherLossNats, "teacherLossNats")
        self.studentLossNats = try DistillationLaw.lossDomain.checked(studentLossNats, "studentLossNats")
    }
}

extension DistillationRun: FittedRun {
    var configuration: Configuration { Configuration(parameters: studentParameters, tokens: studentTokens) }
    var logLoss: Double { log(studentLossNats) }
}
