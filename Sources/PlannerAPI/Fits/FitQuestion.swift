import Fitting
import Foundation
import Records
import ScalingLaws
public import Store

/// A fit as the command line asks for it: at once, and here.
public struct FitQuestion {
    private let work: FitWork
    private let store: PlannerStore

    /// Reads a request, of the same fields as the service's, on runs of `study`.
    ///
    /// - Parameter name: what the one who asks calls a field.
    /// - Throws: ``PlanQuestionError``, `StudyMissing`, `DatabaseError`.
    public init(
        _ body: JSONValue, study: String, _ store: PlannerStore, calling name: (String) -> String
    ) throws {
        let record = try store.study(study).study
        let laws = try store.currentLaws()
        do {
            let request = try FitRequest.read(body, study: study, laws)
            work = try FitWork(request, study: record, store)
        } catch let error as Faults {
            throw PlanQuestionError(isMalformed: true, error, calling: name)
        } catch let refusal as FitData.Refusal {
            throw PlanQuestionError(isMalformed: false, lines: [refusal.text])
        }
        self.store = store
    }

    /// How far a fit is: the law, the stage, pieces done and in all.
    public typealias Report = @Sendable (_ law: String, _ stage: String, _ done: Int, _ total: Int) -> Void

    /// Fits with `workers` threads, and keeps the law where `isKept`.
    ///
    /// - Throws: ``PlanQuestionError`` where the runs do not tell the law, `StoreBusy`, `DatabaseError`.
    public func answer(workers: Int, isKept: Bool, _ report: @escaping Report) throws -> FitResult {
        let product: FitWork.Product
        do {
            product = try work.product(
                { kind in
                    FitMonitor(report: { report(kind.rawValue, $0.stage.rawValue, $0.done, $0.total) })
                }, workers: workers)
        } catch {
            throw PlanQuestionError(isMalformed: false, lines: [error.text])
        }
        var law: LawReference?
        if isKept, let set = product.law {
            do {
                let kept = try store.addLaw(set, by: .commandLine, at: Date())
                law = LawReference(name: kept.name, version: kept.version)
            } catch let error as LawNameError {
                throw PlanQuestionError(isMalformed: false, lines: [Problem(error).detail])
            }
        }
        return FitResult(product.report, law: law)
    }
}

/// What came of a fit, to be printed.
public struct FitResult {
    private let report: FitReport
    private let law: LawReference?

    init(_ report: FitReport, law: LawReference?) {
        self.report = report
        self.law = law
    }

    /// JSON of several lines.
    public var json: [UInt8] {
        let name = JSONValue.optional(law) { ["name": .string($0.name), "version": .number($0.version)] }
        return JSONValue.object([.init("law", name)] + report.members).bytes
    }

    /// Text for a terminal.
    public var text: String {
        let head = law.map { "Kept as the law \($0.name)@\($0.version).\n\n" } ?? ""
        return head + report.text
    }
}
