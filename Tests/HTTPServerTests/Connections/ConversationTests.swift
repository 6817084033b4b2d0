import HTTPTypes
import Testing

@testable import HTTPServer

/// A conversation fed by hand, with times of our choosing.
@Suite struct ConversationTests {
    private let start = ContinuousClock.now
    private let deadlines = ServerDeadlines()
    private var conversation: Conversation

    init() {
        conversation = Conversation(
            parser: RequestParser(limits: ServerLimits()), deadlines: ServerDeadlines(), now: start)
    }

    private mutating func receive(_ text: String, at seconds: Int) -> Conversation.Step {
        conversation.receive(ArraySlice(text.utf8), now: start + .seconds(seconds))
    }

    private mutating func answer(_ text: String, closes: Bool = false, at seconds: Int) {
        conversation.answer(Answer(bytes: Array(text.utf8), closes: closes), now: start + .seconds(seconds))
    }

    private mutating func sent(_ count: Int, at seconds: Int) -> Conversation.Step {
        conversation.sent(count, now: start + .seconds(seconds))
    }

    private func path(_ step: Conversation.Step) -> String? {
        guard case .run(let request) = step else { return nil }
        return request.head.request.path
    }

    @Test mutating func `a first head has ten seconds from accept, whatever comes`() {
        #expect(conversation.deadline == start + .seconds(10))
        #expect(receive("GET /", at: 9) == .wait)
        #expect(receive("a", at: 9) == .wait)
        #expect(conversation.deadline == start + .seconds(10))
        #expect(conversation.expire(now: start) == .refuse(.headTooSlow))
        #expect(!conversation.wantsInput)
    }

    @Test mutating func `a connection on which nothing comes is closed without a word`() {
        #expect(conversation.expire(now: start) == .close)
    }

    @Test mutating func `a body has twenty seconds from the end of its head`() {
        #expect(receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n", at: 3) == .wait)
        #expect(conversation.deadline == start + .seconds(23))
        #expect(receive("12345678", at: 22) == .wait)
        #expect(conversation.deadline == start + .seconds(23))
        #expect(conversation.expire(now: start) == .refuse(.bodyTooSlow))
    }

    @Test mutating func `a handler has sixty seconds and hears nothing more meanwhile`() {
        #expect(path(receive(request("/a"), at: 1)) == "/a")
        #expect(conversation.deadline == start + .seconds(61))
        #expect(!conversation.wantsInput)
        #expect(conversation.expire(now: start) == .refuse(.handlerTooSlow))
    }

    @Test mutating func `an answer has twenty seconds, however it is taken`() {
        _ = receive(request("/"), at: 1)
        answer("0123456789", at: 5)
        #expect(conversation.deadline == start + .seconds(25))
        #expect(sent(4, at: 24) == .wait)
        #expect(conversation.deadline == start + .seconds(25))
        #expect(conversation.output.elementsEqual("456789".utf8))
        #expect(conversation.expire(now: start) == .close)
    }

    @Test mutating func `after an answer sixty seconds may pass before the next request begins`() {
        _ = receive(request("/"), at: 1)
        answer("0", at: 1)
        #expect(sent(1, at: 2) == .wait)
        #expect(conversation.deadline == start + .seconds(62))
        #expect(receive("G", at: 50) == .wait)
        #expect(conversation.deadline == start + .seconds(60))
        #expect(conversation.expire(now: start) == .refuse(.headTooSlow))
    }

    @Test mutating func `an idle connection is closed without a word`() {
        _ = receive(request("/"), at: 1)
        answer("0", at: 1)
        _ = sent(1, at: 2)
        #expect(conversation.expire(now: start) == .close)
    }

    @Test mutating func `a second request runs once the first is answered and sent`() {
        #expect(path(receive(request("/a") + request("/b"), at: 1)) == "/a")
        answer("01", at: 2)
        #expect(sent(1, at: 2) == .wait)
        #expect(path(sent(1, at: 2)) == "/b")
    }

