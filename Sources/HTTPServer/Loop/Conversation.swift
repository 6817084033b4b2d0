/// One client's connection as a state machine: bytes come in, requests and bytes come out.
///
/// It knows no socket, no thread and no clock; what happens is told to it, with the time at which it happened. One
/// request is under way at a time, so answers leave in order and a client that pipelines waits for its own reader.
struct Conversation: Sendable {
    /// What is to be done next.
    enum Step: Hashable, Sendable {
        case wait
        case run(ReceivedRequest)
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
        case running
        case writing(closes: Bool)

        /// All is said; what still comes is thrown away until the client ends too.
        case lingering
    }

    /// Bytes that wait to be sent.
    private(set) var output: ArraySlice<UInt8> = []

    /// When the present phase has taken too long; nil while the handler runs.
    private(set) var deadline: Instant?

    private let deadlines: ServerDeadlines
    private var parser: RequestParser
    private var phase = Phase.fresh
    private var unread: ArraySlice<UInt8> = []
    private var isDraining = false

    init(limits: ServerLimits, deadlines: ServerDeadlines, now: Instant) {
        self.deadlines = deadlines
        parser = RequestParser(limits: limits)
        deadline = now + deadlines.head
    }

    /// Whether bytes may be read.
    ///
    /// While a request is under way they stay with the system, which makes the client wait.
    var wantsInput: Bool {
        switch phase {
        case .fresh, .idle, .readingHead, .readingBody, .lingering: true
        case .running, .writing: false
        }
    }

    /// Takes bytes that came; only while ``wantsInput``.
    mutating func receive(_ bytes: ArraySlice<UInt8>, now: Instant) -> Step {
        switch phase {
        case .fresh: phase = .readingHead
        case .idle: beginHead(now)
        case .readingHead, .readingBody: break
        case .lingering: return .wait
        case .running, .writing: preconditionFailure("bytes were read while a request is under way")
        }
        return parse(bytes, now: now)
    }

    /// Takes the answer to the request that runs, or to a refusal.
    mutating func answer(_ answer: Answer, now: Instant) {
        output = output.isEmpty ? answer.bytes[...] : output + answer.bytes
        phase = .writing(closes: answer.closes)
        deadline = now + deadlines.write
    }

    /// Takes note that the first `count` bytes of ``output`` are sent.
    mutating func sent(_ count: Int, now: Instant) -> Step {
        output = output.dropFirst(count)
        guard output.isEmpty, case .writing(let closes) = phase else { return .wait }
        output = []
        // An answer made just before draining began did not announce it, but nothing may follow it either.
        guard !closes && !(isDraining && unread.isEmpty) else {
            phase = .lingering
            deadline = now + deadlines.linger
            return .endWriting
        }
        return awaitNext(now)
    }

    /// Judges a phase whose ``deadline`` has passed.
    mutating func expire() -> Step {
        switch phase {
        case .readingHead: stopReading(for: .headTooSlow)
        case .readingBody: stopReading(for: .bodyTooSlow)
        case .fresh, .idle, .running, .writing, .lingering: .close
        }
    }

    /// Lets what is under way finish, and nothing begin.
    mutating func drain() -> Step {
        isDraining = true
        return phase == .fresh || phase == .idle ? .close : .wait
    }

    private mutating func beginHead(_ now: Instant) {
        phase = .readingHead
        deadline = now + deadlines.head
    }

    private mutating func awaitNext(_ now: Instant) -> Step {
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
                return .wait
            case .bodyFollows(let expectsContinue):
                phase = .readingBody
                deadline = now + deadlines.body
                if expectsContinue { output += "HTTP/1.1 100 Continue\r\n\r\n".utf8 }
            case .request(let request):
                phase = .running
                deadline = nil
                // A copy, for the buffer that the bytes came in belongs to the loop.
                unread = ArraySlice(Array(input))
                return .run(request)
            case .refused(let refusal):
                return stopReading(for: refusal)
            }
        }
    }

    private mutating func stopReading(for refusal: Refusal) -> Step {
        phase = .running
        deadline = nil
        return .refuse(refusal)
    }
}
