import Fitting
import HTTPTypes
import Planning
import Records
import ScalingLaws
import Store

/// Chooses the runs that a request asks for.
struct NextRunsWork {
    let request: NextRunsRequest
    let study: StudyRecord
    let plan: Plan
    let quantity: NextRunsRequest.Quantity
    let data: FitData
    let candidates: ExperimentCandidates
    /// Whether the present runs are those that the law was fitted to; nil where it was not fitted to the study.
    let isCurrent: Bool?

    /// Candidates times chosen runs, so that the answer is there within a handler's deadline.
    private static let mostWeighed = 1_000_000

    /// - Throws: ``Problem`` where there is no plan, or the runs cannot tell of the law; ``Faults`` for the grid;
    ///   `DatabaseError`.
    init(_ request: NextRunsRequest, study: StudyRecord, _ store: PlannerStore) throws {
        self.request = request
        self.study = study
        do throws(PlanningError) {
            plan = try Planner.plan(request.problem)
        } catch {
            throw Problem(error, budgetFLOPs: request.problem.budgetFLOPs)
        }
        quantity = request.quantity ?? (plan.recommendation == .distill ? .distillationLoss : .supervisedLoss)
        let kind = quantity.experiments
        data = try FitData.orProblem(request.fit(kind), study: study.id, store)
        candidates = try request.grid.filled(data.records(kind), kind)
        let weighed = candidates.count * request.mostRuns
        guard weighed <= Self.mostWeighed else {
            let kind = Fault.Kind.tooMany(count: weighed, most: Self.mostWeighed, what: "candidates times runs")
            throw Faults([Fault("/most_runs", kind)])
        }
        let origin = request.origin.flatMap { $0.covers(kind) ? $0 : nil }
        // Runs that a request chooses itself are of course others.
        isCurrent = try origin.map { origin in
            try origin.filter != request.filter
                || origin.isCurrent { try store.runs(study: study.id, filter: $0).digest }
        }
        try refuseFloor(kind)
    }

    /// Refuses a law whose irreducible loss is above a run's: it has no parameters of the stable form at these runs.
    private func refuseFloor(_ kind: FittedKind) throws {
        let floor = law.supervised.irreducibleLossNats
        guard kind == .supervised, let least = data.supervised.fitted.map(\.run.lossNats).min(), floor >= least else {
            return
        }
        throw Problem.undesignable(
            "the law \(law.reference.text) has an irreducible loss of \(NumberText.loss(floor)), and a run of the study "
                + "a loss of \(NumberText.loss(least)); it does not describe these runs: fit one to them.")
    }

    var law: CoefficientSet { request.law.set }

    /// The answer.
    ///
    /// - Throws: ``Problem`` where no design can be made.
    func answer() throws -> NextRunsAnswer {
        do throws(DesignError) {
            switch quantity.experiments {
            case .supervised: return NextRunsAnswer(self, try supervised())
            case .distillation: return NextRunsAnswer(self, try distillation())
            }
        } catch {
            throw Problem.undesignable(error.text)
        }
    }

    private var options: DesignOptions {
        var options = DesignOptions()
        options.mostRuns = request.mostRuns
        return options
    }

    private func supervised() throws(DesignError) -> DesignOutcome<SupervisedExperiment> {
        let (plan, quantity, laws) = (plan, quantity, law.laws)
        return try ExperimentDesign.next(
            question(
                try designing { () throws(DomainError) in try candidates.supervised(law.cost) },
                try designing { () throws(DomainError) in
                    try candidates.protocols(law.cost, budgetFLOPs: request.budgetFLOPs)
                }
            ) { plan.value(quantity, FittedLaws(supervised: $0, distillation: laws.distillation)) },
            law: laws.supervised, runs: data.supervised.fitted.map(\.run), sumExponent: request.sumExponent,
            fit: request.fitOptions, options: options)
    }

