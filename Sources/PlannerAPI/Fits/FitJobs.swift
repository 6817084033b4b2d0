import Dispatch
import Fitting
public import Foundation
public import Logging
import Records
import ScalingLaws
public import Store

/// Works on the fits that a database holds, as many at a time as there are cores, each in a thread that gives way to
/// everything else.
///
/// What waits and what is running stands in the database, and nowhere else: a fit is cancelled there, and one that was
/// running when the program ended begins again at the next start. As it is the same for the same runs and options, nothing of
/// it is lost but time.
public final class FitJobs: Sendable {
    private let store: PlannerStore
    private let logger: Logger
    private let metrics: ServiceMetrics
    private let now: @Sendable () -> Date
    private let board = FitBoard()

    /// How often a fit begins before it is given up: one that ends the program every time must not do so for ever.
    static let mostAttempts = 3

    /// How long a fit goes on at most after it was cancelled, the program was told to end, or the service became busy.
    private static let glance = DispatchTimeInterval.milliseconds(100)

    /// Makes the workers, which do nothing before ``start(workers:)``.
    ///
    /// - Parameters:
    ///   - store: the database with the fits.
    ///   - logger: gets what went wrong inside, at level error.
    ///   - metrics: counts how long fits took, and says how busy the service is with answers: fits then keep to fewer
    ///     processors.
    ///   - now: the time at which a fit ends.
    public init(
        store: PlannerStore, logger: Logger, metrics: ServiceMetrics = ServiceMetrics(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.store = store
        self.logger = logger
        self.metrics = metrics
        self.now = now
    }

    /// Takes up what an earlier start of the program left, and everything that comes; without workers it all waits.
    ///
    /// - Throws: `StoreBusy`, `DatabaseError`.
    public func start(workers: Int = ProcessInfo.processInfo.activeProcessorCount) throws {
        precondition(workers >= 0, "there are workers, or none")
        try store.requeueFits(
            mostAttempts: Self.mostAttempts,
            failure: "The program ended \(Self.mostAttempts) times while it worked on this fit.", at: timestamp)
        for _ in 0..<workers {
            board.enter()
            Thread { [self] in
                work()
                board.leave()
            }.start()
        }
    }

    /// Lets the workers leave, and waits for them; what they worked on begins again at the next start.
    public func stop() { board.stop() }

    /// Works on everything that waits, here and now.
    package func finish() { while workOnNext() {} }

    /// Tells the workers that there is something to do.
    func wake() { board.wake() }

    /// How far a running fit is; nil where it is not running here.
    func progress(of id: String) -> FitBoard.Progress? { board.progress(of: id) }

    /// Gives a fit up; whether it had not ended.
    func cancel(_ id: String) throws -> Bool { try store.endFit(id, .cancelled, at: timestamp) }

    private var timestamp: String { now().formatted(.iso8601) }
}

// MARK: - Work

extension FitJobs {
    private func work() {
        while !board.isStopping {
            let asked = board.asked
            if !workOnNext() { board.wait(beyond: asked) }
        }
    }

    /// Works on the fit that has waited longest; whether there was one.
    private func workOnNext() -> Bool {
        do {
            guard let fit = try store.beginNextFit() else { return false }
            board.begin(fit.id, at: now())
            defer { board.end(fit.id) }
            let found = metrics.fits.measure(as: \.measured) { outcome(of: fit) }
            settle(fit, found)
            return true
        } catch is StoreBusy {
            // Somebody writes for long; the fits wait for the next look.
            return false
        } catch {
            logger.error("no fit could be taken up", metadata: ["error": "\(error)"])
            return false
        }
    }

    private enum Outcome {
        case found(FitWork.Product)
        case failed(String)
        /// Somebody has ended it meanwhile.
        case ended
        /// The program ends.
        case interrupted

        /// What the metrics call it.
        var measured: FitMetrics.Outcome {
            switch self {
            case .found: .done
            case .failed: .failed
            case .ended: .cancelled
            case .interrupted: .interrupted
            }
        }
    }

    private func outcome(of fit: FitRecord) -> Outcome {
        do {
            let work = try FitWork(fit, store)
            guard work.data.digest == fit.dataDigest else {
                return .failed("The runs have changed since the fit was asked for; ask again.")
            }
            return try outcome(of: work, fit.id)
        } catch let error as FittingError {
            return .failed(error.text)
        } catch let refusal as FitData.Refusal {
            return .failed(refusal.text)
        } catch let faults as Faults {
            return .failed(PlanQuestionError(isMalformed: true, faults) { $0 }.lines.joined(separator: "; "))
        } catch {
            logger.error("a fit failed", metadata: ["fit": "\(fit.id)", "error": "\(error)"])
            return .failed("The server failed; its log says why.")
        }
    }

    private func outcome(of work: FitWork, _ id: String) throws(FittingError) -> Outcome {
        let computation = BackgroundWork { [board, now] isAbandoned in
            Result { () throws(FittingError) in
                try work.product { kind in
                    FitMonitor(report: { board.report(id, kind, $0, at: now()) }, isCancelled: isAbandoned)
                }
            }
        }
        defer { computation.abandon() }
        var load = ServingLoad(metrics)
        while !board.isStopping {
            let busy = load.look()
            computation.keep(toProcessors: { ServingLoad.processors(leftBy: busy, of: $0) })
            if let result = computation.value(within: Self.glance) { return .found(try result.get()) }
            // Where the database does not answer now, it does at the next glance.
            if let status = try? store.fitStatus(id), status != .running { return .ended }
        }
        return .interrupted
    }

    /// Keeps what came of a fit, as soon as the database takes it.
    private func settle(_ fit: FitRecord, _ outcome: Outcome) {
        while true {
            do {
                return try keep(outcome, of: fit)
            } catch is StoreBusy {
                // Somebody writes for long.
            } catch {
                logger.error("the end of a fit could not be kept", metadata: ["fit": "\(fit.id)", "error": "\(error)"])
            }
            // What is not kept now begins again at the next start.
            if board.isStopping { return }
            board.wait(beyond: board.asked)
        }
    }

    private func keep(_ outcome: Outcome, of fit: FitRecord) throws {
        switch outcome {
        case .found(let product):
            do {
                try store.keepFit(fit.id, law: product.law, at: timestamp) { product.report.bytes(law: $0) }
            } catch let error as LawNameError {
                try store.endFit(fit.id, .failed(Problem(error).detail), at: timestamp)
            }
        case .failed(let why): try store.endFit(fit.id, .failed(why), at: timestamp)
        case .ended: break
        case .interrupted: try store.returnFit(fit.id)
        }
    }
}
