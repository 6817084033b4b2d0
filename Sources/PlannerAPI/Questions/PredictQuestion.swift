import Planning
import ScalingLaws

/// `POST /predict`: what the laws say of one configuration, or of each of an array of them.
enum PredictQuestion {
    /// Configurations that can be asked for at once.
    static let mostConfigurations = 10_000

    static func table(_ request: JSONValue, _ laws: LawCatalog) throws(Faults) -> TableAnswer {
        let questions = try ObjectReader.readEach(request, most: mostConfigurations) { reader in
            question(&reader, laws)
        }
        let draws = questions.reduce(0) { $0 + ($1.uncertainty?.draws.count ?? 0) }
        if draws > UncertaintyRequest.mostTableSearches {
            let most = UncertaintyRequest.mostTableSearches
            throw Faults([Fault("", .tooMany(count: draws, most: most, what: "configurations times draws"))])
        }
        // Where one row has intervals all have their columns, so that a table has the same number of them throughout.
        let isUncertain = draws > 0
        return TableAnswer(
            law: questions[0].law, name: "predictions", columns: isUncertain ? columns + intervalColumns : columns,
            count: questions.count, rowsPerPiece: questions.compactMap { $0.uncertainty?.rowsPerPiece() }.min() ?? 64
        ) { index in
            let question = questions[index]
            let cells = cells(Planner.predict(question.configuration))
            return TableAnswer.Row(isUncertain ? cells + intervals(question) : cells)
        }
    }

    private struct Question: Sendable {
        let law: NamedLaw
        let configuration: Configuration
        let uncertainty: UncertaintyRequest?
    }

    private static func question(_ reader: inout ObjectReader, _ laws: LawCatalog) -> Question? {
        let named = PlanRequest.law(&reader, laws)
        let law = named?.set
        var student: Student?
        if reader.has("student") {
            student = reader.object("student", self.student)
        } else {
            reader.report("student", .missing(expected: "its params and tokens"))
        }
        let isWeighed = reader.wasGiven("scenario") || reader.wasGiven("costs")
        let asked = PlanRequest.weights(&reader, law, default: .standard)
        PlanRequest.refuseWithoutDistillation("teacher", &reader, law)
        let teacher = TeacherRequest.single(&reader, law, isWeighed ? asked : Scenario.bestCase.weights)
        let cost = PlanRequest.cost(&reader, law)
        let uncertainty = UncertaintyRequest(&reader, law, laws)
        guard let named, let law, let student, let asked, let teacher else { return nil }
        // Where the question says nothing of costs, all that is known of the teacher is counted.
        let weights = isWeighed ? asked : teacher.given?.knownCosts ?? asked
        let configuration = try? Configuration(
            law: law, cost: cost, studentParameters: student.parameters, studentTokens: student.tokens,
            repetition: student.repetition, teacher: teacher.given, weights: weights)
        return configuration.map { Question(law: named, configuration: $0, uncertainty: uncertainty) }
    }

    /// What draws add to a row: how each draw sees the same sizes and tokens.
    private static let intervalColumns = [
        "supervised_loss_lower", "supervised_loss_upper", "student_loss_lower", "student_loss_upper",
        "loss_advantage_lower", "loss_advantage_upper", "teacher_loss_lower", "teacher_loss_upper",
        "best_teacher_loss_lower", "best_teacher_loss_upper", "best_student_loss_lower", "best_student_loss_upper",
        "probability_distill",
    ]

    private static func intervals(_ question: Question) -> [TableAnswer.Cell] {
        let found = question.uncertainty.map {
            Planner.uncertainty(of: question.configuration, draws: $0.draws, level: $0.level)
        }
        let intervals = [
            found?.supervisedLossNats, found?.studentLossNats, found?.lossAdvantageNats, found?.teacherLossNats,
            found?.bestTeacherLossNats, found?.bestStudentLossNats,
        ]
        return intervals.flatMap { $0.cells } + [.number(found?.probabilityDistillBeatsSupervised?.share)]
    }

    private struct Student {
        let parameters: Double
        let tokens: Double
        let repetition: DataRepetition?
    }

    private static func student(_ fields: inout ObjectReader) -> Student? {
        let parameters = fields.requiredNumber("params", in: .count, "the student's parameters, such as \"1B\"")
        let tokens = fields.requiredNumber("tokens", in: .count, "the student's tokens, such as \"100B\"")
        let unique = fields.number("unique_tokens", in: .count)
        let repetition = fields.choice("repetition", as: StudentRequest.Repetition.self) ?? .none
        if fields.wasGiven("repetition") && !fields.wasGiven("unique_tokens") {
            fields.report("repetition", .needs(fields.pointer(to: "unique_tokens")))
        }
        guard let parameters, let tokens else { return nil }
        let rule = unique.flatMap { try? DataRepetition(uniqueTokens: $0) }
        return Student(
            parameters: parameters, tokens: tokens, repetition: repetition == .muennighoff ? rule : nil)
    }

    private static let columns = [
        "law", "student_params", "student_tokens", "effective_tokens", "supervised_loss", "student_loss",
        "loss_advantage", "teacher_name", "teacher_params", "teacher_tokens", "teacher_loss", "best_teacher_loss",
        "best_student_loss", "flops_student_training", "flops_teacher_logits", "flops_teacher_pretraining",
        "flops_total",
    ]

    private static func cells(_ prediction: Prediction) -> [TableAnswer.Cell] {
        let asked = prediction.configuration
        let tokens = asked.studentTokens
        return [
            .text("\(asked.law.name)@\(asked.law.version)"), .number(asked.studentParameters), .number(tokens),
            .number(asked.repetition?.effectiveTokens(tokens) ?? tokens), .number(prediction.supervisedLossNats),
            .number(prediction.studentLossNats),
            .number(prediction.studentLossNats.map { prediction.supervisedLossNats - $0 }),
            .text(asked.teacher?.name), .number(asked.teacher?.parameters), .number(asked.teacher?.tokens),
            .number(asked.teacher?.lossNats), .number(prediction.bestTeacher?.bestTeacherLossNats),
            .number(prediction.bestTeacher?.studentLossNats), .number(prediction.compute.studentTraining),
            .number(asked.teacher.map { _ in prediction.compute.teacherLogits }),
            .number(asked.teacher.map { _ in prediction.compute.teacherPretraining }),
            .number(prediction.compute.total),
        ]
    }
}

extension GivenTeacher {
    /// Both of a teacher's costs, as far as its size and tokens tell them.
    fileprivate var knownCosts: CostWeights {
        if parameters == nil { return Scenario.bestCase.weights }
        return (tokens == nil ? Scenario.teacherInference : .teacherPretrainingInference).weights
    }
}
