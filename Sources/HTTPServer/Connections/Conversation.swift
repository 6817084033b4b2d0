import HTTPTypes

/// One client's connection as a state machine: bytes come in, requests and bytes come out.
///
/// It knows no socket, no thread and no clock; what happens is told to it, with the time at which it happened. One
/// request is under way at a time and none is parsed while an answer waits to be sent, so answers leave in order,
/// and a client that pipelines without reading holds one answer and no more.
struct Conversation: Sendable {
    /// What is to be done next.
    enum Step: Hashable, Sendable {
        case wait

        /// Run the handler, and bring its answer.
        case run(ReceivedRequest)

        /// Ask ``stream`` for its next piece, and bring it.
        case pull

        /// Bring the answer to a refusal.
        case refuse(Refusal)
        case endWriting
        case close
    }

    private enum Phase: Hashable {
        /// Accepted, and no byte has come.
        case fresh

        /// Between an answer and the next request.
        case idle

        case readingHead
        case readingBody

        /// A handler, or a stream, is at work.
        case running

        /// An answer, or a piece of one, goes out.
        case writing

        /// The stream has nothing for now.
        case pausing

        /// All is said; what still comes is thrown away until the client ends too.
        case lingering
    }

    /// Bytes that wait to be sent.
    private(set) var output: ArraySlice<UInt8> = []

    /// When the present phase has taken too long, or has paused for long enough.
    private(set) var deadline: Instant

    /// The content of the answer under way, if it is streamed and not yet complete.
    private(set) var stream: OutgoingStream?

    /// The method of the request under way, as soon as its head is understood.
    private(set) var method: HTTPRequest.Method?

    /// Bytes of content that are held for this connection.
    private(set) var heldBytes = 0

    private let deadlines: ServerDeadlines
    private var parser: RequestParser
    private var phase = Phase.fresh
    private var unread: ArraySlice<UInt8> = []
    private var transferredBytes = 0
    private var closesAfterAnswer = false
    private var isDraining = false

    init(parser: RequestParser, deadlines: ServerDeadlines, now: Instant) {
        self.deadlines = deadlines
        self.parser = parser
        deadline = now + deadlines.head
    }

    /// Whether bytes may be read.
    ///
    /// While a request is under way they stay with the system, which makes the client wait.
    var wantsInput: Bool {
        switch phase {
        case .fresh, .idle, .readingHead, .readingBody, .lingering: true
        case .running, .writing, .pausing: false
        }
    }

    /// Whether ``expire(now:)`` would ask for a piece of a stream.
    var isPausing: Bool { phase == .pausing }

    /// Takes bytes that came; only while ``wantsInput``.
    mutating func receive(_ bytes: ArraySlice<UInt8>, now: Instant) -> Step {
        switch phase {
        case .fresh: phase = .readingHead
        case .idle: beginHead(now)
        case .readingHead: break
        case .readingBody: progress(bytes.count, deadlines.body, now)
        case .lingering: return .wait
        case .running, .writing, .pausing: preconditionFailure("bytes were read while a request is under way")
        }
        return parse(bytes, now: now)
    }

    /// Takes the answer to the request that runs, or to a refusal.
    mutating func answer(_ answer: Answer, now: Instant) {
        heldBytes = 0
        closesAfterAnswer = answer.closes
        stream = answer.stream
        send(answer.bytes, now)
    }

    /// Takes the next piece of ``stream``.
    mutating func take(_ piece: ResponseStream.Step, now: Instant) -> Step {
        guard var stream else { preconditionFailure("a piece came that no stream was asked for") }
        switch piece {
        case .bytes(let bytes):
            guard !bytes.isEmpty else { return pull(now) }
            send(stream.encode(bytes), now)
            self.stream = stream
        case .pause(let duration):
            phase = .pausing
            deadline = now + duration
        case .end:
            self.stream = nil
            guard !stream.ending.isEmpty else { return finish(now) }
            send(stream.ending, now)
        }
        return .wait
    }

