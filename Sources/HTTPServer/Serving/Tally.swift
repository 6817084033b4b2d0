import Synchronization

/// Numbers that any thread adds to and anybody may read.
final class Tally: Sendable {
    let connections = Count()
    let requests = Count()
    let bytesReceived = Count()
    let bytesSent = Count()

    /// Bytes of request content that are held at present.
    let heldBytes = Count()

    private let refusals = Guarded<[Refusal: Int]>([:])

    func add(_ refusal: Refusal) {
        refusals.withLock { $0[refusal, default: 0] += 1 }
    }

    /// All of them, with how many connections are open.
    func counters(openConnections: Int) -> ServerCounters {
        ServerCounters(
            connectionsAccepted: connections.value, connectionsOpen: openConnections, requests: requests.value,
            bytesReceived: bytesReceived.value, bytesSent: bytesSent.value, refusals: refusals.withLock { $0 })
    }
}

/// A number that any thread may add to.
struct Count: ~Copyable, Sendable {
    private let number = Atomic(0)

    var value: Int { number.load(ordering: .relaxed) }

    /// Returns the new value.
    @discardableResult func add(_ change: Int) -> Int {
        number.wrappingAdd(change, ordering: .relaxed).newValue
    }
}
