import Synchronization

/// Which thread may touch a connection: never more than one at a time.
///
/// A thread that is told of an event takes the connection if it is free, and leaves a notice with its owner if it is
/// not; an owner that lets go and finds a notice looks again, so no event is lost. While a handler has the connection
/// it may be taken away by whoever finds that the handler is too slow, and then it is never given back.
///
/// Every change is one atomic exchange that acquires and releases, so what an owner wrote is seen by the next.
struct Ownership: ~Copyable, Sendable {
    enum State: UInt8 {
        /// Nobody's: whoever has news of it may take it.
        case free

        /// A thread is reading, parsing or writing.
        case owned

        /// Its request waits for a worker; it belongs to whoever takes it from the queue.
        case queued

        /// A handler is at work.
        case running
    }

    private static let notice: UInt8 = 0x80

    private let bits: Atomic<UInt8>

    /// - Parameter state: the first state, without a notice.
    init(_ state: State) {
        bits = Atomic(state.rawValue)
    }

    /// Takes the connection if it is free, else leaves a notice; returns whether it was taken.
    func takeOrNotice() -> Bool {
        var seen = bits.load(ordering: .acquiring)
        while true {
            let isFree = seen == State.free.rawValue
            let wanted = isFree ? State.owned.rawValue : seen | Self.notice
            guard wanted != seen else { return false }
            let outcome = bits.compareExchange(
                expected: seen, desired: wanted, ordering: .acquiringAndReleasing)
            if outcome.exchanged { return isFree }
            seen = outcome.original
        }
    }

    /// Moves from one state to another, and keeps a notice; returns false, and does nothing, in any other state.
    func move(from: State, to: State) -> Bool {
        var seen = bits.load(ordering: .acquiring)
        while seen & ~Self.notice == from.rawValue {
            let outcome = bits.compareExchange(
                expected: seen, desired: to.rawValue | seen & Self.notice, ordering: .acquiringAndReleasing)
            if outcome.exchanged { return true }
            seen = outcome.original
        }
        return false
    }

    /// Lets go; returns false where there is a notice, which is thereby taken: then the caller still owns it.
    func release() -> Bool {
        let outcome = bits.compareExchange(
            expected: State.owned.rawValue, desired: State.free.rawValue, ordering: .acquiringAndReleasing)
        if !outcome.exchanged { bits.store(State.owned.rawValue, ordering: .releasing) }
        return outcome.exchanged
    }

    /// Lets go whether or not there is a notice; the caller sees to it that an event follows.
    func releaseUnread() {
        bits.store(State.free.rawValue, ordering: .releasing)
    }
}
