import Fitting
import Foundation

/// What the workers on fits and the routes share: how far each fit is, whether there is something to do, and whether to
/// stop.
///
/// Every access to its variables holds the lock, which is the proof of `@unchecked Sendable`.
final class FitBoard: @unchecked Sendable {
    private let condition = NSCondition()
    private var running: [String: Progress] = [:]
    private var asks = 0
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
            let each = max(0, reported.timeIntervalSince(stageBegan)) / Double(stage.done)
            return each * Double(stage.total - stage.done)
        }
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }
}

// MARK: - Workers

extension FitBoard {
    var isStopping: Bool { locked { stops } }

    func enter() { locked { workers += 1 } }

    func leave() {
        locked {
            workers -= 1
            condition.broadcast()
        }
    }

    /// Lets the workers leave, and waits until the last has.
    func stop() {
        locked {
            stops = true
            condition.broadcast()
            while workers > 0 { condition.wait() }
        }
    }

    /// How often somebody has asked for something to be done.
    var asked: Int { locked { asks } }

    func wake() {
        locked {
            asks += 1
            condition.broadcast()
        }
    }

    /// Waits until somebody asks for more than was `asked` already, but no longer than it takes until another program may
    /// have added a fit, or a busy database may be free again.
    func wait(beyond asked: Int) {
        locked {
            let deadline = Date(timeIntervalSinceNow: 5)
            while asks == asked, !stops, condition.wait(until: deadline) {}
        }
    }
}

// MARK: - Progress

extension FitBoard {
    func begin(_ id: String, at time: Date) {
        locked { running[id] = Progress(began: time, stageBegan: time, reported: time) }
    }

    func end(_ id: String) { locked { running[id] = nil } }

    func progress(of id: String) -> Progress? { locked { running[id] } }

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
