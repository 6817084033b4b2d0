import Fitting
import Foundation
import Planning
import Records
import ScalingLaws
import Store

/// The runs of a study to make next: candidates, what they cost, and the design over them.
struct NextRuns {
    private let request: NextRequest
    private let data: FitData
    private let plan: Plan

    /// - Throws: ``FitData/Refusal``, `PlanningError`, `StudyMissing`, `DatabaseError`.
    init(_ request: NextRequest, study: String, _ store: PlannerStore) throws {
        self.request = request
        let law = request.law.set
        let isDistilled = request.quantity == .distillationLoss
        data = try FitData(
            FitRequest(
                kind: isDistilled ? .distillation : .supervised, name: law.name, filter: request.filter,
                sumExponent: Self.sumExponent(law.supervised), supervisedLaw: isDistilled ? law : nil,
                options: request.options, holdout: nil), study: study, store)
        plan = try Planner.plan(request.problem)
    }

    private static func sumExponent(_ law: SupervisedLaw) -> LawFit.SumExponent { law.sumExponent == 1 ? .one : .free }

    /// Why there is no answer though the request is right, as facts.
    enum Refusal: Error {
        /// The plan has no such part.
        case noPart(NextRequest.Quantity)
        /// The grid has more candidates than are weighed.
        case tooManyCandidates(Int, most: Int)
        /// The present runs do not tell enough of the law to design for it.
        case untold(DesignError)
        /// A candidate is outside what the laws are defined for.
        case outsideDomain(DomainError)
    }

    /// - Throws: ``Refusal``.
    func answer() throws(Refusal) -> JSONValue {
        do {
            switch request.quantity {
            case .distillationLoss: return try distilled()
            case .supervisedLoss: return try alone()
            }
        } catch let error as DesignError {
            if case .tooManyCandidates(let have, let most) = error {
                throw .tooManyCandidates(have, most: most)
            }
            throw .untold(error)
        } catch let error as DomainError {
            throw .outsideDomain(error)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            preconditionFailure("a design throws what it documents")
        }
    }

    private func alone() throws -> JSONValue {
        guard let student = plan.supervised else { throw Refusal.noPart(.supervisedLoss) }
        let (size, tokens) = (student.studentParameters, student.studentTokens)
        let runs = data.supervised.fitted.map(\.run)
        let grids = try grids(runs.map { ($0.parameters, $0.tokens) })
        let question = try DesignQuestion<SupervisedLaw, SupervisedExperiment>(
            candidates: grids.flatMap(\.candidates), budgetFLOPs: request.budgetFLOPs,
            protocols: Array(grids.dropFirst())
        ) { law in (try? law.lossNats(parameters: size, tokens: tokens)) ?? .nan }
        let law = request.law.set.supervised
        let outcome = try ExperimentDesign.next(
            question, law: law, runs: runs, sumExponent: Self.sumExponent(law), fit: request.options)
        return json(outcome, candidates: question.candidates.count) { experiment in
            [.init("params", .number(experiment.parameters)), .init("tokens", .number(experiment.tokens))]
        }
    }

    private func distilled() throws -> JSONValue {
        guard let planned = plan.distillation, let law = request.law.set.distillation else {
            throw Refusal.noPart(.distillationLoss)
        }
        let (size, tokens, teacher) = (planned.studentParameters, planned.studentTokens, planned.teacher.lossNats)
        let supervised = request.law.set.supervised
        let runs = data.distillation.fitted.map(\.run)
        let teachers = try teachers
        let grids = try grids(runs.map { ($0.studentParameters, $0.studentTokens) })
            .map { grid throws(DomainError) in try grid.distilled(from: teachers) }
        let question = try DesignQuestion<DistillationLaw, DistillationExperiment>(
            candidates: grids.flatMap(\.candidates), budgetFLOPs: request.budgetFLOPs,
            protocols: Array(grids.dropFirst())
        ) { law in
            (try? law.studentLossNats(
                studentParameters: size, studentTokens: tokens, teacherLossNats: teacher, supervised: supervised))
                ?? .nan
        }
        let outcome = try ExperimentDesign.next(question, law: law, on: supervised, runs: runs, fit: request.options)
        return json(outcome, candidates: question.candidates.count) { experiment in
            [
                .init("params", .number(experiment.studentParameters)),
                .init("tokens", .number(experiment.studentTokens)),
                .init("teacher_loss", .number(experiment.teacherLossNats)),
            ]
        }
    }
}

// MARK: - Candidates

extension NextRuns {
    /// Sizes and tokens, and behind them the protocols' own: fixed M at 20, 80 and 320 tokens a parameter, and IsoFLOP
    /// at four budgets.
    private func grids(_ runs: [(size: Double, tokens: Double)]) throws -> [ExperimentGrid<SupervisedExperiment>] {
        let sizes = request.sizes ?? Self.steps(runs.map(\.size), beyond: 2, count: 6)
        let ratios = request.ratios ?? Self.steps(runs.map { $0.tokens / $0.size }, beyond: 2, count: 5)
        let cost = request.problem.cost.trainingFLOPsPerToken
        let free = try ExperimentGrid.fixedRatio(sizes: sizes, tokensPerParameter: ratios, trainingFLOPsPerToken: cost)
        let fixed = try ExperimentGrid.fixedRatio(
            sizes: sizes, tokensPerParameter: [20, 80, 320], trainingFLOPsPerToken: cost)
        let budgets = Self.steps(free.candidates.map(\.costFLOPs), beyond: 1, count: 4)
        let profiles = try ExperimentGrid.isoFLOP(budgetsFLOPs: budgets, sizes: sizes, trainingFLOPsPerToken: cost)
        return [free, fixed, profiles]
    }

