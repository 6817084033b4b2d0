import Foundation

/// All that can be set about a server, with defaults that suit the open internet.
public struct ServerConfiguration: Hashable, Sendable {
    /// The address to listen on: IPv4, IPv6 or a name, of which the first address counts.
    ///
    /// `::` is every address of both families.
    public var host = "127.0.0.1"

    /// The TCP port, 0 to 65535; 0 lets the system choose a free one.
    public var port = 0

    /// How much of anything a client may send.
    public var limits = ServerLimits()

    /// How long a client may take.
    public var deadlines = ServerDeadlines()

    /// Connections open at a time, at least 1.
    ///
    /// Further ones wait in the system's backlog until one closes.
    public var maximumConnections = 4096

    /// Connections that the system keeps waiting to be accepted, at least 1; the system may cap it.
    public var backlog = 4096

    /// Handlers that may run at a time, at least 1; by default as many as there are cores, and at least 4.
    ///
    /// There is one thread more, so that bytes move while all of them are busy.
    public var workers = max(4, ProcessInfo.processInfo.activeProcessorCount)

    /// Requests that may wait for a worker, at least 1; beyond them the answer is 503.
    public var queueLength = 256

    /// Makes a configuration of the defaults.
    public init() {}

    /// Stops the program where a value is outside its range, which only a programmer's mistake can bring about.
    func checkRanges() {
        precondition((0...65_535).contains(port), "a port must be between 0 and 65535")
        precondition(maximumConnections >= 1 && backlog >= 1, "a server needs room for one connection")
        precondition(workers >= 1 && queueLength >= 1, "a server needs a worker and a place to wait for it")
        limits.checkRanges()
        deadlines.checkRanges()
    }
}
