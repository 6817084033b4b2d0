public import ScalingLaws

/// Which of the teacher's costs the budget pays: the four rows of the paper's Table 2.
public enum Scenario: String, Hashable, Sendable, CaseIterable {
    /// The teacher costs nothing: it is paid for elsewhere, and its logits are stored.
    case bestCase = "best_case"
    /// The teacher exists; its logits are computed for this student.
    case teacherInference = "teacher_inference"
    /// The teacher is trained, and its logits are kept for enough students to be free for this one.
    case teacherPretraining = "teacher_pretraining"
    /// The teacher is trained and run for this student alone.
    case teacherPretrainingInference = "teacher_pretraining_inference"

    /// δ_lgt and δ_pre of equation 9.
    public var weights: CostWeights {
        switch self {
        case .bestCase: CostWeights(uncheckedTeacherLogits: 0, teacherPretraining: 0)
        case .teacherInference: CostWeights(uncheckedTeacherLogits: 1, teacherPretraining: 0)
        case .teacherPretraining: CostWeights(uncheckedTeacherLogits: 0, teacherPretraining: 1)
        case .teacherPretrainingInference: CostWeights(uncheckedTeacherLogits: 1, teacherPretraining: 1)
        }
    }
}

/// The shares of the teacher's costs that the budget pays, equation 9.
public struct CostWeights: Hashable, Sendable {
    /// δ_lgt, the share of the teacher's inference on the student's tokens; in [0, 1].
    public let teacherLogits: Double
    /// δ_pre, the share of the teacher's training; in [0, 1]: 1/m for a teacher shared by m students.
    public let teacherPretraining: Double

    /// Makes weights from two shares.
    ///
    /// - Throws: `DomainError` where one is outside [0, 1].
    public init(teacherLogits: Double, teacherPretraining: Double) throws(DomainError) {
        for (name, value) in [("teacherLogits", teacherLogits), ("teacherPretraining", teacherPretraining)] {
            guard Self.domain.contains(value) else {
                throw DomainError(quantity: name, value: value, domain: Self.domain)
            }
        }
        self.init(uncheckedTeacherLogits: teacherLogits, teacherPretraining: teacherPretraining)
    }

    fileprivate init(uncheckedTeacherLogits: Double, teacherPretraining: Double) {
        teacherLogits = uncheckedTeacherLogits
        self.teacherPretraining = teacherPretraining
    }

    /// The weights for one of `students` that share the teacher's training.
    func sharing(among students: Int) -> CostWeights {
        CostWeights(
            uncheckedTeacherLogits: teacherLogits, teacherPretraining: teacherPretraining / Double(students))
    }

    /// Where both shares lie.
    public static let domain = Domain(0, 1)

    /// The scenario that has these weights, where one has.
    public var scenario: Scenario? { Scenario.allCases.first { $0.weights == self } }
}
