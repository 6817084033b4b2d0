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
    public var backlog = 1024

    /// Threads that run handlers, at least 1.
    public var workers = 4

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

/// How much of anything a client may send; each is refused as soon as it is passed.
public struct ServerLimits: Hashable, Sendable {
    /// Bytes of the request line without its CRLF, at least 16; beyond them the answer is 414.
    public var requestLine = 8 * 1024

    /// Bytes of one field line without its CRLF, at least 16; beyond them the answer is 431.
    public var fieldLine = 8 * 1024

    /// Bytes of the whole head with its line ends, at least 64; beyond them the answer is 431.
    ///
    /// Trailers have the same limit again.
    public var head = 16 * 1024

    /// Field lines in a head, and again in trailers, at least 1; beyond them the answer is 431.
    public var fields = 100

    /// Bytes of content, at least 0; beyond them the answer is 413.
    public var body = 1024 * 1024

    /// Makes the limits of the defaults.
    public init() {}

    func checkRanges() {
        precondition(requestLine >= 16 && fieldLine >= 16, "a line's limit must be at least 16 bytes")
        precondition(head >= 64, "a head's limit must be at least 64 bytes")
        precondition(fields >= 1 && body >= 0, "limits of fields and body must not be below 1 and 0")
    }
}

/// How long a client may take; each runs from its start to its end, and no byte on the way winds it back.
public struct ServerDeadlines: Hashable, Sendable {
    /// From accepting, or from a later request's first byte, to the end of the head; then 408 and a close, or just
    /// the close where nothing at all has come.
    public var head = Duration.seconds(10)

    /// From the end of the head to the end of the body; then 408 and a close.
    public var body = Duration.seconds(20)

    /// From an answer's end to the first byte of the next request; then a close.
    public var idle = Duration.seconds(60)

    /// From an answer's start to its last byte taken by the system; then a close.
    public var write = Duration.seconds(20)

    /// How long what a client still sends is read and thrown away after the last answer on a connection, so that
    /// the answer is not lost to a reset (RFC 9112, section 9.6).
    public var linger = Duration.seconds(2)

    /// From ``HTTPServer/shutdown()`` until whatever is not yet finished is cut.
    public var drain = Duration.seconds(10)

    /// Makes the deadlines of the defaults.
    public init() {}

    func checkRanges() {
        let all = [head, body, idle, write, linger, drain]
        precondition(all.allSatisfy { $0 > .zero }, "every deadline must be above zero")
    }
}