    @Test mutating func `a continue goes out while the body is awaited`() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n"
        #expect(receive(head, at: 1) == .wait)
        #expect(conversation.output.elementsEqual("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        #expect(sent(conversation.output.count, at: 1) == .wait)
        #expect(conversation.wantsInput)
        #expect(path(receive("x", at: 2)) == "/")
    }

    @Test mutating func `after the last answer what still comes is thrown away for two seconds`() {
        #expect(receive("GET /\n" + request("/b"), at: 1) == .refuse(.bareLineFeed))
        answer("0", closes: true, at: 1)
        #expect(sent(1, at: 2) == .endWriting)
        #expect(conversation.wantsInput)
        #expect(conversation.deadline == start + .seconds(4))
        #expect(receive(request("/c"), at: 3) == .wait)
        #expect(conversation.deadline == start + .seconds(4))
        #expect(conversation.expire(now: start) == .close)
    }

    @Test mutating func `requests behind an answer that closes are not run`() {
        #expect(path(receive(request("/a") + request("/b"), at: 1)) == "/a")
        answer("0", closes: true, at: 1)
        #expect(sent(1, at: 1) == .endWriting)
        #expect(receive(request("/c"), at: 1) == .wait)
    }

    @Test mutating func `draining takes leave of a client that has asked nothing, and drops what still comes`() {
        #expect(conversation.takeLeave(now: start) == nil)
        conversation.drain()
        #expect(conversation.takeLeave(now: start + .seconds(1)) == .endWriting)
        #expect(conversation.deadline == start + .seconds(1) + .milliseconds(250))
        #expect(receive(request("/late"), at: 1) == .wait)
        #expect(conversation.expire(now: start) == .close)
    }

    @Test mutating func `draining takes leave of a client between requests`() {
        _ = receive(request("/"), at: 1)
        answer("0", at: 1)
        _ = sent(1, at: 1)
        conversation.drain()
        #expect(conversation.takeLeave(now: start) == .endWriting)
    }

    @Test mutating func `draining lets a request that runs be answered and then ends`() {
        _ = receive(request("/"), at: 1)
        conversation.drain()
        #expect(conversation.takeLeave(now: start) == nil)
        answer("0", at: 1)
        #expect(sent(1, at: 1) == .endWriting)
    }

    @Test mutating func `draining lets a request that has begun come in`() {
        _ = receive("GET /a HTTP/1.1\r\n", at: 1)
        conversation.drain()
        #expect(conversation.takeLeave(now: start) == nil)
        #expect(path(receive("Host: a\r\n\r\n", at: 2)) == "/a")
    }

    @Test mutating func `a body that keeps up the minimum rate has its time again`() {
        let length = 10_000_000
        var limits = ServerLimits()
        limits.body = length
        conversation = Conversation(parser: RequestParser(limits: limits), deadlines: deadlines, now: start)
        #expect(receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n", at: 0) == .wait)
        // 64 KiB a second for the 20 seconds that there are.
        let quota = 20 * 65_536
        let bytes = ArraySlice(repeating: UInt8(ascii: "x"), count: quota - 1)
        #expect(conversation.receive(bytes, now: start + .seconds(15)) == .wait)
        #expect(conversation.deadline == start + .seconds(20))
        #expect(receive("x", at: 19) == .wait)
        #expect(conversation.deadline == start + .seconds(39))
        #expect(receive("x", at: 38) == .wait)
        #expect(conversation.deadline == start + .seconds(39))
        #expect(conversation.heldBytes == quota + 1)
    }

    @Test mutating func `an answer that is taken at the minimum rate has its time again`() {
        _ = receive(request("/"), at: 0)
        let quota = 20 * 65_536
        answer(String(repeating: "x", count: 3 * quota), at: 0)
        #expect(sent(quota - 1, at: 10) == .wait)
        #expect(conversation.deadline == start + .seconds(20))
        #expect(sent(1, at: 10) == .wait)
        #expect(conversation.deadline == start + .seconds(30))
    }

    @Test mutating func `a piece of a stream is asked for when the one before is sent, and not sooner`() {
        _ = receive(request("/a") + request("/b"), at: 1)
        stream("head", at: 1)
        #expect(sent(4, at: 2) == .pull)
        #expect(conversation.deadline == start + .seconds(62))
        #expect(conversation.take(.bytes(Array("hello".utf8)), now: start) == .wait)
        #expect(conversation.output.elementsEqual("5\r\nhello\r\n".utf8))
        #expect(sent(9, at: 3) == .wait)
        #expect(sent(1, at: 3) == .pull)
        #expect(conversation.take(.bytes([]), now: start) == .pull)
        #expect(conversation.take(.pause(.seconds(7)), now: start + .seconds(4)) == .wait)
        #expect(conversation.isPausing && !conversation.wantsInput)
        #expect(conversation.deadline == start + .seconds(11))
        #expect(conversation.expire(now: start + .seconds(11)) == .pull)
        #expect(conversation.take(.end, now: start) == .wait)
        #expect(conversation.output.elementsEqual("0\r\n\r\n".utf8))
        #expect(path(sent(5, at: 12)) == "/b")
    }

    @Test mutating func `a stream that is too slow is closed, for nothing can be said in its middle`() {
        _ = receive(request("/a"), at: 1)
        stream("head", at: 1)
        #expect(sent(4, at: 2) == .pull)
        #expect(conversation.expire(now: start) == .close)
    }

    private mutating func stream(_ head: String, at seconds: Int) {
        let record = AnswerRecord(id: "", peer: SocketAddress(host: "a", port: 1), method: nil, status: .ok, bytes: 0)
        let stream = OutgoingStream(source: ResponseStream(()) { _ in .end }, isChunked: true, record: record)
        conversation.answer(
            Answer(bytes: Array(head.utf8), closes: false, stream: stream), now: start + .seconds(seconds))
    }
}