    private func distillation() throws(DesignError) -> DesignOutcome<DistillationExperiment> {
        let (plan, quantity, laws) = (plan, quantity, law.laws)
        guard let distillation = laws.distillation else {
            preconditionFailure("what only a distillation law has is refused of others")
        }
        let (grid, protocols) = try designing { () throws(DomainError) in
            let teachers = try candidates.teachers(law.cost)
            let grid = try candidates.supervised(law.cost).distilled(from: teachers)
            var protocols: [ExperimentGrid<DistillationExperiment>] = []
            for alone in try candidates.protocols(law.cost, budgetFLOPs: request.budgetFLOPs) {
                protocols.append(try alone.distilled(from: teachers))
            }
            return (grid, protocols)
        }
        return try ExperimentDesign.next(
            question(grid, protocols) {
                plan.value(quantity, FittedLaws(supervised: laws.supervised, distillation: $0))
            },
            law: distillation, on: laws.supervised, runs: data.distillation.fitted.map(\.run),
            fit: request.fitOptions, options: options)
    }

    private func question<Law, Experiment>(
        _ grid: ExperimentGrid<Experiment>, _ protocols: [ExperimentGrid<Experiment>],
        _ quantity: @escaping @Sendable (Law) -> Double
    ) throws(DesignError) -> DesignQuestion<Law, Experiment> {
        try designing { () throws(DomainError) in
            try DesignQuestion(
                candidates: grid.candidates, budgetFLOPs: request.budgetFLOPs,
                protocols: request.comparesProtocols ? protocols : [], quantity: quantity)
        }
    }

    /// What `make` makes; a number outside its range, of which the request allows none, is the design's error.
    private func designing<Value>(_ make: () throws(DomainError) -> Value) throws(DesignError) -> Value {
        do {
            return try make()
        } catch {
            throw .option(error)
        }
    }
}

extension NextRunsRequest {
    /// The fit whose data the present runs are.
    fileprivate func fit(_ kind: FittedKind) -> FitRequest {
        FitRequest(
            kind: kind, name: law.set.name, filter: filter, sumExponent: sumExponent,
            supervisedLaw: kind == .distillation ? law.set : nil, options: fitOptions, holdout: nil)
    }

    /// Whether γ is to be fitted again: as it was, or where nobody says, where it is not 1.
    var sumExponent: LawFit.SumExponent {
        if let origin, origin.covers(.supervised) { return origin.sumExponent }
        return law.set.supervised.sumExponent == 1 ? .one : .free
    }

    /// How the law was fitted, as far as it says.
    var fitOptions: FitOptions {
        var options = FitOptions()
        options.level = level
        options.delta = origin?.delta ?? options.delta
        options.sumExponentPriorFactor = origin?.sumExponentPriorFactor
        return options
    }
}

extension FitData {
    /// The runs of one kind that a fit sees.
    func records(_ kind: FittedKind) -> [RunRecord] {
        switch kind {
        case .supervised: supervised.fitted.map(\.record)
        case .distillation: distillation.fitted.map(\.record)
        }
    }
}

extension Plan {
    /// The quantity of this allocation under `laws`; not a number where it has none.
    fileprivate func value(_ quantity: NextRunsRequest.Quantity, _ laws: FittedLaws) -> Double {
        let distilled = lossNats(of: .distillation, under: laws) ?? .nan
        let alone = lossNats(of: .supervised, under: laws) ?? .nan
        return switch quantity {
        case .distillationLoss: distilled
        case .supervisedLoss: alone
        case .lossAdvantage: alone - distilled
        }
    }
}

extension Problem {
    /// 422 for runs or a law that no design can start from.
    fileprivate static func undesignable(_ reason: String) -> Problem {
        Problem(
            .unprocessableContent, kind: .unidentifiedLaw, "No next runs can be chosen: " + reason,
            facts: [.init("runs_that_would_help", .array([]))])
    }
}

extension DesignError {
    fileprivate var text: String {
        switch self {
        case .tooManyCandidates(let have, let most): "the grid has \(have) candidates, and \(most) are the most."
        case .noRuns: "the study has no runs of this kind."
        case .scatterUnknown(let have, let need):
            "\(have) runs do not tell how much runs scatter, and \(need) are needed."
        case .option(let error):
            "\(error.quantity) = \(NumberText.short(error.value)) is out of range; it must be \(error.domain.words)."
        case .outsideDomain(let coefficient, let value):
            "a law near this one has \(coefficient) = \(NumberText.short(value)), which no law has; fit one with a "
                + "gamma_prior_factor of 2, say."
        case .quantityUndefined(let parameter?): "near this law, in \(parameter), the plan has no such loss."
        case .quantityUndefined(nil): "the plan has no such loss under this law."
        }
    }
}
