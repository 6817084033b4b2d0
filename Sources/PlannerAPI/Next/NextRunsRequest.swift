import Fitting
import Planning
import Records
import ScalingLaws

/// A question of `POST /studies/{study}/next`: which runs to make next, and for the sake of what.
struct NextRunsRequest {
    /// What is to become surer.
    enum Quantity: String, CaseIterable, Sendable {
        /// The loss of the plan's distilled student.
        case distillationLoss = "distillation_loss"
        /// The loss of the plan's student that is trained on data alone.
        case supervisedLoss = "supervised_loss"
        /// The second less the first.
        case lossAdvantage = "loss_advantage"

        /// Which kind of run tells of it.
        var experiments: FittedKind { self == .supervisedLoss ? .supervised : .distillation }
    }

    /// What all new runs together may take, in FLOPs.
    let budgetFLOPs: Double
    let law: NamedLaw
    /// How the law was fitted to runs of this study; absent where it was not.
    let origin: LawOrigin?
    /// The plan as it was asked for, and the problem that it is.
    let question: JSONValue
    let problem: PlanningProblem
    /// What is to become surer; the loss of what the plan recommends where it is not said.
    let quantity: Quantity?
    /// Which present runs count.
    let filter: RunFilter
    let grid: ExperimentGridRequest
    /// Whether the usual protocols are to be judged too.
    let comparesProtocols: Bool
    /// The level of intervals.
    let level: Double
    let mostRuns: Int

    /// Reads a request about `study`; `newest` is the law that was fitted to it last.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    static func read(
        _ body: JSONValue, study: String, newest: LawReference?, _ laws: LawCatalog, _ accelerators: AcceleratorTable
    ) throws(Faults) -> NextRunsRequest {
        try ObjectReader.read(body) { reader in
            let budget = reader.requiredNumber(
                "budget_flops", in: PlanningProblem.budgetDomain, "the compute for new runs in FLOPs, such as 1e21")
            let named = law(&reader, newest, laws)
            let plan = plan(&reader, named, laws, accelerators)
            let quantity = quantity(&reader, named?.set)
            let origin = named.flatMap { LawOrigin($0.set, study: study) }
            let filter = reader.has("filter") ? reader.filter("filter") : origin?.filter ?? .all
            let grid =
                reader.has("grid")
                ? reader.object("grid") { ExperimentGridRequest(&$0, law: named?.set, quantity: quantity) }
                : ExperimentGridRequest()
            let comparesProtocols = reader.flag("protocols") ?? false
            let level = reader.number("level", in: Domain(0.01, 0.999)) ?? 0.9
            let mostRuns = reader.integer("most_runs", in: Domain(1, 1000)) ?? DesignOptions().mostRuns
            guard let budget, let named, let plan, let filter, let grid else { return nil }
            return NextRunsRequest(
                budgetFLOPs: budget, law: named, origin: origin, question: plan.question, problem: plan.problem,
                quantity: quantity, filter: filter, grid: grid, comparesProtocols: comparesProtocols, level: level,
                mostRuns: mostRuns)
        }
    }

    private static func law(
        _ reader: inout ObjectReader, _ newest: LawReference?, _ laws: LawCatalog
    ) -> NamedLaw? {
        if reader.has("law") { return PlanRequest.law(&reader, laws) }
        guard let newest, let set = laws.set(newest) else {
            reader.report("law", .missing(expected: "no law was fitted to this study yet; name another, or fit one"))
            return nil
        }
        return NamedLaw(set: set, alias: nil)
    }

    /// The plan under the law; what is wrong with it is reported even where the law is unknown.
    private static func plan(
        _ reader: inout ObjectReader, _ law: NamedLaw?, _ laws: LawCatalog, _ accelerators: AcceleratorTable
    ) -> (question: JSONValue, problem: PlanningProblem)? {
        guard let question = reader.take("plan") else {
            reader.report("plan", .missing(expected: "the plan that one cares about, a body of POST /plan"))
            return nil
        }
        guard PlanRequest.checkPart(question, at: "plan", lawFrom: "law", &reader) else { return nil }
        do throws(Faults) {
            let asked = question.under(law?.set.reference.text ?? "")
            let query = try PlanRequest.query(asked, catalog: laws, accelerators: accelerators)
            guard case .budget(let problem) = query.goal else { return nil }
            return (question, problem)
        } catch {
            let known = error.list.filter { law != nil || $0.place != .body("/law") }
            reader.report(Faults(known), below: "plan")
            return nil
        }
    }

    private static func quantity(_ reader: inout ObjectReader, _ law: CoefficientSet?) -> Quantity? {
        guard let quantity = reader.choice("quantity", as: Quantity.self) else { return nil }
        if let law, law.distillation == nil, quantity.experiments == .distillation {
            reader.report("quantity", .lawWithoutDistillation(law: law.name))
        }
        return quantity
    }
}
