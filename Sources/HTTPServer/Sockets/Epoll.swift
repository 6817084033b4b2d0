import CEpoll
import Foundation

/// The system's list of descriptors to watch.
final class Epoll: Sendable {
    /// How a descriptor is watched.
    enum Mode: Hashable {
        /// Every wait reports it while it is readable.
        case whileReadable

        /// One wait reports that it is readable; then it rests until it is watched again.
        case onceReadable

        /// Reported when bytes or the end come, and not again until more comes.
        case onInput

        /// As `onInput`, and also when there is room for output again; at once where there is now.
        case onInputAndRoom

        fileprivate var events: UInt32 {
            switch self {
            case .whileReadable: EPOLLIN.rawValue
            case .onceReadable: EPOLLIN.rawValue | EPOLLONESHOT.rawValue
            case .onInput: EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
            case .onInputAndRoom: Mode.onInput.events | EPOLLOUT.rawValue
            }
        }
    }

    /// What happened to a watched descriptor.
    struct Report: Sendable {
        let token: UInt64

        /// The peer has ended its side, or the connection is broken: bytes may still wait before the end.
        let isEnding: Bool
    }

    private let descriptor: Int32

    init() throws(SystemError) {
        descriptor = try checked(epoll_create1(Int32(EPOLL_CLOEXEC)))
    }

    deinit {
        close(descriptor)
    }

    /// Begins to watch `descriptor`, and names it `token` in reports; for any thread.
    func add(_ descriptor: Int32, token: UInt64, _ mode: Mode) throws(SystemError) {
        try control(EPOLL_CTL_ADD, descriptor, token, mode)
    }

    /// Watches a descriptor in another way, and reports at once what is there already; for any thread.
    func modify(_ descriptor: Int32, token: UInt64, _ mode: Mode) throws(SystemError) {
        try control(EPOLL_CTL_MOD, descriptor, token, mode)
    }

    private func control(
        _ operation: Int32, _ watched: Int32, _ token: UInt64, _ mode: Mode
    ) throws(SystemError) {
        var event = epoll_event(events: mode.events, data: epoll_data_t(u64: token))
        try checked(epoll_ctl(descriptor, operation, watched, &event))
    }

    /// Blocks until there is a report; many threads may wait, and each report goes to one of them.
    ///
    /// One at a time, because whoever takes several keeps the others waiting while it serves the first.
    func wait() -> Report {
        var event = epoll_event()
        if epoll_wait(descriptor, &event, 1, 0) != 1 {
            // To go to sleep and be woken costs more than a small request: those who are about to send get their turn
            // first. Only a signal can make the second call return with nothing.
            repeat { sched_yield() } while epoll_wait(descriptor, &event, 1, -1) != 1
        }
        let ending = EPOLLRDHUP.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue
        return Report(token: event.data.u64, isEnding: event.events & ending != 0)
    }
}
