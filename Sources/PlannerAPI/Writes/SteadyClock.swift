import Foundation
import Logging
import Synchronization

/// A time of day that goes on evenly from where the system's stood when it was made, though somebody sets that one.
///
/// Kept answers end by it: a clock that jumps ahead for a moment must not make a write that is sent again a second one.
final class SteadyClock: Sendable {
    private let now: @Sendable () -> Date
    private let instant: @Sendable () -> ContinuousClock.Instant
    private let logger: Logger
    private let start: (date: Date, instant: ContinuousClock.Instant)
    /// By how many seconds the system's clock is ahead, as was last said.
    private let offset = Mutex(0.0)

    /// What clocks may differ by because they are read one after the other, or are being adjusted by degrees, in seconds.
    private static let tolerance = 5.0

    init(
        now: @escaping @Sendable () -> Date, instant: @escaping @Sendable () -> ContinuousClock.Instant, logger: Logger
    ) {
        self.now = now
        self.instant = instant
        self.logger = logger
        start = (now(), instant())
    }

    /// Whole seconds since 1970; the log is told where the system's clock has been set since the last call.
    var secondsSince1970: Int64 {
        let steady = start.date.timeIntervalSince1970 + (instant() - start.instant) / .seconds(1)
        let ahead = now().timeIntervalSince1970 - steady
        let step = offset.withLock { offset in
            let step = ahead - offset
            guard abs(step) > Self.tolerance else { return 0.0 }
            offset = ahead
            return step
        }
        if step != 0 {
            logger.warning(
                "the system's clock was set; tokens and times of day follow it, kept answers do not",
                metadata: ["seconds": "\(Int(step.rounded()))"])
        }
        return Int64(steady.rounded(.down))
    }
}
