import Planning
import ScalingLaws

/// `POST /frontier`: plans over a grid of budgets, student sizes and scenarios.
struct FrontierQuestion: Sendable {
    let law: NamedLaw
    let frontier: Frontier
    let uncertainty: UncertaintyRequest?

    static func table(_ request: JSONValue, _ laws: LawCatalog) throws(Faults) -> TableAnswer {
        try ObjectReader.read(request) { reader in read(&reader, laws) }.table
    }

    private var table: TableAnswer {
        let frontier = frontier
        guard let uncertainty else {
            return TableAnswer(law: law, name: "points", columns: Self.columns, count: frontier.count) { index in
                Self.row(frontier.problem(at: index))
            }
        }
        return TableAnswer(
            law: law, name: "points", columns: Self.columns + Self.bandColumns, count: frontier.count,
            rowsPerPiece: uncertainty.rowsPerPiece(searches: frontier.problem(at: 0).searches)
        ) { index in
            let problem = frontier.problem(at: index)
            return Self.row(problem, Self.band(problem, uncertainty))
        }
    }

    /// Reads the question; nil where a fault is reported.
    ///
    /// - Parameter standardScenarios: those of a question that says nothing of scenarios and costs; nil for the one of a
    ///   plan.
    static func read(
        _ reader: inout ObjectReader, _ laws: LawCatalog, standardScenarios: [Scenario]? = nil
    ) -> FrontierQuestion? {
        let named = PlanRequest.law(&reader, laws)
        let law = named?.set
        let most = Frontier.mostPoints
        let budgets = reader.grid("budgets", in: PlanningProblem.budgetDomain, most: most)
        if !reader.wasGiven("budgets") {
            reader.report("budgets", .missing(expected: "FLOPs, \(ObjectReader.gridForms)"))
        }
        let sizes = reader.grid("sizes", in: .count, most: most)
        reader.refuseSizeBesideSizes()
        let isSilent = !["scenarios", "scenario", "costs"].contains { reader.wasGiven($0) }
        let standard = isSilent && law?.distillation != nil ? standardScenarios : nil
        let scenarios = PlanRequest.scenarios(&reader, law) ?? standard
        let template = PlanRequest.problem(
            &reader, law, budgetFLOPs: budgets?.first ?? PlanningProblem.budgetDomain.upper,
            scenarios: scenarios ?? [])
        let uncertainty = UncertaintyRequest(&reader, law, laws)
        guard let named, let template, let budgets else { return nil }
        if reader.wasGiven("sizes"), sizes == nil { return nil }
        if reader.wasGiven("scenarios"), scenarios == nil { return nil }
        let count = budgets.count * (sizes?.count ?? 1) * (scenarios?.count ?? 1)
        guard count <= most else {
            reader.report("budgets", .tooMany(count: count, most: most, what: "points"))
            return nil
        }
        let frontier = Frontier(
            template: template, budgetsFLOPs: budgets, studentParameters: sizes, scenarios: scenarios)
        uncertainty?.limit(&reader, searches: frontier.problem(at: 0).searches, rows: count)
        return FrontierQuestion(law: named, frontier: frontier, uncertainty: uncertainty)
    }

    private static let columns = [
        "scenario", "teacher_logits", "teacher_pretraining", "budget_flops", "least_budget_flops", "recommendation",
        "loss_advantage", "student_params", "student_tokens", "student_loss", "teacher_name", "teacher_params",
        "teacher_tokens", "teacher_loss", "flops_student_training", "flops_teacher_logits",
        "flops_teacher_pretraining", "flops_serving", "flops_total", "supervised_params", "supervised_tokens",
        "supervised_loss", "supervised_flops", "warnings",
    ]

    /// What draws add to a row: intervals of each draw's own best plans, and how often distilling wins.
    private static let bandColumns = [
        "student_loss_lower", "student_loss_upper", "supervised_loss_lower", "supervised_loss_upper",
        "loss_advantage_lower", "loss_advantage_upper", "probability_distill",
    ]

    private static func band(_ problem: PlanningProblem, _ asked: UncertaintyRequest) -> [TableAnswer.Cell] {
        let band = Planner.band(of: problem, draws: asked.draws, level: asked.level)
        let intervals = [
            band.optimum.distillation?.lossNats, band.optimum.supervised?.lossNats, band.optimum.lossAdvantageNats,
        ]
        return intervals.flatMap { $0.cells } + [.number(band.probabilityDistillBeatsSupervised?.share)]
    }

    private static func row(_ problem: PlanningProblem, _ band: [TableAnswer.Cell] = []) -> TableAnswer.Row {
        let plan = try? Planner.plan(problem)
        return TableAnswer.Row(cells(problem, plan) + band, evaluations: plan?.evaluations ?? 0)
    }

    private static func cells(_ problem: PlanningProblem, _ plan: Plan?) -> [TableAnswer.Cell] {
        let (distilled, alone) = (plan?.distillation, plan?.supervised)
        let weights = problem.weights
        return [
            .text(problem.sharedWeights.scenario?.rawValue), .number(weights.teacherLogits),
            .number(weights.teacherPretraining), .number(problem.budgetFLOPs),
            .number(plan == nil ? Planner.leastBudgetFLOPs(problem) : nil), .text(plan?.recommendation?.rawValue),
            .number(plan?.lossAdvantageNats), .number(distilled?.studentParameters), .number(distilled?.studentTokens),
            .number(distilled?.studentLossNats), .text(distilled?.teacher.name),
            .number(distilled?.teacher.parameters), .number(distilled?.teacher.tokens),
            .number(distilled?.teacher.lossNats), .number(distilled?.compute.studentTraining),
            .number(distilled?.compute.teacherLogits), .number(distilled?.compute.teacherPretraining),
            .number(distilled?.compute.serving), .number(distilled?.compute.total),
            .number(alone?.studentParameters), .number(alone?.studentTokens), .number(alone?.studentLossNats),
            .number(alone?.compute.total), .text(plan.map { $0.warningCodes.joined(separator: " ") }),
        ]
    }
}

extension Plan {
    /// The codes of the warnings, each once, in their order.
    fileprivate var warningCodes: [String] {
        var seen: Set<String> = []
        return warnings.map(\.code).filter { seen.insert($0).inserted }
    }
}
