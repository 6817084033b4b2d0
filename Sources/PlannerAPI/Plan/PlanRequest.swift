import Planning
import ScalingLaws

/// The body of `POST /plan`, read into a question.
enum PlanRequest {
    /// The question that `body` asks under one of the laws of `catalog`.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    static func query(
        _ body: JSONValue, catalog: LawCatalog, accelerators: AcceleratorTable = .builtIn
    ) throws(Faults) -> PlanQuery {
        try ObjectReader.read(body) { reader in query(&reader, catalog, accelerators) }
    }

    /// The question of an object whose other fields somebody else reads; nil where a fault is reported.
    static func query(
        _ reader: inout ObjectReader, _ catalog: LawCatalog, _ accelerators: AcceleratorTable
    ) -> PlanQuery? {
        let named = law(&reader, catalog)
        let law = named?.set
        let goal = goal(&reader, law)
        let members = FamilyRequest.members(&reader)
        let problem = problem(&reader, law, budgetFLOPs: goal?.budgetFLOPs)
        let flatWithin = reader.number("flat_within", in: FlatRange.toleranceDomain)
        let hardware = HardwareRequest.hardware(&reader, accelerators)
        let uncertainty = UncertaintyRequest(&reader, law, catalog)
        guard let goal, let problem, let members, let named else { return nil }
        guard members.isEmpty else {
            let family = FamilyProblem(template: problem, members: members)
            return PlanQuery(
                goal: .family(family), alias: named.alias, flatWithinNats: nil, hardware: hardware, uncertainty: nil)
        }
        uncertainty?.limit(
            &reader,
            searches: problem.searches * (goal.targetLossNats == nil ? 1 : UncertaintyRequest.searchesToTarget))
        return PlanQuery(
            goal: goal.targetLossNats.map { .target(problem, lossNats: $0) } ?? .budget(problem),
            alias: named.alias, flatWithinNats: flatWithin, hardware: hardware, uncertainty: uncertainty)
    }

    /// The problem of the fields that say nothing of its budget; nil where a fault is reported.
    ///
    /// - Parameters:
    ///   - scenarios: those that the question will be asked in, in place of the fields `scenario` and `costs`; empty
    ///     where these say it.
    ///   - standard: the scenario of a question that says nothing of it, and whose teacher does not exist.
    static func problem(
        _ reader: inout ObjectReader, _ law: CoefficientSet?, budgetFLOPs: Double?, scenarios: [Scenario] = [],
        standard: Scenario = .standard
    ) -> PlanningProblem? {
        let student = StudentRequest.limits(&reader)
        refuseWithoutDistillation("teacher", &reader, law)
        let asked = TeacherRequest(&reader, law)
        let isPaidFor = asked?.isGiven == true && standard == .standard
        let weights = weights(
            &reader, law, default: scenarios.first ?? (isPaidFor ? .teacherInference : standard))
        let sharing = reader.integer("students_sharing_teacher", in: PlanningProblem.sharingDomain)
        let cost = cost(&reader, law)
        let support = reader.choice("support", as: SupportUse.self)
        guard let law, let weights else { return nil }
        let priced = scenarios.map(\.weights) + [weights]
        guard let teacher = asked?.teacher(&reader, law, pricedUnder: priced) else { return nil }
        guard let budgetFLOPs, let student else { return nil }
        return try? PlanningProblem(
            law: law, cost: cost, budgetFLOPs: budgetFLOPs, student: student, teacher: teacher, weights: weights,
            studentsSharingTeacher: sharing ?? 1, support: support ?? .warn)
    }

    /// The scenarios of a question that is asked in several, in place of `scenario` and `costs`; nil where none are
    /// given, or a fault is reported.
    static func scenarios(_ reader: inout ObjectReader, _ law: CoefficientSet?) -> [Scenario]? {
        refuseWithoutDistillation("scenarios", &reader, law)
        guard reader.has("scenarios") else { return nil }
        for name in ["scenario", "costs"] where reader.take(name) != nil {
            reader.report(name, .excludes(reader.pointer(to: "scenarios")))
        }
        return reader.choices("scenarios", as: Scenario.self)
    }

    /// The budget, or the loss to reach whatever it takes; nil where a fault is reported.
    private static func goal(
        _ reader: inout ObjectReader, _ law: CoefficientSet?
    ) -> (budgetFLOPs: Double, targetLossNats: Double?)? {
        let losses = law.map(GivenTeacher.lossDomain) ?? DistillationLaw.lossDomain
        switch (reader.has("budget_flops"), reader.has("target_loss")) {
        case (false, true):
            return reader.number("target_loss", in: losses).map { (PlanningProblem.budgetDomain.upper, $0) }
        case (true, true):
            reader.report("target_loss", .excludes(reader.pointer(to: "budget_flops")))
            // Both are read all the same, for what else is wrong with them.
            _ = (
                reader.number("budget_flops", in: PlanningProblem.budgetDomain),
                reader.number("target_loss", in: losses)
            )
            return nil
        default:
            return reader.requiredNumber(
                "budget_flops", in: PlanningProblem.budgetDomain,
                "the compute to spend in FLOPs, such as 1e22, or target_loss, the loss to reach"
            ).map { ($0, nil) }
        }
    }

    /// The law that a question names, or the default; nil where a fault is reported.
    static func law(_ reader: inout ObjectReader, _ catalog: LawCatalog) -> NamedLaw? {
        guard reader.has("law") else {
            return catalog.set(CoefficientSet.defaultName).map { NamedLaw(set: $0, alias: nil) }
        }
        guard let name = reader.string("law") else { return nil }
        guard let law = catalog.resolve(name) else {
            let versions = catalog.versions(of: String(name.prefix { $0 != "@" })).map(\.reference.text)
            let known = versions.isEmpty ? catalog.names + catalog.aliases.map(\.name) : versions
            reader.report("law", .unknownName(text: name, known: known))
            return nil
        }
        return NamedLaw(set: law.set, alias: law.alias)
    }

    /// The weights of `scenario` or `costs`, or of the default scenario; nil where a fault is reported.
    static func weights(
        _ reader: inout ObjectReader, _ law: CoefficientSet?, default scenario: Scenario
    ) -> CostWeights? {
        refuseWithoutDistillation("scenario", &reader, law)
        refuseWithoutDistillation("costs", &reader, law)
        switch (reader.has("scenario"), reader.has("costs")) {
        case (false, false):
            return scenario.weights
        case (true, false):
            return reader.choice("scenario", as: Scenario.self)?.weights
        case (false, true):
            return costs(&reader)
        case (true, true):
            reader.report("scenario", .excludes(reader.pointer(to: "costs")))
            // Both are read all the same, for what else is wrong with them.
            _ = (reader.choice("scenario", as: Scenario.self), costs(&reader))
            return nil
        }
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
    static func cost(_ reader: inout ObjectReader, _ law: CoefficientSet?) -> TransformerCost? {
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

    /// Reports the field `name` where `law` has no distillation part for it to be about.
    static func refuseWithoutDistillation(
        _ name: String, _ reader: inout ObjectReader, _ law: CoefficientSet?
    ) {
        guard let law, law.distillation == nil, reader.has(name) else { return }
        reader.report(name, .lawWithoutDistillation(law: law.name))
    }
}

extension Scenario {
    /// The scenario of a question that says nothing of it: the teacher is trained and run for this student.
    static let standard = teacherPretrainingInference
}
