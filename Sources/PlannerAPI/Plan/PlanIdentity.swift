import Crypto
import Planning
import ScalingLaws

extension PlanningProblem {
    /// The question in full, every default filled in: equal questions have equal trees.
    var canonical: JSONValue {
        [
            "law": .string("\(law.name)@\(law.version)"),
            "budget_flops": .number(budgetFLOPs),
            "student": ["params": .number(studentParameters), "tokens": studentTokens.json],
            "teacher": ["params": teacherParameters.json, "tokens": teacherTokens.json],
            "costs": weights.json,
            "architecture": .optional(cost.architecture) { architecture in
                .object(Architecture.Field.allCases.map { .init($0.rawValue, .number(architecture[$0])) })
            },
        ]
    }

    /// The same for the same question on the same law version: 128 bits of the SHA-256 of ``canonical``.
    var identity: String {
        let digits = Array("0123456789abcdef".utf8)
        let digest = SHA256.hash(data: canonical.bytes).prefix(16)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension Bounds {
    fileprivate var json: JSONValue { ["min": .number(lower), "max": .number(upper)] }
}

extension CostWeights {
    var json: JSONValue {
        ["teacher_logits": .number(teacherLogits), "teacher_pretraining": .number(teacherPretraining)]
    }
}