    /// `count` values in equal steps of the logarithm over `values`, and a factor `beyond` their greatest.
    private static func steps(_ values: [Double], beyond: Double, count: Int) -> [Double] {
        let (lower, upper) = ((values.min() ?? 1), (values.max() ?? 1) * beyond)
        return (0..<count).map { lower * pow(upper / lower, Double($0) / Double(count - 1)) }
    }

    /// Teachers that the new students could have: of the losses asked for, or up to four of the study's own, with the
    /// price of their logits where their size is known.
    private var teachers: [ExperimentTeacher] {
        get throws {
            let known = data.distillation.fitted.compactMap { fitted in
                fitted.record.teacher.map { (loss: $0.loss, params: $0.params) }
            }.sorted { $0.loss < $1.loss }
            let losses = request.teacherLosses ?? Self.spread(Set(known.map(\.loss)).sorted(), most: 4)
            return try losses.map { loss throws(DomainError) in
                let nearest = known.filter { $0.params != nil }.min { abs($0.loss - loss) < abs($1.loss - loss) }
                let size = nearest.flatMap(\.params)
                return try ExperimentTeacher(
                    lossNats: loss,
                    logitsFLOPsPerToken: size.map { request.problem.cost.forwardFLOPsPerToken(parameters: $0) } ?? 0)
            }
        }
    }

    /// Up to `most` of sorted values, the ends among them.
    private static func spread(_ values: [Double], most: Int) -> [Double] {
        guard values.count > most else { return values }
        return (0..<most).map { values[$0 * (values.count - 1) / (most - 1)] }
    }
}

// MARK: - JSON

extension NextRuns {
    private func json<Experiment>(
        _ outcome: DesignOutcome<Experiment>, candidates: Int, _ members: (Experiment) -> [JSONValue.Member]
    ) -> JSONValue {
        let law = request.law.set
        return [
            "law": ["name": .string(law.name), "version": .number(law.version)],
            "quantity": .string(request.quantity.rawValue),
            "status": .string(outcome.status.rawValue),
            "level": .number(request.options.level),
            "before": outcome.before.json,
            "after": outcome.after.json,
            "cost_flops": .number(outcome.costFLOPs),
            "runs": .array(
                outcome.runs.map { run in
                    .object(
                        members(run.experiment) + [
                            .init("cost_flops", .number(run.costFLOPs)),
                            .init("cumulative_cost_flops", .number(run.cumulativeCostFLOPs)),
                            .init("standard_error_after", .number(run.after.standardError)),
                        ])
                }),
            "protocols": .array(
                outcome.protocols.map { other in
                    [
                        "name": .string(other.name), "runs": .number(other.candidates.count),
                        "cost_flops": .number(other.costFLOPs), "after": other.after.json,
                    ]
                }),
            "candidates": .number(candidates),
            "present_runs": .number(
                request.quantity == .distillationLoss ? data.distillation.fitted.count : data.supervised.fitted.count),
            "scatter": .number(outcome.scatter),
            "correlation_within_configuration": .number(outcome.correlation),
            "is_correlation_estimated": .bool(outcome.isCorrelationEstimated),
        ]
    }
}

extension QuantityEstimate {
    fileprivate var json: JSONValue {
        [
            "value": .number(value), "standard_error": .number(standardError), "lower": .number(lower),
            "upper": .number(upper),
        ]
    }
}

extension NextRuns.Refusal {
    /// Why there is no answer, and what would be right.
    var text: String {
        switch self {
        case .noPart(.supervisedLoss): "The plan has no supervised student."
        case .noPart(.distillationLoss): "The plan has no distilled student."
        case .tooManyCandidates(let count, let most):
            "The grid has \(count) candidates, and at most \(most) are weighed; make it coarser."
        case .untold(.noRuns), .untold(.scatterUnknown):
            "The study has too few runs to tell how much they scatter; make some by hand first."
        case .untold(.outsideDomain(let coefficient, let value)):
            "A law near this one has \(coefficient) = \(NumberText.short(value)), which no law has."
        case .untold(.quantityUndefined(let parameter)):
            "The plan's loss is no number near this law" + (parameter.map { ", along \(StableName.words($0))" } ?? "")
                + "; ask for another plan."
        case .untold(.option(let error)), .outsideDomain(let error):
            "A candidate has \(error.quantity) = \(NumberText.short(error.value)), outside the laws' domain of "
                + "\(NumberText.short(error.domain.lower)) to \(NumberText.short(error.domain.upper)); narrow the grid."
        case .untold(.tooManyCandidates(let count, let most)):
            Self.tooManyCandidates(count, most: most).text
        }
    }
}
