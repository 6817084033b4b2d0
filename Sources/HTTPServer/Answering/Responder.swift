import HTTPTypes
import Logging
import Synchronization

/// The bytes of an answer, ready to be sent.
struct Answer: Hashable, Sendable {
    let bytes: [UInt8]

    /// Whether the connection ends with it.
    let closes: Bool
}

/// Makes answers, of requests on any thread and of refusals on the loop's, and logs a line for each.
final class Responder: Sendable {
    private let handler: HTTPServer.Handler
    private let renderRefusal: HTTPServer.RefusalRenderer
    private let logger: Logger
    private let clock: ServerClock
    private let date: DateCache
    private let isDraining = Atomic(false)

    init(
        handler: @escaping HTTPServer.Handler, renderRefusal: @escaping HTTPServer.RefusalRenderer, logger: Logger,
        clock: ServerClock
    ) {
        self.handler = handler
        self.renderRefusal = renderRefusal
        self.logger = logger
        self.clock = clock
        date = DateCache(clock: clock)
    }

    /// From now on every answer announces that its connection closes.
    func drain() {
        isDraining.store(true, ordering: .relaxed)
    }

    /// Runs the handler; `start` is when the request was whole.
    func answer(_ received: ReceivedRequest, from peer: SocketAddress, since start: Instant) -> Answer {
        let head = received.head
        let response = handler(ServerRequest(head: head.request, body: received.body, peer: peer))
        let keepsAlive = head.keepsAlive && !isDraining.load(ordering: .relaxed)
        let persistence: Persistence = !keepsAlive ? .closes : head.version == .http10 ? .staysAsAsked : .stays
        let bytes = serialize(
            response, toHead: head.request.method == .head, persistence: persistence, date: date.text)
        log(status: response.head.status, bytes: bytes.count, head.request, peer: peer, since: start)
        return Answer(bytes: bytes, closes: !keepsAlive)
    }

    /// Renders a refusal; `request` is there where its head was understood.
    func refuse(_ refusal: Refusal, _ request: HTTPRequest?, peer: SocketAddress) -> Answer {
        let response = renderRefusal(refusal)
        let bytes = serialize(response, toHead: request?.method == .head, persistence: .closes, date: date.text)
        log(status: response.head.status, bytes: bytes.count, request, peer: peer, refusal: refusal)
        return Answer(bytes: bytes, closes: true)
    }

    private func log(
        status: HTTPResponse.Status, bytes: Int, _ request: HTTPRequest?, peer: SocketAddress,
        since start: Instant? = nil, refusal: Refusal? = nil
    ) {
        guard logger.logLevel <= .info else { return }
        var metadata: Logger.Metadata = [
            "status": "\(status.code)", "bytes": "\(bytes)", "peer": "\(peer)",
        ]
        if let request {
            metadata["method"] = "\(request.method)"
            // A query can hold what nobody wants in a log.
            metadata["path"] = "\((request.path ?? "").prefix { $0 != "?" })"
        }
        if let start { metadata["seconds"] = "\((clock.now() - start) / .seconds(1))" }
        if let refusal { metadata["refusal"] = "\(refusal.rawValue)" }
        logger.info("\(refusal == nil ? "answered" : "refused")", metadata: metadata)
    }
}
