/// Lets a fixed number of handlers run at a time and keeps those beyond in a bounded queue, in the order of their
/// coming.
///
/// Long ones never have all slots: one is left to the short ones, unless there is only one. Whoever is let in has a slot
/// of its kind, and brings it back with ``leave(_:)``. A queued connection belongs to whoever gets it from here.
final class WorkGate: Sendable {
    /// How long a handler may be expected to run.
    enum Kind: Hashable {
        case short
        case long
    }

    /// What becomes of a connection that has something to run.
    enum Entry: Hashable {
        case run
        case queued
        case full
    }

    private struct State {
        var running = 0
        var runningLong = 0
        var queue: [Connection] = []
    }

    private let slots: Int
    private let longSlots: Int
    private let queueLength: Int
    private let state = Guarded(State())

    init(slots: Int, queueLength: Int) {
        self.slots = slots
        longSlots = max(1, slots - 1)
        self.queueLength = queueLength
    }

    /// Asks for a slot, else for a place in the queue.
    func enter(_ connection: Connection) -> Entry {
        state.withLock { state in
            if mayRun(connection, state) {
                begin(connection, &state)
                return .run
            }
            guard state.queue.count < queueLength else { return .full }
            state.queue.append(connection)
            return .queued
        }
    }

    /// Brings back a slot of `kind` and queues a connection behind those who have waited longer; gets a slot again with the
    /// first that may have one, which may be the same, and none where that is nobody.
    func swap(_ connection: Connection, _ kind: Kind) -> Connection? {
        state.withLock { state in
            end(kind, &state)
            if state.queue.isEmpty && mayRun(connection, state) {
                begin(connection, &state)
                return connection
            }
            state.queue.append(connection)
            return takeFirst(&state)
        }
    }

    /// Brings back a slot of `kind`, and gets one again with the next connection that waits for it.
    func leave(_ kind: Kind) -> Connection? {
        state.withLock { state in
            end(kind, &state)
            return takeFirst(&state)
        }
    }

    /// Takes a connection that will not be run out of the queue.
    func forget(_ connection: Connection) {
        state.withLock { state in state.queue.removeAll { $0 === connection } }
    }

    private func takeFirst(_ state: inout State) -> Connection? {
        guard let first = state.queue.firstIndex(where: { mayRun($0, state) }) else { return nil }
        let connection = state.queue.remove(at: first)
        begin(connection, &state)
        return connection
    }

    private func mayRun(_ connection: Connection, _ state: State) -> Bool {
        state.running < slots && (connection.kind == .short || state.runningLong < longSlots)
    }

    private func begin(_ connection: Connection, _ state: inout State) {
        state.running += 1
        if connection.kind == .long { state.runningLong += 1 }
    }

    private func end(_ kind: Kind, _ state: inout State) {
        state.running -= 1
        if kind == .long { state.runningLong -= 1 }
    }
}
