import Fitting
import Foundation
import Planning
import PublishedRuns
import Records
public import ScalingLaws
import Store

/// Makes version 2 of `busbridge-2025-refit` again: the runs of Figure 1, imported and fitted as anybody's are.
public enum PublishedRefit {
    /// Which law it is.
    public static let reference = LawReference(name: "busbridge-2025-refit", version: 2)

    /// The program that made it first: a version never changes, so that a later program makes the same or another one.
    private static let programVersion = "0.1.0"

    private static let resamples = 512

    private static let study = StudyRecord(
        id: "busbridge-2025-figure1", name: "Figure 1 of Busbridge et al. 2025", createdAt: "2025-02-12T00:00:00Z")

    /// The law, fitted anew with `workers` threads, with nothing in it that a fit does not say.
    ///
    /// - Throws: ``RefitFailure``; `StoreError` where there is no memory for a database.
    public static func law(workers: Int, _ report: @escaping FitQuestion.Report) throws -> CoefficientSet {
        let store = try PlannerStore()
        try take(into: store)
        let work: FitWork
        do {
            work = try FitWork(request(store.laws), study: study, store)
        } catch let refusal as FitData.Refusal {
            throw RefitFailure(reason: refusal.text)
        }
        let product: FitWork.Product
        do {
            product = try work.product(
                { kind in FitMonitor(report: { report(kind.rawValue, $0.stage.rawValue, $0.done, $0.total) }) },
                workers: workers)
        } catch {
            throw RefitFailure(reason: error.text)
        }
        guard let law = product.law else { throw RefitFailure(reason: product.report.text) }
        return law
    }

    /// The runs as a study of `store`; the student's size is that of the figure.
    private static func take(into store: PlannerStore) throws {
        try store.add(study)
        var arguments = ImportArguments()
        arguments.source = PublishedRuns.figure1Name
        arguments.map = ["params=N_S_figure"]
        var pieces = [PublishedRuns.figure1[...]]
        let report = try RunImport.run(arguments, format: .csv, into: study.id, store) { pieces.popLast() }
        guard report.isTaken else { throw RefitFailure(reason: report.text) }
    }

    private static func request(_ laws: LawCatalog) throws(RefitFailure) -> FitRequest {
        guard let supervised = laws.set("busbridge-2025@1") else {
            throw RefitFailure(reason: "There is no busbridge-2025@1.")
        }
        var options = FitOptions()
        options.hasProfiles = false
        options.leavesOut = false
        options.bootstrap = .init(unit: .configuration, resamples: resamples)
        return FitRequest(
            kind: .distillation, name: reference.name, filter: RunFilter(), sumExponent: .free,
            supervisedLaw: supervised, options: options, holdout: nil)
    }

    /// The Swift text by which the program holds what was fitted of `law`; nil where that has no draws of a fit.
    public static func source(_ law: CoefficientSet) -> [UInt8]? {
        RefitSource(law, programVersion: programVersion).map { Array($0.text.utf8) }
    }
}

/// The shipped law could not be made again.
public struct RefitFailure: Error {
    /// Why, in words.
    public let reason: String
}
