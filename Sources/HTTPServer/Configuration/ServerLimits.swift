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
    ///
    /// Whoever makes the server may allow another number for some requests.
    public var body = 1024 * 1024

    /// Bytes of content that all connections may hold at a time, at least 0; beyond them the answer is 503.
    ///
    /// Without it many clients could each send a body that is just small enough.
    public var allBodies = 256 * 1024 * 1024

    /// Makes the limits of the defaults.
    public init() {}

    func checkRanges() {
        precondition(requestLine >= 16 && fieldLine >= 16, "a line's limit must be at least 16 bytes")
        precondition(head >= 64, "a head's limit must be at least 64 bytes")
        precondition(fields >= 1, "a head's limit must be at least one field")
        precondition(body >= 0 && allBodies >= 0, "limits of bodies must not be below 0")
    }
}
