import Planning
import ScalingLaws

/// The body of `POST /plan`, read into a problem.
enum PlanRequest {
    /// The problem that `body` asks under one of the laws of `catalog`.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    static func problem(_ body: JSONValue, catalog: LawCatalog) throws(Faults) -> PlanningProblem {
        try ObjectReader.read(body) { reader in problem(&reader, catalog) }
    }

    /// The problem of an object whose other fields somebody else reads; nil where a fault is reported.
    static func problem(_ reader: inout ObjectReader, _ catalog: LawCatalog) -> PlanningProblem? {
        let law = law(&reader, catalog)
        let budget = reader.requiredNumber(
            "budget_flops", in: PlanningProblem.budgetDomain, "the compute to spend in FLOPs, such as 1e22")
        let student = student(&reader)
        let teacher = teacher(&reader, law)
        let weights = weights(&reader, law)
        let cost = cost(&reader, law)
        reader.refuse(["target_loss", "students_sharing_teacher", "support", "serving", "uncertainty", "hardware"])
        guard let law, let budget, let parameters = student.parameters, let weights else { return nil }
        return try? PlanningProblem(
            law: law, cost: cost, budgetFLOPs: budget, studentParameters: parameters, studentTokens: student.tokens,
            teacherParameters: teacher.parameters, teacherTokens: teacher.tokens, weights: weights)
    }

    private static func law(_ reader: inout ObjectReader, _ catalog: LawCatalog) -> CoefficientSet? {
        guard reader.has("law") else { return catalog.set(CoefficientSet.defaultName) }
        guard let name = reader.string("law") else { return nil }
        guard let law = catalog.set(name) else {
            let versions = catalog.versions(of: String(name.prefix { $0 != "@" })).map { "\($0.name)@\($0.version)" }
            reader.report("law", .unknownName(text: name, known: versions.isEmpty ? catalog.names : versions))
            return nil
        }
        return law
    }

    private static func student(_ reader: inout ObjectReader) -> (parameters: Double?, tokens: Bounds) {
        guard reader.has("student") else {
            reader.report("student", .missing(expected: "the student's size, such as {\"params\": \"1B\"}"))
            return (nil, .all)
        }
        let student = reader.object("student") { fields in
            let parameters = parameters(&fields)
            let tokens = fields.bounds("tokens")
            fields.refuse(["unique_tokens", "max_epochs"])
            return (parameters: parameters, tokens: tokens)
        }
        return (student?.parameters, student?.tokens ?? .all)
    }

    private static func parameters(_ student: inout ObjectReader) -> Double? {
        if case .object = student.peek("params") {
            student.refuseForm(of: "params", instead: "a free or bounded student; give one number of parameters")
            return nil
        }
        return student.requiredNumber("params", in: .count, "the student's parameters, such as \"1B\"")
    }

    private static func teacher(
        _ reader: inout ObjectReader, _ law: CoefficientSet?
    ) -> (parameters: Bounds, tokens: Bounds) {
        refuseWithoutDistillation("teacher", &reader, law)
        let teacher = reader.object("teacher") { fields in
            let (parameters, tokens) = (fields.bounds("params"), fields.bounds("tokens"))
            fields.refuse(["loss", "candidates"])
            return (parameters: parameters, tokens: tokens)
        }
        return (teacher?.parameters ?? .all, teacher?.tokens ?? .all)
    }

    /// The weights of `scenario` or `costs`, or of the default scenario; nil where a fault is reported.
    private static func weights(_ reader: inout ObjectReader, _ law: CoefficientSet?) -> CostWeights? {
        refuseWithoutDistillation("scenario", &reader, law)
        refuseWithoutDistillation("costs", &reader, law)
        switch (reader.has("scenario"), reader.has("costs")) {
        case (false, false):
            return Scenario.teacherPretrainingInference.weights
        case (true, false):
            return scenario(&reader)?.weights
        case (false, true):
            return costs(&reader)
        case (true, true):
            reader.report("scenario", .excludes(reader.pointer(to: "costs")))
            // Both are read all the same, for what else is wrong with them.
            _ = (scenario(&reader), costs(&reader))
            return nil
        }
    }

    private static func scenario(_ reader: inout ObjectReader) -> Scenario? {
        guard let name = reader.string("scenario") else { return nil }
        guard let scenario = Scenario(rawValue: name) else {
            reader.report("scenario", .unknownName(text: name, known: Scenario.allCases.map(\.rawValue)))
            return nil
        }
        return scenario
    }

    private static func costs(_ reader: inout ObjectReader) -> CostWeights? {
        reader.object("costs") { fields in
            let share = "the share of this cost that the budget pays, from 0 to 1"
            let logits = fields.requiredNumber("teacher_logits", in: CostWeights.domain, share)
            let pretraining = fields.requiredNumber("teacher_pretraining", in: CostWeights.domain, share)
            guard let logits, let pretraining else { return nil }
            return try? CostWeights(teacherLogits: logits, teacherPretraining: pretraining)
        }
    }

    /// The cost of `architecture`, whose missing fields are the law's; nil, for the law's own, where it is absent.
    private static func cost(_ reader: inout ObjectReader, _ law: CoefficientSet?) -> TransformerCost? {
        if let law, law.cost.architecture == nil, reader.has("architecture") {
            reader.report("architecture", .lawWithoutArchitecture(law: law.name))
        }
        return reader.object("architecture") { fields in
            var architecture = law?.cost.architecture ?? Architecture()
            for field in Architecture.Field.allCases {
                if let value = fields.number(field.rawValue, in: field.domain) { architecture[field] = value }
            }
            return try? TransformerCost(architecture)
        }
    }

    private static func refuseWithoutDistillation(
        _ name: String, _ reader: inout ObjectReader, _ law: CoefficientSet?
    ) {
        guard let law, law.distillation == nil, reader.has(name) else { return }
        reader.report(name, .lawWithoutDistillation(law: law.name))
    }
}

extension ObjectReader {
    /// The bounds of the field `name`: one number, or `{min, max}` of which either may be absent.
    fileprivate mutating func bounds(_ name: String) -> Bounds {
        guard case .object = peek(name) else {
            return number(name, in: .count).flatMap { try? .fixed($0) } ?? .all
        }
        let bounds = object(name) { fields -> Bounds? in
            let lower = fields.number("min", in: .count)
            let upper = fields.number("max", in: .count)
            if let lower, let upper, lower > upper {
                fields.report("max", .crossedBounds(lower: lower, upper: upper))
            }
            return try? Bounds(lower ?? Domain.count.lower, upper ?? Domain.count.upper)
        }
        return bounds ?? .all
    }
}
