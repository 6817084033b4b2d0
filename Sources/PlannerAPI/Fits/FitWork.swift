import Fitting
import Foundation
import Planning
import Records
import ScalingLaws
import Store

/// Fits what a request asks for, and makes a law of it.
struct FitWork {
    let request: FitRequest
    let study: StudyRecord
    let data: FitData

    /// What came of a fit.
    struct Product {
        /// The law, as version 1 of its name; absent where the fit did not converge.
        let law: CoefficientSet?
        let report: FitReport
    }

    init(_ request: FitRequest, study: StudyRecord, _ store: PlannerStore) throws {
        self.request = request
        self.study = study
        data = try FitData(request, study: study.id, store)
    }

    /// The work of a fit that is kept.
    ///
    /// - Throws: ``FitData/Refusal``, `DatabaseError`.
    init(_ fit: FitRecord, _ store: PlannerStore) throws {
        let body = try JSONParser.parse(Array(fit.request.utf8))
        let request = try FitRequest.read(body, study: fit.study, store.currentLaws())
        try self.init(request, study: store.study(fit.study).study, store)
    }

    /// Fits, and tells the monitor of each law how far it is.
    ///
    /// - Throws: ``FittingError``.
    func product(
        _ monitor: (FittedKind) -> FitMonitor = { _ in FitMonitor() }, workers: Int = 1
    ) throws(FittingError) -> Product {
        var options = request.options
        options.workers = workers
        let alone = try supervised(options, monitor(.supervised))
        guard let law = alone?.law ?? request.supervisedLaw?.supervised else {
            preconditionFailure("a distillation law stands on a supervised one, given or fitted")
        }
        let distilled = try distillation(on: law, supervisedDraws(alone), options, monitor(.distillation))
        let report = FitReport(self, supervised: alone, distillation: distilled, on: law)
        return Product(law: report.isConverged ? set(law, alone, distilled, report) : nil, report: report)
    }

    /// The resampled supervised laws: those of the fit, or those that come with the law that is taken as it is.
    private func supervisedDraws(_ alone: FitOutcome<SupervisedLaw>?) -> [SupervisedLaw] {
        alone?.bootstrap?.draws ?? request.supervisedLaw?.draws?.laws.map(\.supervised) ?? []
    }

    private func supervised(
        _ options: FitOptions, _ monitor: FitMonitor
    ) throws(FittingError) -> FitOutcome<SupervisedLaw>? {
        guard request.supervisedLaw == nil else { return nil }
        return try LawFit.supervised(
            data.supervised.fitted.map(\.run), sumExponent: request.sumExponent, options: options, monitor: monitor)
    }

    private func distillation(
        on law: SupervisedLaw, _ draws: [SupervisedLaw], _ options: FitOptions, _ monitor: FitMonitor
    ) throws(FittingError) -> FitOutcome<DistillationLaw>? {
        guard request.kind == .distillation else { return nil }
        return try LawFit.distillation(
            data.distillation.fitted.map(\.run), on: law, supervisedDraws: draws, options: options, monitor: monitor)
    }
}

// MARK: - The law

extension FitWork {
    private func set(
        _ law: SupervisedLaw, _ alone: FitOutcome<SupervisedLaw>?, _ distilled: FitOutcome<DistillationLaw>?,
        _ report: FitReport
    ) -> CoefficientSet {
        let draws = draws(law, alone, distilled)
        let runs = alone == nil ? nil : data.supervised.fitted.count
        return CoefficientSet(
            name: request.name, version: 1,
            summary: "Fitted to \(report.fittedCount) runs of the study \(study.id).",
            source: Source(paper: "Runs of the study \(study.id)", place: "A fit by this program"),
            supervised: law, distillation: distilled?.law, parameterCounting: data.parameterCounting,
            cost: data.parameterCounting == .all ? .parametersOnly : request.supervisedLaw?.cost ?? .standard,
            corpus: Corpus(dataset: study.dataset, tokenizer: study.tokenizer),
            runs: RunCounts(
                supervised: runs ?? request.supervisedLaw?.runs.supervised,
                distillation: distilled == nil ? nil : data.distillation.fitted.count),
            intervals: draws.map {
                intervals($0, of: supervisedDraws(alone).isEmpty ? Coefficient.distillation : $0.coefficients)
            },
            support: support, misfit: nil, draws: draws,
            provenance: Provenance(
                study: study.id, filter: request.filter.text, runs: report.fittedCount, dataDigest: data.digest,
                options: request.canonical, seed: request.options.seed, programVersion: ProgramVersion.current))
    }

    private var support: Support {
        let hull = data.distillation.fitted.map(\.run).map {
            SupportHull.Run(
                studentParameters: $0.studentParameters, studentTokens: $0.studentTokens,
                teacherLossNats: $0.teacherLossNats)
        }
        return Support(
            supervisedRuns: data.supervised.fitted.map(\.run).map {
                RunPlace(parameters: $0.parameters, tokens: $0.tokens)
            }, distillationRuns: hull, teacherParameters: teacherParameters)
    }

    private var teacherParameters: [Double] { request.kind == .distillation ? data.teacherParameters : [] }

    /// The resampled laws; the n-th distillation law stands on the supervised law that it was fitted on.
    private func draws(
        _ law: SupervisedLaw, _ alone: FitOutcome<SupervisedLaw>?, _ distilled: FitOutcome<DistillationLaw>?
    ) -> LawDraws? {
        guard let bootstrap = request.options.bootstrap else { return nil }
        let supervised = supervisedDraws(alone)
        let laws: [FittedLaws]
        if let outcome = distilled?.bootstrap {
            laws = zip(outcome.indices, outcome.draws).map { index, draw in
                FittedLaws(
                    supervised: supervised.isEmpty ? law : supervised[index % supervised.count], distillation: draw)
            }
        } else {
            laws = supervised.map { FittedLaws(supervised: $0, distillation: nil) }
        }
        guard !laws.isEmpty else { return nil }
        return LawDraws(
            laws, resampling: bootstrap.unit == .run ? .run : .configuration, resamples: bootstrap.resamples,
            seed: request.options.seed)
    }

    /// The intervals of the coefficients that were fitted; those of a law that was held are no draws' to tell.
    private func intervals(_ draws: LawDraws, of fitted: [Coefficient]) -> Intervals {
        let level = request.options.level
        let bounds = fitted.compactMap { coefficient in
            let interval = QuantileInterval(draws.laws.compactMap { $0[coefficient] }, level: level)
            return interval.map { (coefficient, $0.lower...$0.upper) }
        }
        return Intervals(
            level: level, resamples: draws.laws.count, bounds: Dictionary(uniqueKeysWithValues: bounds))
    }
}
