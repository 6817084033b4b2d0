import CEpoll
import Foundation

/// The system's list of descriptors to watch, level-triggered.
struct Epoll: Sendable {
    /// What to watch a descriptor for.
    ///
    /// Errors and hang-ups are always reported.
    struct Interest: OptionSet, Hashable, Sendable {
        let rawValue: UInt32

        static let reading = Interest(rawValue: EPOLLIN.rawValue)
        static let writing = Interest(rawValue: EPOLLOUT.rawValue)
    }

    /// What happened to a watched descriptor.
    struct Report: Sendable {
        let token: UInt64
        let ready: Interest

        /// The connection is over in both directions; nothing can be read or written.
        let isGone: Bool
    }

    private let descriptor: Int32

    init() throws(SystemError) {
        descriptor = try checked(epoll_create1(Int32(EPOLL_CLOEXEC)))
    }

    /// Begins to watch `descriptor`, and names it `token` in reports.
    func add(_ descriptor: Int32, token: UInt64, interest: Interest) throws(SystemError) {
        try control(EPOLL_CTL_ADD, descriptor, token, interest)
    }

    func modify(_ descriptor: Int32, token: UInt64, interest: Interest) throws(SystemError) {
        try control(EPOLL_CTL_MOD, descriptor, token, interest)
    }

    private func control(
        _ operation: Int32, _ watched: Int32, _ token: UInt64, _ interest: Interest
    ) throws(SystemError) {
        var event = epoll_event(events: interest.rawValue, data: epoll_data_t(u64: token))
        try checked(epoll_ctl(descriptor, operation, watched, &event))
    }

    /// Blocks until something is reported or `timeout` has passed; nil waits for ever.
    func wait(timeout: Duration?) -> [Report] {
        let events = [epoll_event](unsafeUninitializedCapacity: 256) { buffer, count in
            // Only a signal can fail the call, and then there is nothing to report.
            count = max(0, Int(epoll_wait(descriptor, buffer.baseAddress, Int32(buffer.count), milliseconds(timeout))))
        }
        return events.map { event in
            Report(
                token: event.data.u64,
                ready: Interest(rawValue: event.events),
                isGone: event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0)
        }
    }

    func close() {
        _ = Foundation.close(descriptor)
    }
}

/// Rounded up, so that a deadline has passed when the wait for it ends.
private func milliseconds(_ timeout: Duration?) -> Int32 {
    guard let timeout else { return -1 }
    let (seconds, attoseconds) = max(timeout, .zero).components
    return Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
}
