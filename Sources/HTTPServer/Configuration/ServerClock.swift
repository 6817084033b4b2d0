import Foundation

/// Where the server takes the time from; a test can bring its own.
public struct ServerClock: Sendable {
    /// Whole seconds since the start of 1970 in UTC, for Date.
    public var secondsSince1970: @Sendable () -> Int

    /// The present on a clock that never goes back, for deadlines and durations.
    public var now: @Sendable () -> ContinuousClock.Instant

    /// Makes a clock of two functions, which may be called from any thread.
    public init(
        secondsSince1970: @escaping @Sendable () -> Int, now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.secondsSince1970 = secondsSince1970
        self.now = now
    }

    /// The system's clocks.
    public static let system = ServerClock(secondsSince1970: { time(nil) }, now: { ContinuousClock.now })
}

typealias Instant = ContinuousClock.Instant
