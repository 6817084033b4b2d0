import Foundation
import ScalingLaws

/// An allocation that has been settled, of which every draw of a law says another loss.
struct Candidate: Hashable {
    let studentParameters: Double
    let studentTokens: Double
    /// The teacher; absent for a student that is trained on data alone.
    let teacher: Teacher?
    private let repetition: DataRepetition?

    /// A teacher without what a law says of its loss.
    struct Teacher: Hashable {
        let name: String?
        let parameters: Double?
        let tokens: Double?
        /// L_T in nats per token where it was measured; if not, the size and the tokens are known.
        let measuredLossNats: Double?
    }

    init(_ plan: DistillationPlan, _ problem: PlanningProblem) {
        let teacher = plan.teacher
        self.init(
            studentParameters: plan.studentParameters, studentTokens: plan.studentTokens,
            teacher: Teacher(
                name: teacher.name, parameters: teacher.parameters, tokens: teacher.tokens,
                measuredLossNats: teacher.lossIsMeasured ? teacher.lossNats : nil),
            repetition: problem.student.repetition)
    }

    init(_ plan: SupervisedPlan, _ problem: PlanningProblem) {
        self.init(
            studentParameters: plan.studentParameters, studentTokens: plan.studentTokens, teacher: nil,
            repetition: problem.student.repetition)
    }

    private init(
        studentParameters: Double, studentTokens: Double, teacher: Teacher?, repetition: DataRepetition?
    ) {
        self.studentParameters = studentParameters
        self.studentTokens = studentTokens
        self.teacher = teacher
        self.repetition = repetition
    }

    /// The student's loss in nats per token; nil where it has a teacher and `laws` have no distillation part.
    func lossNats(under laws: FittedLaws) -> Double? {
        let logTokens = log(studentTokens)
        guard teacher != nil else {
            let effective = repetition?.effective(logTokens: logTokens).logTokens ?? logTokens
            return Self.lossNats(laws.supervised, log(studentParameters), effective)
        }
        guard let distillation = laws.distillation, let teacherLoss = teacherLossNats(under: laws) else { return nil }
        let student = FixedStudent(
            parameters: studentParameters, supervised: laws.supervised, distillation: distillation,
            repetition: repetition)
        return teacherLoss + student.gap(logTokens: logTokens, logTeacherLoss: log(teacherLoss)).nats
    }

    /// L_T in nats per token: as it was measured, or what `laws` say of the teacher's size and tokens.
    func teacherLossNats(under laws: FittedLaws) -> Double? {
        guard let teacher else { return nil }
        if let measured = teacher.measuredLossNats { return measured }
        guard let parameters = teacher.parameters, let tokens = teacher.tokens else { return nil }
        return Self.lossNats(laws.supervised, log(parameters), log(tokens))
    }

    private static func lossNats(_ law: SupervisedLaw, _ logParameters: Double, _ logTokens: Double) -> Double {
        exp(law.logLoss(logReducibleSum: law.logReducibleSum(logParameters: logParameters, logTokens: logTokens)))
    }
}
