import Synchronization

/// Takes new connections from a listener, and pauses while there is no room for them.
final class Acceptor: Sendable {
    /// Connections taken at a time, so that a rush of them cannot keep the others waiting.
    private static let batch = 64

    /// How long to wait before trying again, where it is not our own connections that use up the descriptors.
    private static let retryDelay = Duration.milliseconds(100)

    /// What came of accepting.
    enum Outcome {
        /// Nobody waits any more, or others' turn has come.
        case done

        /// There is no room; ``resume()`` goes on, once a connection has closed or this has passed.
        case paused(retryAfter: Duration?)
    }

    private let listener: Listener
    private let epoll: Epoll
    private let token: UInt64
    private let maximum: Int
    private let isOpen = Guarded(true)
    private let isPaused = Atomic(false)

    init(listener: Listener, epoll: Epoll, token: UInt64, maximum: Int) {
        self.listener = listener
        self.epoll = epoll
        self.token = token
        self.maximum = maximum
    }

    /// Hands what waits and fits to `open`; `count` tells how many connections there are.
    func accept(count: () -> Int, _ open: (StreamSocket, SocketAddress) -> Void) -> Outcome {
        isOpen.withLock { isOpen in
            for _ in 0..<Self.batch where isOpen {
                guard count() < maximum else {
                    isPaused.store(true, ordering: .sequentiallyConsistent)
                    // One that closed just now may have missed that it should have resumed.
                    guard count() < maximum else { return .paused(retryAfter: nil) }
                    isPaused.store(false, ordering: .sequentiallyConsistent)
                    continue
                }
                switch listener.accept() {
                case .accepted(let descriptor, let peer): open(StreamSocket(descriptor: descriptor), peer)
                case .lost: continue
                case .nobodyWaits: return watch()
                case .outOfResources:
                    isPaused.store(true, ordering: .sequentiallyConsistent)
                    return .paused(retryAfter: Self.retryDelay)
                }
            }
            return watch()
        }
    }

    /// Goes on accepting if it had paused; for any thread.
    func resume() {
        guard isPaused.load(ordering: .sequentiallyConsistent) else { return }
        guard isPaused.exchange(false, ordering: .sequentiallyConsistent) else { return }
        isOpen.withLock { isOpen in
            if isOpen { _ = watch() }
        }
    }

    /// Stops for good; for any thread, and any number of times.
    func close() {
        isOpen.withLock { isOpen in
            if isOpen { listener.close() }
            isOpen = false
        }
    }

    private func watch() -> Outcome {
        // It can only fail for a descriptor that is not watched, and this one is from start to close.
        try? epoll.modify(listener.descriptor, token: token, .onceReadable)
        return .done
    }
}
