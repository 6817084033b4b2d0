import HTTPTypes
import Logging
import Synchronization

/// Makes answers of requests, of refusals and of the pieces of streams, and logs a line for each answer; any thread.
final class Responder: Sendable {
    private let handler: HTTPServer.Handler
    private let renderRefusal: HTTPServer.RefusalRenderer
    let makeRequestID: @Sendable () -> String
    private let logger: Logger
    private let clock: ServerClock
    private let tally: Tally
    private let date: DateCache
    private let isDraining = Atomic(false)

    init(
        handler: @escaping HTTPServer.Handler, renderRefusal: @escaping HTTPServer.RefusalRenderer,
        makeRequestID: @escaping @Sendable () -> String, logger: Logger, clock: ServerClock, tally: Tally
    ) {
        self.handler = handler
        self.renderRefusal = renderRefusal
        self.makeRequestID = makeRequestID
        self.logger = logger
        self.clock = clock
        self.tally = tally
        date = DateCache(clock: clock)
    }

    /// From now on every answer announces that its connection closes.
    func drain() {
        isDraining.store(true, ordering: .relaxed)
    }

    /// Runs the handler; `start` is when the request was whole.
    func answer(
        _ received: ReceivedRequest, id: String, from peer: SocketAddress, since start: Instant
    ) -> Answer {
        let head = received.head
        do {
            let request = ServerRequest(
                head: head.request, body: received.body, peer: peer, id: id, receivedAt: start)
            return answer(try handler(request), to: head, id: id, peer: peer, since: start)
        } catch {
            logger.error("a handler threw", metadata: ["id": "\(id)", "error": "\(error)"])
            return refuse(.handlerFailed, head.request.method, id: id, peer: peer, since: start)
        }
    }

    private func answer(
        _ response: ServerResponse, to head: RequestHead, id: String, peer: SocketAddress, since start: Instant
    ) -> Answer {
        let isHead = head.request.method == .head
        let body = response.framing(in: head.version)
        let keepsAlive = head.keepsAlive && body != .untilClose && !isDraining.load(ordering: .relaxed)
        let persistence: Persistence = !keepsAlive ? .closes : head.version == .http10 ? .staysAsAsked : .stays
        let bytes = serialize(
            response, body, toHead: isHead, persistence: persistence, date: date.text, id: id)
        let record = AnswerRecord(
            id: id, peer: peer, method: head.request.method, status: response.head.status, route: response.route,
            bytes: bytes.count, start: start)
        guard case .stream(let source) = response.body, !isHead, body != .none else {
            log(record)
            return Answer(bytes: bytes, closes: !keepsAlive)
        }
        let stream = OutgoingStream(source: source, isChunked: body == .chunked, record: record)
        return Answer(bytes: bytes, closes: !keepsAlive, stream: stream)
    }

    /// Renders a refusal; `method` is there where the request's head was understood.
    func refuse(
        _ refusal: Refusal, _ method: HTTPRequest.Method?, id: String? = nil, peer: SocketAddress,
        since start: Instant? = nil
    ) -> Answer {
        let id = id ?? makeRequestID()
        let response = renderRefusal(refusal)
        let bytes = serialize(
            response, response.framing(in: .http11), toHead: method == .head, persistence: .closes,
            date: date.text, id: id)
        tally.add(refusal)
        log(
            AnswerRecord(
                id: id, peer: peer, method: method, status: response.head.status, route: nil,
                bytes: bytes.count, start: start, outcome: .refused(refusal)))
        return Answer(bytes: bytes, closes: true)
    }

    /// Asks a stream for its next piece; nil where it fails.
    func piece(of stream: OutgoingStream) -> ResponseStream.Step? {
        do {
            return try stream.source.next()
        } catch {
            logger.error("a stream threw", metadata: ["id": "\(stream.record.id)", "error": "\(error)"])
            return nil
        }
    }

    /// Logs that a handler or a stream was too slow, and that its thread is left to itself.
    func reportOvertaken(_ id: String?) {
        logger.error("a handler passed its deadline", metadata: ["id": "\(id ?? "")"])
    }

    /// Logs a streamed answer that is through, or cut.
    func end(_ stream: OutgoingStream, isComplete: Bool) {
        var record = stream.record
        if !isComplete { record.outcome = .cut }
        log(record)
    }

    private func log(_ record: AnswerRecord) {
        guard logger.logLevel <= .info else { return }
        var metadata: Logger.Metadata = [
            "id": "\(record.id)", "status": "\(record.status.code)", "bytes": "\(record.bytes)",
            "peer": "\(record.peer)",
        ]
        // Not the path: it is the client's, and its query can hold what nobody wants in a log.
        if let route = record.route { metadata["route"] = "\(route)" }
        if let method = record.method { metadata["method"] = "\(method)" }
        if let start = record.start { metadata["seconds"] = "\((clock.now() - start) / .seconds(1))" }
        switch record.outcome {
        case .answered: logger.info("answered", metadata: metadata)
        case .cut: logger.info("cut", metadata: metadata)
        case .refused(let refusal):
            metadata["refusal"] = "\(refusal.rawValue)"
            logger.info("refused", metadata: metadata)
        }
    }
}
