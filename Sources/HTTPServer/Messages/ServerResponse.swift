public import HTTPTypes

/// An answer, as a handler gives it.
public struct ServerResponse: Sendable {
    /// What stands behind the head.
    public enum Body: Sendable {
        /// All of it, sent with a Content-Length.
        case bytes([UInt8])

        /// Pieces that are asked for one by one, sent in chunks (to a 1.0 client: until the connection closes).
        case stream(ResponseStream)
    }

    /// Status and fields.
    ///
    /// Content-Length, Transfer-Encoding, Connection, Date and X-Request-Id belong to the server: what a handler
    /// puts there is replaced.
    public var head: HTTPResponse

    /// The content.
    ///
    /// Of bytes only the count is sent in an answer to HEAD, a stream is then not begun, and neither counts with
    /// statuses 204 and 304.
    public var body: Body

    /// The template of the route that answered, such as `/plans/{id}`, for the log; nil where there was none.
    public var route: String?

    /// Makes an answer; the status must be final, 200 or above.
    public init(head: HTTPResponse, body: Body, route: String? = nil) {
        precondition(head.status.code >= 200, "interim statuses belong to the server")
        self.head = head
        self.body = body
        self.route = route
    }

    /// Makes an answer of bytes; the status must be final, 200 or above.
    public init(head: HTTPResponse, body: [UInt8] = []) {
        self.init(head: head, body: .bytes(body))
    }

    /// The content of an answer of bytes; nil of one that is streamed.
    public var bytes: [UInt8]? {
        guard case .bytes(let bytes) = body else { return nil }
        return bytes
    }
}

extension ServerResponse {
    /// The answer to a refusal in plain text: the reason's raw value and, where it helps, when to try again.
    public init(refusing refusal: Refusal) {
        var head = HTTPResponse(status: refusal.status, headerFields: [.contentType: "text/plain; charset=utf-8"])
        if refusal.isTemporary { head.headerFields[.retryAfter] = "1" }
        self.init(head: head, body: Array("\(refusal.rawValue)\n".utf8))
    }
}
