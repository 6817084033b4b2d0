import Fitting
public import Foundation
public import Logging
import Records
import ScalingLaws
public import Store

/// Works on the fits that a database holds, as many at a time as there are cores, each in a thread that gives way to
/// everything else.
///
/// What waits and what is running stands in the database: a fit that was running when the program ended begins again at
/// the next start, and as it is the same for the same runs and options, nothing of it is lost but time.
public final class FitJobs: Sendable {
    private let store: PlannerStore
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let board: FitBoard

    /// How often a fit begins before it is given up: one that ends the program every time must not do so for ever.
    static let mostAttempts = 3

    /// Makes the workers, which do nothing before ``start(workers:)``.
    public init(store: PlannerStore, logger: Logger, now: @escaping @Sendable () -> Date = { Date() }) {
        self.store = store
        self.logger = logger
        self.now = now
        board = FitBoard()
    }

    /// Takes up what an earlier start of the program left, and everything that comes.
    ///
    /// - Throws: `StoreBusy`, `DatabaseError`.
    public func start(workers: Int = ProcessInfo.processInfo.activeProcessorCount) throws {
        precondition(workers >= 1, "somebody must do the work")
        try store.requeueFits(
            mostAttempts: Self.mostAttempts,
            failure: "The program ended \(Self.mostAttempts) times while it worked on this fit.", at: timestamp)
        for _ in 0..<workers {
            board.enter()
            let thread = Thread { [self] in
                Background.enter()
                while !board.isStopping { board.wait(unless: workOnNext()) }
                board.leave()
            }
            thread.name = "fit"
            // A model's evaluation needs little; the frames of a debug build need more than a thread usually has.
            thread.stackSize = 4 << 20
            thread.start()
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
    func cancel(_ id: String) throws -> Bool {
        let isEnded = try store.endFit(id, .cancelled, at: timestamp)
        board.cancel(id)
        return isEnded
    }

    private var timestamp: String { now().formatted(.iso8601) }
}

// MARK: - Work

extension FitJobs {
    /// Works on the fit that has waited longest; whether there was one.
    private func workOnNext() -> Bool {
        do {
            guard let fit = try store.beginNextFit() else { return false }
            board.begin(fit.id, at: now())
            defer { board.end(fit.id) }
            if let end = try end(of: fit) { try store.endFit(fit.id, end, at: timestamp) }
            return true
        } catch {
            logger.error("a fit could not be worked on", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// What comes of a fit; nil where it is left for the next start.
    private func end(of fit: FitRecord) throws -> FitEnd? {
        do {
            let work = try FitWork(fit, store)
            guard work.data.digest == fit.dataDigest else {
                return .failed("The runs have changed since the fit was asked for; ask again.")
            }
            let product = try work.product(monitor(fit.id))
            let law = try product.law.map { try store.addLaw($0).set }
            let reference = law.map { LawReference(name: $0.name, version: $0.version) }
            return .done(result: product.report.bytes(law: reference), law: reference)
        } catch FittingError.cancelled {
            return board.isStopping ? nil : .cancelled
        } catch let error as FittingError {
            return .failed(error.text)
        } catch let refusal as FitData.Refusal {
            return .failed(refusal.text)
        } catch let error as LawNameError {
            return .failed(Problem(error).detail)
        }
    }

    private func monitor(_ id: String) -> @Sendable (FittedKind) -> FitMonitor {
        { [board, now] kind in
            FitMonitor(
                report: { board.report(id, kind, $0, at: now()) },
                isCancelled: { board.isCancelled(id) })
        }
    }
}

/// What the workers and the routes share.
///
/// Every access to its variables holds the lock, which is the proof of `@unchecked Sendable`.
final class FitBoard: @unchecked Sendable {
    private let condition = NSCondition()
    private var running: [String: Progress] = [:]
    private var cancelled: Set<String> = []
    private var isAsked = false
    private var workers = 0
    private var stops = false

    /// How far a fit is.
    struct Progress {
        var kind: FittedKind?
        var stage: FitProgress?
        var began: Date
        var stageBegan: Date
        var reported: Date

        /// Seconds until the stage is done, if its pieces go on as they went; nil before the first is done.
        var secondsLeftOfStage: Double? {
            guard let stage, stage.done > 0 else { return nil }
            let each = reported.timeIntervalSince(stageBegan) / Double(stage.done)
            return each * Double(stage.total - stage.done)
        }
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }

    var isStopping: Bool { locked { stops } }

    func enter() { locked { workers += 1 } }

    func leave() {
        locked {
            workers -= 1
            condition.broadcast()
        }
    }

    func stop() {
        condition.lock()
        stops = true
        condition.broadcast()
        while workers > 0 { condition.wait() }
        condition.unlock()
    }

    func wake() {
        locked {
            isAsked = true
            condition.broadcast()
        }
    }

    /// Waits for something to do, unless `hasWorked`, after which there may be more.
    func wait(unless hasWorked: Bool) {
        guard !hasWorked else { return }
        condition.lock()
        defer { condition.unlock() }
        // Another program may have added a fit, or a busy database may be free again.
        let deadline = Date(timeIntervalSinceNow: 5)
        while !isAsked, !stops, condition.wait(until: deadline) {}
        isAsked = false
    }

    func begin(_ id: String, at time: Date) {
        locked { running[id] = Progress(began: time, stageBegan: time, reported: time) }
    }

    func end(_ id: String) {
        locked {
            running[id] = nil
            cancelled.remove(id)
        }
    }

    func progress(of id: String) -> Progress? { locked { running[id] } }

    func cancel(_ id: String) {
        locked { if running[id] != nil { cancelled.insert(id) } }
    }

    func isCancelled(_ id: String) -> Bool { locked { stops || cancelled.contains(id) } }

    func report(_ id: String, _ kind: FittedKind, _ stage: FitProgress, at time: Date) {
        locked {
            guard var progress = running[id] else { return }
            if progress.kind != kind || progress.stage?.stage != stage.stage { progress.stageBegan = progress.reported }
            progress.kind = kind
            progress.stage = stage
            progress.reported = time
            running[id] = progress
        }
    }
}

/// The class of threads that run where nobody else wants to.
private enum Background {
    /// Puts the calling thread into it.
    static func enter() {
        #if os(Linux)
            // Linux gives each thread its own; 5 is SCHED_IDLE, which runs on what all others leave.
            var parameters = sched_param(sched_priority: 0)
            if sched_setscheduler(0, 5, &parameters) != 0 {
                _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
            }
        #else
            Thread.current.qualityOfService = .background
        #endif
    }
}
