import Fitting
import Planning
import Records
import ScalingLaws

/// What the runs to make next are for, and what they may be.
struct NextRequest {
    /// The number that the runs are to tell better.
    enum Quantity: String, CaseIterable {
        /// The loss of the plan's distilled student, from a teacher of the plan's loss.
        case distillationLoss = "distillation_loss"
        /// The loss of the plan's supervised student.
        case supervisedLoss = "supervised_loss"
    }

    let budgetFLOPs: Double
    let quantity: Quantity
    let law: NamedLaw
    let problem: PlanningProblem
    let filter: RunFilter
    let options: FitOptions
    let sizes: [Double]?
    let ratios: [Double]?
    let teacherLosses: [Double]?

    /// - Throws: ``Faults``, all that is wrong with it.
    static func read(
        _ body: JSONValue, _ laws: LawCatalog, _ accelerators: AcceleratorTable
    ) throws(Faults) -> NextRequest {
        try ObjectReader.read(body) { reader in
            let budget = reader.requiredNumber(
                "budget_flops", in: PlanningProblem.budgetDomain, "the FLOPs that the new runs may take together")
            let plan = plan(&reader, laws, accelerators)
            let standard: Quantity = plan?.law.set.distillation == nil ? .supervisedLoss : .distillationLoss
            let quantity = reader.choice("quantity", as: Quantity.self) ?? standard
            if let law = plan?.law.set, quantity == .distillationLoss, law.distillation == nil {
                reader.report("quantity", .lawWithoutDistillation(law: law.name))
            }
            let filter = reader.filter("filter")
            var options = FitOptions()
            options.delta = reader.number("delta", in: Domain(0, 10, lowerIsOpen: true)) ?? options.delta
            options.level = reader.number("level", in: Domain(0.01, 0.999)) ?? options.level
            let grid = reader.object("grid", Self.grid)
            guard let budget, let plan, let filter else { return nil }
            return NextRequest(
                budgetFLOPs: budget, quantity: quantity, law: plan.law, problem: plan.problem, filter: filter,
                options: options, sizes: grid?.sizes, ratios: grid?.ratios, teacherLosses: grid?.teacherLosses)
        }
    }

    private static func plan(
        _ reader: inout ObjectReader, _ laws: LawCatalog, _ accelerators: AcceleratorTable
    ) -> (law: NamedLaw, problem: PlanningProblem)? {
        guard reader.has("plan") else {
            reader.report("plan", .missing(expected: "the question of a plan, as POST /plan takes it"))
            return nil
        }
        let query = reader.object("plan") { PlanRequest.query(&$0, laws, accelerators) }
        guard let query else { return nil }
        guard case .budget(let problem) = query.goal else {
            reader.report("plan", .notSupported(instead: "a plan of one student for a budget"))
            return nil
        }
        return (NamedLaw(set: problem.law, alias: query.alias), problem)
    }

    private static func grid(
        _ reader: inout ObjectReader
    ) -> (sizes: [Double]?, ratios: [Double]?, teacherLosses: [Double]?)? {
        let most = 100
        return (
            reader.grid("params", in: .count, most: most),
            reader.grid("tokens_per_param", in: Domain(0.1, 1e5), most: most),
            reader.grid("teacher_loss", in: DistillationLaw.lossDomain, most: most)
        )
    }
}
