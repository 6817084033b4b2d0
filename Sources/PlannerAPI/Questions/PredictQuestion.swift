import Planning
import ScalingLaws

/// `POST /predict`: what the laws say of one configuration, or of each of an array of them.
enum PredictQuestion {
    /// Configurations that can be asked for at once.
    static let mostConfigurations = 10_000

    static func table(_ request: JSONValue, _ laws: LawCatalog) throws(Faults) -> TableAnswer {
        let configurations = try ObjectReader.readEach(request, most: mostConfigurations) { reader in
            configuration(&reader, laws)
        }
        return TableAnswer(
            law: configurations[0].law, name: "predictions", columns: columns, count: configurations.count
        ) { index in cells(Planner.predict(configurations[index])) }
    }

    private static func configuration(_ reader: inout ObjectReader, _ laws: LawCatalog) -> Configuration? {
        let law = PlanRequest.law(&reader, laws)
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
        guard let law, let student, let asked, let teacher else { return nil }
        // Where the question says nothing of costs, all that is known of the teacher is counted.
        let weights = isWeighed ? asked : teacher.given?.knownCosts ?? asked
        return try? Configuration(
            law: law, cost: cost, studentParameters: student.parameters, studentTokens: student.tokens,
            repetition: student.repetition, teacher: teacher.given, weights: weights)
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
