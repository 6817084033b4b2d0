import Fitting
import Records
import ScalingLaws
import Store

/// The runs of a fit, taken from a study.
struct FitData: Sendable {
    /// A run and what a law sees of it.
    struct Fitted<Run: Sendable>: Sendable {
        let record: RunRecord
        let run: Run
    }

    /// Runs that the fit sees, and those that are kept back.
    struct Parts<Run: Sendable>: Sendable {
        var fitted: [Fitted<Run>] = []
        var heldOut: [Fitted<Run>] = []
    }

    /// Runs for equation 1: those of the study, for a law of both equations too unless that has a supervised part.
    let supervised: Parts<SupervisedRun>
    /// Runs for equation 8.
    let distillation: Parts<DistillationRun>
    /// N_T of the teachers that are known, of runs that the fit sees.
    let teacherParameters: [Double]
    /// What the runs count as parameters.
    let parameterCounting: ParameterCounting
    /// SHA-256 over all of them.
    let digest: String

    /// The most runs of one fit: their residuals are part of its result.
    static let mostRuns = 20_000

    /// Why runs of a study cannot be fitted, as facts.
    enum Refusal: Error {
        /// A run is outside what the laws are defined for.
        case outsideDomain(run: RunRecord, DomainError, others: Int)
        /// Runs count parameters in both ways.
        case mixedCounting
        /// More than ``mostRuns``.
        case tooManyRuns(Int)
        /// The runs cannot identify the law.
        case unidentified(FittedKind, FittingError)
        /// Nothing is left, or nothing is kept back.
        case emptyHoldout
    }

    /// The runs of `study` that `request` means; those that are excluded only where its filter asks for them.
    ///
    /// - Throws: ``Refusal``, `StudyMissing`, `DatabaseError`.
    init(_ request: FitRequest, study: String, _ store: PlannerStore) throws {
        var filter = request.filter
        filter.excluded = filter.excluded ?? false
        let kind: RunKind? =
            request.kind == .supervised ? .supervised : request.supervisedLaw == nil ? nil : .distillation
        filter.kind = filter.kind ?? kind
        try self.init(filter, holdout: request.holdout, study: study, store)
        try check(request)
    }

    /// The runs of `study` that `filter` selects, whatever they tell.
    ///
    /// - Throws: ``Refusal``, `StudyMissing`, `DatabaseError`.
    init(_ filter: RunFilter, holdout: FitRequest.Holdout? = nil, study: String, _ store: PlannerStore) throws {
        let count = try store.countRuns(study: study, filter: filter)
        guard count <= Self.mostRuns else { throw Refusal.tooManyRuns(count) }
        let selection = try store.runs(study: study, filter: filter)
        let countings = Set(selection.runs.map(\.run.parameterCounting))
        guard countings.count <= 1 else { throw Refusal.mixedCounting }
        parameterCounting = countings.first ?? .nonEmbedding
        digest = selection.digest
        let (alone, distilled) = (
            selection.runs.filter { $0.run.kind == .supervised }, selection.runs.filter { $0.run.kind == .distillation }
        )
        supervised = try Self.parts(alone, holdout) { record throws(DomainError) in
            try SupervisedRun(
                parameters: record.run.params, tokens: record.run.tokens, lossNats: record.run.loss)
        }
        distillation = try Self.parts(distilled, holdout) { record throws(DomainError) in
            try DistillationRun(
                studentParameters: record.run.params, studentTokens: record.run.tokens,
                teacherLossNats: record.teacher?.loss ?? .nan, studentLossNats: record.run.loss)
        }
        teacherParameters = distillation.fitted.compactMap { $0.record.teacher?.params }
    }

    private func check(_ request: FitRequest) throws {
        if request.supervisedLaw == nil {
            do throws(FittingError) {
                try LawFit.check(supervised.fitted.map(\.run), sumExponent: request.sumExponent)
            } catch {
                throw Refusal.unidentified(.supervised, error)
            }
        }
        if request.kind == .distillation {
            do throws(FittingError) {
                try LawFit.check(distillation.fitted.map(\.run))
            } catch {
                throw Refusal.unidentified(.distillation, error)
            }
        }
        let heldOut = request.kind == .supervised ? supervised.heldOut.count : distillation.heldOut.count
        if request.holdout != nil, heldOut == 0 { throw Refusal.emptyHoldout }
    }

    private static func parts<Run>(
        _ records: [RunRecord], _ holdout: FitRequest.Holdout?, _ make: (RunRecord) throws(DomainError) -> Run
    ) throws(Refusal) -> Parts<Run> {
        var parts = Parts<Run>()
        var refused: [(RunRecord, DomainError)] = []
        let rule = HoldoutRule(holdout, records)
        for record in records {
            do throws(DomainError) {
                let fitted = Fitted(record: record, run: try make(record))
                if rule.keepsBack(record) { parts.heldOut.append(fitted) } else { parts.fitted.append(fitted) }
            } catch {
                refused.append((record, error))
            }
        }
        if let (record, error) = refused.first {
            throw .outsideDomain(run: record, error, others: refused.count - 1)
        }
        return parts
    }
}

/// Which of some runs are kept back.
private struct HoldoutRule {
    private let holdout: FitRequest.Holdout?
    /// The compute, by 6 N D, from which runs are kept back.
    private let leastCompute: Double

    init(_ holdout: FitRequest.Holdout?, _ records: [RunRecord]) {
        self.holdout = holdout
        guard case .largestCompute(let share) = holdout, !records.isEmpty else {
            leastCompute = .infinity
            return
        }
        let computes = records.map(Self.compute).sorted(by: >)
        leastCompute = computes[max(0, Int((share * Double(computes.count)).rounded()) - 1)]
    }

    func keepsBack(_ record: RunRecord) -> Bool {
        switch holdout {
        case nil: false
        case .lossBelow(let loss): record.run.loss < loss
        case .split(let name): record.run.split == name
        case .largestCompute: Self.compute(record) >= leastCompute
        }
    }

    private static func compute(_ record: RunRecord) -> Double { 6 * record.run.params * record.run.tokens }
}
