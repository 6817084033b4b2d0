import Synchronization

/// The open connections by token.
final class ConnectionTable: Sendable {
    private let connections = Guarded<[UInt64: Connection]>([:])

    var count: Int { connections.withLock { $0.count } }

    var all: [Connection] { connections.withLock { Array($0.values) } }

    subscript(token: UInt64) -> Connection? { connections.withLock { $0[token] } }

    func insert(_ connection: Connection) {
        connections.withLock { $0[connection.token] = connection }
    }

    /// Takes a connection out, for its owner to close its socket afterwards; returns how many are left.
    func remove(_ connection: Connection) -> Int {
        connections.withLock { connections in
            connections[connection.token] = nil
            return connections.count
        }
    }

    /// Runs `body` while the connection's descriptor is surely its own, unless it has been taken out already.
    func whileOpen(_ connection: Connection, _ body: () -> Void) {
        connections.withLock { connections in
            if connections[connection.token] != nil { body() }
        }
    }
}
