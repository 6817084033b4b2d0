import CEpoll
import Foundation

/// A descriptor that becomes readable when it is rung, and stays so.
final class Bell: Sendable {
    let descriptor: Int32

    init() throws(SystemError) {
        descriptor = try checked(eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC)))
    }

    deinit {
        close(descriptor)
    }

    /// Wakes whoever waits for it, now and later; for any thread.
    func ring() {
        eventfd_write(descriptor, 1)
    }
}

/// A descriptor that becomes readable when a time has passed.
final class TimerDescriptor: Sendable {
    let descriptor: Int32

    init() throws(SystemError) {
        descriptor = try checked(timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK | TFD_CLOEXEC)))
    }

    deinit {
        close(descriptor)
    }

    /// Makes it readable `delay` from now, at least a nanosecond, in place of what was set before; for any thread.
    func set(after delay: Duration) {
        let (seconds, attoseconds) = max(delay, .nanoseconds(1)).components
        var value = itimerspec()
        value.it_value.tv_sec = time_t(clamping: seconds)
        value.it_value.tv_nsec = Int(attoseconds / 1_000_000_000)
        timerfd_settime(descriptor, 0, &value, nil)
    }

    /// Makes it unreadable until the time that is set next.
    func clear() {
        var expirations: UInt64 = 0
        _ = read(descriptor, &expirations, MemoryLayout<UInt64>.size)
    }
}
