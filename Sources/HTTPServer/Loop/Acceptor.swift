/// Takes new connections from a listener, and pauses while there is no room for them.
///
/// Confined to the loop's thread.
struct Acceptor {
    /// Connections taken in one turn of the loop, so that a rush of them cannot keep the others waiting.
    private static let batch = 64

    /// How long to wait before trying again, where it is not our own connections that use up the descriptors.
    private static let retryDelay = Duration.milliseconds(100)

    /// Why nothing is accepted for now: until fewer than `count` connections are open, or until `retry`.
    private struct Pause {
        let count: Int
        let retry: Instant?
    }

    private let listener: Listener
    private let epoll: Epoll
    private let token: UInt64
    private let maximum: Int
    private var pause: Pause?

    init(listener: Listener, epoll: Epoll, token: UInt64, maximum: Int) {
        self.listener = listener
        self.epoll = epoll
        self.token = token
        self.maximum = maximum
    }

    /// When to call ``resume(_:now:)`` though no connection has closed.
    var retry: Instant? { pause?.retry }

    /// Accepts what waits and fits.
    mutating func accept(into connections: ConnectionTable, now: Instant) {
        for _ in 0..<Self.batch {
            guard connections.count < maximum else { return halt(Pause(count: maximum, retry: nil)) }
            switch listener.accept() {
            case .accepted(let descriptor, let peer):
                connections.open(StreamSocket(descriptor: descriptor), peer: peer, now: now)
            case .lost:
                continue
            case .nobodyWaits:
                return
            case .outOfResources:
                return halt(Pause(count: connections.count, retry: now + Self.retryDelay))
            }
        }
    }

    /// Goes on accepting where there is room again.
    mutating func resume(_ connections: ConnectionTable, now: Instant) {
        guard let pause else { return }
        let isDue = pause.retry.map { $0 <= now } ?? false
        guard isDue || connections.count < pause.count else { return }
        self.pause = nil
        watch(.reading)
    }

    /// Stops for good.
    func close() {
        listener.close()
    }

    private mutating func halt(_ pause: Pause) {
        self.pause = pause
        watch([])
    }

    private func watch(_ interest: Epoll.Interest) {
        // It can only fail for a descriptor that is not watched, and this one is from start to close.
        try? epoll.modify(listener.descriptor, token: token, interest: interest)
    }
}
