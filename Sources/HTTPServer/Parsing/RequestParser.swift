package import HTTPTypes

/// One request as it was read, without what belongs to its connection.
package struct ReceivedRequest: Hashable, Sendable {
    package let head: RequestHead
    package let body: [UInt8]
}

/// Turns the bytes of a connection into requests, or into the first refusal, which is the last thing that it says.
///
/// A pure function of the bytes: fed in any split, it gives the same events in the same order.
package struct RequestParser: Sendable {
    package enum Event: Hashable, Sendable {
        /// All input is taken and more of the message is missing.
        case needsMore

        /// A head is whole and a body is to come.
        case bodyFollows(expectsContinue: Bool)

        case request(ReceivedRequest)
        case refused(Refusal)
    }

    private let limits: ServerLimits
    private let bodyLimit: HTTPServer.BodyLimit
    private var headParser: HeadParser
    private var head: RequestHead?
    private var body: BodyDecoder?
    private var refusal: Refusal?

    /// - Parameter bodyLimit: the limit of the body that belongs to a head; nil is that of `limits`.
    package init(limits: ServerLimits, bodyLimit: @escaping HTTPServer.BodyLimit = { _ in nil }) {
        self.limits = limits
        self.bodyLimit = bodyLimit
        headParser = HeadParser(limits: limits)
    }

    /// The method of the request whose body is being read or was refused.
    package var method: HTTPRequest.Method? { head?.request.method }

    /// Bytes of content that are held.
    package var heldBytes: Int { body?.heldBytes ?? 0 }

    /// Takes bytes from the front of `input` up to the next event; what follows a request stays in `input`.
    package mutating func next(_ input: inout ArraySlice<UInt8>) -> Event {
        if let refusal { return .refused(refusal) }
        do throws(Refusal) {
            return try head == nil ? readHead(&input) : readBody(&input)
        } catch {
            refusal = error
            return .refused(error)
        }
    }

    private mutating func readHead(_ input: inout ArraySlice<UInt8>) throws(Refusal) -> Event {
        guard let head = try headParser.read(&input) else { return .needsMore }
        headParser = HeadParser(limits: limits)
        guard head.framing != .none else { return .request(ReceivedRequest(head: head, body: [])) }
        self.head = head
        var limits = limits
        limits.body = bodyLimit(head.request) ?? limits.body
        body = try BodyDecoder(framing: head.framing, limits: limits)
        return .bodyFollows(expectsContinue: head.expectsContinue)
    }

    private mutating func readBody(_ input: inout ArraySlice<UInt8>) throws(Refusal) -> Event {
        guard let head, let content = try body?.read(&input) else { return .needsMore }
        self.head = nil
        body = nil
        return .request(ReceivedRequest(head: head, body: content))
    }
}
