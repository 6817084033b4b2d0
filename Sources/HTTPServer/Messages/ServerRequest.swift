public import HTTPTypes

/// A whole request, as a handler sees it.
public struct ServerRequest: Hashable, Sendable {
    /// Method, target and fields.
    ///
    /// `path` is the target with its query, in origin form and exactly as it was sent: percent escapes, `//` and
    /// dot segments are untouched, and every byte is visible ASCII. It is `*` for OPTIONS about the server itself.
    /// `authority` is the host, taken from Host or from a target in absolute form; Host is not among the fields.
    public var head: HTTPRequest

    /// The content, free of any transfer coding; empty where there is none.
    public var body: [UInt8]

    /// Where the request came from: the other end of the connection, which may be a proxy.
    public var peer: SocketAddress

    /// What the log and the answer call this request, so that the two can be brought together.
    public var id: String

    /// When its last byte had come, on the server's clock; nil where no server took it.
    public var receivedAt: ContinuousClock.Instant?

    /// Makes a request from its parts.
    public init(
        head: HTTPRequest, body: [UInt8] = [], peer: SocketAddress, id: String = "",
        receivedAt: ContinuousClock.Instant? = nil
    ) {
        self.head = head
        self.body = body
        self.peer = peer
        self.id = id
        self.receivedAt = receivedAt
    }
}
