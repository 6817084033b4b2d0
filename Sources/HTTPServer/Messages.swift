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

    /// Makes a request from its parts.
    public init(head: HTTPRequest, body: [UInt8] = [], peer: SocketAddress) {
        self.head = head
        self.body = body
        self.peer = peer
    }
}

/// A whole answer, as a handler gives it.
public struct ServerResponse: Hashable, Sendable {
    /// Status and fields.
    ///
    /// Content-Length, Transfer-Encoding, Connection and Date belong to the server: what a handler puts there is
    /// replaced.
    public var head: HTTPResponse

    /// The content.
    ///
    /// It is counted but not sent in an answer to HEAD, and ignored with statuses 204 and 304.
    public var body: [UInt8]

    /// Makes an answer; the status must be final, 200 or above.
    public init(head: HTTPResponse, body: [UInt8] = []) {
        precondition(head.status.code >= 200, "interim statuses belong to the server")
        self.head = head
        self.body = body
    }
}

extension ServerResponse {
    /// The answer to a refusal in plain text: the reason's raw value and, where it helps, when to try again.
    public init(refusing refusal: Refusal) {
        var head = HTTPResponse(status: refusal.status, headerFields: [.contentType: "text/plain; charset=utf-8"])
        if refusal == .tooBusy { head.headerFields[.retryAfter] = "1" }
        self.init(head: head, body: Array("\(refusal.rawValue)\n".utf8))
    }
}