    /// Takes note that the first `count` bytes of ``output`` are sent.
    mutating func sent(_ count: Int, now: Instant) -> Step {
        output = output.dropFirst(count)
        guard phase == .writing else { return .wait }
        progress(count, deadlines.write, now)
        guard output.isEmpty else { return .wait }
        output = []
        return stream == nil ? finish(now) : pull(now)
    }

    /// Judges a phase whose ``deadline`` has passed.
    mutating func expire(now: Instant) -> Step {
        switch phase {
        case .readingHead: stopReading(for: .headTooSlow, now)
        case .readingBody: stopReading(for: .bodyTooSlow, now)
        case .running where stream == nil: stopReading(for: .handlerTooSlow, now)
        case .pausing: pull(now)
        case .fresh, .idle, .running, .writing, .lingering: .close
        }
    }

    /// Stops reading a body for which there is no room.
    mutating func shed(now: Instant) -> Step {
        stopReading(for: .tooBusy, now)
    }

    /// From now on what is under way is finished, and nothing more begins.
    mutating func drain() {
        isDraining = true
    }

    /// Takes leave of a client that has asked nothing, while draining; nil where something is under way.
    mutating func takeLeave(now: Instant) -> Step? {
        guard isDraining && (phase == .fresh || phase == .idle) else { return nil }
        phase = .lingering
        deadline = now + deadlines.farewell
        return .endWriting
    }

    private mutating func beginHead(_ now: Instant) {
        phase = .readingHead
        deadline = now + deadlines.head
    }

    private mutating func beginTransfer(_ allowed: Duration, _ now: Instant) {
        transferredBytes = 0
        deadline = now + allowed
    }

    /// Begins the time anew once the transfer has moved what the minimum rate asks for in all of it.
    private mutating func progress(_ bytes: Int, _ allowed: Duration, _ now: Instant) {
        transferredBytes += bytes
        if transferredBytes >= deadlines.quota(in: allowed) { beginTransfer(allowed, now) }
    }

    private mutating func send(_ bytes: [UInt8], _ now: Instant) {
        output = output.isEmpty ? bytes[...] : output + bytes
        phase = .writing
        beginTransfer(deadlines.write, now)
    }

    /// Gives the handler of a request that may take long the time that it may take.
    mutating func takeTime(now: Instant) {
        deadline = now + deadlines.longHandler
    }

    private mutating func pull(_ now: Instant) -> Step {
        phase = .running
        deadline = now + deadlines.handler
        return .pull
    }

    /// Goes on after an answer that is sent to its last byte.
    private mutating func finish(_ now: Instant) -> Step {
        // An answer made just before draining began did not announce it, but nothing may follow it either.
        guard !closesAfterAnswer && !(isDraining && unread.isEmpty) else {
            phase = .lingering
            deadline = now + deadlines.linger
            return .endWriting
        }
        method = nil
        phase = .idle
        deadline = now + deadlines.idle
        guard !unread.isEmpty else { return .wait }
        let bytes = unread
        unread = []
        return receive(bytes, now: now)
    }

    private mutating func parse(_ bytes: ArraySlice<UInt8>, now: Instant) -> Step {
        var input = bytes
        while true {
            switch parser.next(&input) {
            case .needsMore:
                heldBytes = parser.heldBytes
                return .wait
            case .bodyFollows(let expectsContinue):
                phase = .readingBody
                method = parser.method
                beginTransfer(deadlines.body, now)
                progress(input.count, deadlines.body, now)
                if expectsContinue { output += "HTTP/1.1 100 Continue\r\n\r\n".utf8 }
            case .request(let request):
                phase = .running
                deadline = now + deadlines.handler
                method = request.head.request.method
                heldBytes = request.body.count
                // A copy, for the buffer that the bytes came in belongs to the thread that read them.
                unread = input.isEmpty ? [] : ArraySlice(Array(input))
                return .run(request)
            case .refused(let refusal):
                method = parser.method
                return stopReading(for: refusal, now)
            }
        }
    }

    private mutating func stopReading(for refusal: Refusal, _ now: Instant) -> Step {
        phase = .running
        deadline = now + deadlines.handler
        return .refuse(refusal)
    }
}
