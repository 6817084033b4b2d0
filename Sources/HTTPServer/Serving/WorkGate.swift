/// Lets a fixed number of handlers run at a time and keeps those beyond in a bounded queue, in the order of their
/// coming.
///
/// Whoever is let in has a slot, and brings it back with ``leave()``. A queued connection belongs to whoever gets it
/// from here.
final class WorkGate: Sendable {
    /// What becomes of a connection that has something to run.
    enum Entry: Hashable {
        case run
        case queued
        case full
    }

    private struct State {
        var running = 0
        var queue: [Connection] = []
    }

    private let slots: Int
    private let queueLength: Int
    private let state = Guarded(State())

    init(slots: Int, queueLength: Int) {
        self.slots = slots
        self.queueLength = queueLength
    }

    /// Asks for a slot, else for a place in the queue.
    func enter(_ connection: Connection) -> Entry {
        state.withLock { state in
            if state.running < slots {
                state.running += 1
                return .run
            }
            guard state.queue.count < queueLength else { return .full }
            state.queue.append(connection)
            return .queued
        }
    }

    /// Queues a connection whose caller has a slot behind those who have waited longer, and gives the slot to the
    /// first of them; returns nil, and does nothing, where nobody waits.
    func swap(_ connection: Connection) -> Connection? {
        state.withLock { state in
            guard !state.queue.isEmpty else { return nil }
            state.queue.append(connection)
            return state.queue.removeFirst()
        }
    }

    /// Brings a slot back, and gets it again with the next connection that waits for one.
    func leave() -> Connection? {
        state.withLock { state in
            guard state.queue.isEmpty else { return state.queue.removeFirst() }
            state.running -= 1
            return nil
        }
    }

    /// Takes a connection that will not be run out of the queue.
    func forget(_ connection: Connection) {
        state.withLock { state in state.queue.removeAll { $0 === connection } }
    }
}
