import Planning
import ScalingLaws

/// `POST /crossover`: for each student size and scenario, the budget at which supervised training catches up, and how
/// many students it takes for a teacher to pay off.
enum CrossoverQuestion {
    /// Rows that can be asked for.
    static let mostRows = 1000

    /// A row of a free student with a thousand teachers is a hundred plans of 20 ms each.
    private static let rowsPerPiece = 8

    /// The budgets that are looked at where the question says nothing of them, in FLOPs.
    static let defaultBudgets = 1e18...1e28

    private struct Question: Sendable {
        let law: NamedLaw
        let template: PlanningProblem
        let sizes: [Double]
        let scenarios: [Scenario]
        let budgets: ClosedRange<Double>
        let within: Double
        let budgetForSharing: Double?

        func problem(at index: Int) -> PlanningProblem {
            let (scenario, size) = index.quotientAndRemainder(dividingBy: sizes.count)
            return Frontier(
                template: template, budgetsFLOPs: [budgetForSharing ?? budgets.upperBound],
                studentParameters: [sizes[size]], scenarios: [scenarios[scenario]]
            ).problem(at: 0)
        }
    }

    static func table(_ request: JSONValue, _ laws: LawCatalog) throws(Faults) -> TableAnswer {
        let question = try ObjectReader.read(request) { reader in read(&reader, laws) }
        return TableAnswer(
            law: question.law, name: "crossovers", columns: columns,
            count: question.sizes.count * question.scenarios.count, rowsPerPiece: rowsPerPiece
        ) { index in TableAnswer.Row(cells(question, question.problem(at: index))) }
    }

    private static func read(_ reader: inout ObjectReader, _ laws: LawCatalog) -> Question? {
        let named = PlanRequest.law(&reader, laws)
        let law = named?.set
        reader.refuse(["uncertainty"])
        if let law, law.distillation == nil { reader.report("law", .lawWithoutDistillation(law: law.name)) }
        let sizes = reader.grid("sizes", in: .count, most: mostRows)
        if !reader.wasGiven("sizes") {
            reader.report("sizes", .missing(expected: "student parameters, \(ObjectReader.gridForms)"))
        }
        reader.refuseSizeBesideSizes()
        reader.refuseConstrained()
        let scenarios = PlanRequest.scenarios(&reader, law)
        let budgets = range(&reader)
        let within = reader.number("within", in: Domain(0, 1))
        let budget = reader.number("budget_flops", in: PlanningProblem.budgetDomain)
        let template = PlanRequest.problem(
            &reader, law, budgetFLOPs: defaultBudgets.upperBound, scenarios: scenarios ?? Scenario.allCases)
        guard let named, let template, let sizes, let budgets, template.law.distillation != nil else { return nil }
        if reader.wasGiven("scenarios"), scenarios == nil { return nil }
        let asked = scenarios ?? Scenario.allCases
        guard sizes.count * asked.count <= mostRows else {
            reader.report("sizes", .tooMany(count: sizes.count * asked.count, most: mostRows, what: "rows"))
            return nil
        }
        return Question(
            law: named, template: template, sizes: sizes, scenarios: asked, budgets: budgets,
            within: within ?? Crossover.toleranceNats, budgetForSharing: budget)
    }

    private static func range(_ reader: inout ObjectReader) -> ClosedRange<Double>? {
        guard reader.has("budgets") else { return defaultBudgets }
        return reader.object("budgets") { fields in
            let lower = fields.requiredNumber("min", in: PlanningProblem.budgetDomain, "the least budget in FLOPs")
            let upper = fields.requiredNumber("max", in: PlanningProblem.budgetDomain, "the greatest budget in FLOPs")
            guard let lower, let upper else { return nil }
            guard lower < upper else {
                fields.report("max", .crossedBounds(lower: lower, upper: upper))
                return nil
            }
            return lower...upper
        }
    }

    private static let columns = [
        "student_params", "scenario", "from_flops", "to_flops", "within", "better_at_first", "better_at_last",
        "changes", "catches_up_flops", "supervised_tokens", "supervised_loss", "distilled_tokens", "teacher_params",
        "teacher_tokens", "teacher_loss", "sharing_budget_flops", "students_for_teacher_to_pay",
    ]

    private static func cells(_ question: Question, _ problem: PlanningProblem) -> [TableAnswer.Cell] {
        let crossover = try? Planner.crossover(
            problem, budgetsFLOPs: question.budgets, toleranceNats: question.within)
        let change = crossover?.catchesUp
        let teacher = change?.plan.distillation?.teacher
        let students = question.budgetForSharing.flatMap { _ in try? Planner.studentsForTeacherToPay(problem) }
        return [
            .number(problem.student.parameters.lower), .text(problem.sharedWeights.scenario?.rawValue),
            .number(crossover?.budgetsFLOPs.lowerBound), .number(crossover?.budgetsFLOPs.upperBound),
            .number(question.within), .text(crossover?.betterAtFirst.rawValue),
            .text(crossover?.betterAtLast.rawValue), .count(crossover?.changes.count), .number(change?.budgetFLOPs),
            .number(change?.plan.supervised?.studentTokens), .number(change?.plan.supervised?.studentLossNats),
            .number(change?.plan.distillation?.studentTokens), .number(teacher?.parameters), .number(teacher?.tokens),
            .number(teacher?.lossNats), .number(question.budgetForSharing), .count(students),
        ]
    }
}

extension Crossover {
    fileprivate var betterAtFirst: Recommendation { startsWithDistilling ? .distill : .supervised }

    fileprivate var betterAtLast: Recommendation { changes.last?.better ?? betterAtFirst }
}
