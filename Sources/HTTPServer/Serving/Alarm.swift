import Synchronization

/// The earliest of all deadlines, as a descriptor that becomes readable when it has passed.
///
/// Times are nanoseconds since the alarm was made.
final class Alarm: Sendable {
    private let clock: ServerClock
    private let origin: Instant
    private let timer: TimerDescriptor
    private let earliest = Guarded(Int64.max)

    /// A copy of `earliest` that can be read without its lock.
    private let hint = Atomic(Int64.max)

    init(clock: ServerClock) throws(SystemError) {
        self.clock = clock
        origin = clock.now()
        timer = try TimerDescriptor()
    }

    var descriptor: Int32 { timer.descriptor }

    /// A time in nanoseconds of this alarm.
    func nanoseconds(_ instant: Instant) -> Int64 {
        let (seconds, attoseconds) = (instant - origin).components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflows ? .max : whole + attoseconds / 1_000_000_000
    }

    /// Sees to it that the descriptor is readable at `deadline` at the latest; for any thread.
    func note(_ deadline: Int64) {
        // Nearly always the end of it: a server has an earlier deadline somewhere than the one just set.
        guard deadline < hint.load(ordering: .acquiring) else { return }
        earliest.withLock { earliest in
            guard deadline < earliest else { return }
            earliest = deadline
            hint.store(deadline, ordering: .releasing)
            timer.set(after: .nanoseconds(deadline - nanoseconds(clock.now())))
        }
    }

    /// Forgets what was noted; whoever then reads the deadlines notes the earliest that is left.
    func reset() {
        earliest.withLock { earliest in
            earliest = .max
            hint.store(.max, ordering: .releasing)
            timer.clear()
        }
    }
}
