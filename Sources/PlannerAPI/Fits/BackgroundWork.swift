import Dispatch
import Foundation
import Synchronization

/// Work in a thread of its own that runs where nobody else wants to, so that whatever answers goes first.
///
/// Such a thread may stand still for long while the others are busy: it must hold nothing that they wait for, no
/// transaction of the database above all. So nobody has to wait for its end either: work that is abandoned ends by itself.
final class BackgroundWork<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let ended = DispatchSemaphore(value: 0)
    private let abandoned = Atomic(false)
    /// The system's number of the thread, and the processors that it may run on; nil before it runs and after.
    private let place = Mutex<(thread: Int32, processors: Processors)?>(nil)

    /// Starts `work`, which is told whether it has been abandoned.
    init(_ work: @escaping @Sendable (_ isAbandoned: @escaping @Sendable () -> Bool) -> Value) {
        let thread = Thread { [self] in
            Self.giveWay()
            begin()
            defer { place.withLock { $0 = nil } }
            let found = work { self.abandoned.load(ordering: .relaxed) }
            value.withLock { $0 = found }
            ended.signal()
        }
        thread.name = "fit"
        // The frames of a debug build need more than a thread usually has.
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// What came of the work, if it ends within `time`.
    func value(within time: DispatchTimeInterval) -> Value? {
        guard ended.wait(timeout: .now() + time) == .success else { return nil }
        ended.signal()
        return value.withLock { $0 }
    }

    /// Tells the work that nobody wants it any more.
    func abandon() { abandoned.store(true, ordering: .relaxed) }

    /// Leaves the thread so many processors as `count` makes of those that it may run on; it has effect on Linux.
    func keep(toProcessors count: (_ allowed: Int) -> Int) {
        #if os(Linux)
            // The lock is held so that the thread cannot end meanwhile, and another one get its number.
            place.withLock { place in
                guard let place else { return }
                place.processors.last(count(place.processors.count)).assign(to: place.thread)
            }
        #endif
    }

    private func begin() {
        #if os(Linux)
            let thread = Processors.currentThread
            place.withLock { $0 = Processors(of: thread).map { (thread, $0) } }
        #endif
    }

    private static func giveWay() {
        #if os(Linux)
            // Linux gives each thread a class of its own; 5 is SCHED_IDLE, which runs on what all others leave.
            var parameters = sched_param(sched_priority: 0)
            guard sched_setscheduler(0, 5, &parameters) != 0 else { return }
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
        #else
            Thread.current.qualityOfService = .background
        #endif
    }
}
