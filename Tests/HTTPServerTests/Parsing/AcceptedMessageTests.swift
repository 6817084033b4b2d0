import HTTPTypes
import ParserTesting
import Testing

@testable import HTTPServer

@Suite struct AcceptedMessageTests {
    @Test(arguments: AcceptedMessage.all)
    func `a message of the corpus holds as many requests as it says, and nothing is refused`(
        _ message: AcceptedMessage
    ) {
        let events = events(of: [message.bytes[...]])
        let requests = events.filter { if case .request = $0 { true } else { false } }
        let refusals = events.filter { if case .refused = $0 { true } else { false } }
        #expect(requests.count == message.requests)
        #expect(refusals.isEmpty)
    }

    @Test func `a head comes apart into method, path, host and fields`() throws {
        let request = try #require(
            requests(of: "GET /a?b=c HTTP/1.1\r\nHost: example.org:81\r\nX-A:  one \t\r\nx-a: two\r\nY:\r\n\r\n").first)
        let head = request.head.request
        #expect(head.method == .get)
        #expect(head.path == "/a?b=c")
        #expect(head.authority == "example.org:81")
        #expect(head.headerFields.map { "\($0.name)=\($0.value)" } == ["X-A=one", "x-a=two", "Y="])
        #expect(request.body.isEmpty)
        #expect(request.head.framing == .none)
    }

    @Test(arguments: [
        ("/", "/"), ("//path", "//path"), ("/a/../b", "/a/../b"), ("/%00", "/%00"), ("/a%2Fb", "/a%2Fb"),
        ("/%zz", "/%zz"), ("/a|b?{}", "/a|b?{}"), ("/a?b?c", "/a?b?c"),
    ])
    func `a path is passed on exactly as it was sent`(_ target: String, _ path: String) throws {
        let request = try #require(requests(of: "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n").first)
        #expect(request.head.request.path == path)
    }

    @Test(arguments: [
        ("http://b:8/c?d", "b:8", "/c?d"), ("HTTPS://b", "b", "/"), ("http://b?d", "b", "/?d"),
        ("http://[::1]:8/c", "[::1]:8", "/c"),
    ])
    func `the host of an absolute target outranks Host`(_ target: String, _ host: String, _ path: String) throws {
        let request = try #require(requests(of: "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n").first)
        #expect(request.head.request.authority == host)
        #expect(request.head.request.path == path)
    }

    @Test(arguments: ["*", "http://a"])
    func `OPTIONS can be about the server itself`(_ target: String) throws {
        let request = try #require(requests(of: "OPTIONS \(target) HTTP/1.1\r\nHost: a\r\n\r\n").first)
        #expect(request.head.request.path == "*")
    }

    @Test(arguments: ["a", "a:80", "a:", "127.0.0.1:8080", "[::1]", "[::1]:80", "a.b-c_d~e", "a%20b"])
    func `a host with or without a port is accepted`(_ host: String) throws {
        let request = try #require(requests(of: "GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n").first)
        #expect(request.head.request.authority == host)
    }

    @Test(arguments: ["PURGE", "X-1", "M!#$%&'*+.^_`|~9", "PATCH"])
    func `a method that is a token is left to the handler`(_ method: String) throws {
        let request = try #require(requests(of: "\(method) / HTTP/1.1\r\nHost: a\r\n\r\n").first)
        #expect(request.head.request.method.rawValue == method)
    }

    @Test func `one empty line before a request is passed over`() {
        #expect(requests(of: "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").count == 1)
    }

    @Test func `HTTP 1_0 needs no Host`() throws {
        let request = try #require(requests(of: "GET / HTTP/1.0\r\n\r\n").first)
        #expect(request.head.version == .http10)
        #expect(request.head.request.authority == nil)
    }

    @Test(arguments: [
        ("HTTP/1.1", "X: y", true), ("HTTP/1.1", "Connection: close", false), ("HTTP/1.1", "CONNECTION: ClOsE", false),
        ("HTTP/1.1", "Connection: x, close", false), ("HTTP/1.1", "Connection: x\r\nConnection: close", false),
        ("HTTP/1.1", "Connection: closed", true), ("HTTP/1.0", "X: y", false),
        ("HTTP/1.0", "Connection: Keep-Alive", true), ("HTTP/1.0", "Connection: keep-alive, close", false),
        ("HTTP/1.0", "Connection: x ,\t keep-alive\t", true), ("HTTP/1.0", "Connection: keep-alive x", false),
        ("HTTP/1.0", "Connection: / keep-alive", false), ("HTTP/1.1", "Connection: x close", true),
    ])
    func `the version and Connection tell whether it stays open`(
        _ version: String, _ field: String, _ keepsAlive: Bool
    ) throws {
        let request = try #require(requests(of: "GET / \(version)\r\nHost: a\r\n\(field)\r\n\r\n").first)
        #expect(request.head.keepsAlive == keepsAlive)
    }

    @Test(arguments: [("0", ""), ("5", "hello"), ("0005", "hello")])
    func `a length tells where the body ends`(_ length: String, _ body: String) {
        let found = requests(of: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n\(body)\(next)")
        #expect(found.map { String(decoding: $0.body, as: UTF8.self) } == [body, ""])
        #expect(found.map(\.head.request.path) == ["/", "/next"])
    }

    @Test(arguments: [
        ("0\r\n\r\n", ""), ("5\r\nhello\r\n0\r\n\r\n", "hello"), ("2\r\nhe\r\n03\r\nllo\r\n000\r\n\r\n", "hello"),
        ("A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        ("5 ; a\t= \"b;\\\"\\\\\";c;d=e\r\nhello\r\n0\r\n\r\n", "hello"),
        ("5;a=\"b\"\r\nhello\r\n0 ;c\r\n\r\n", "hello"),
        ("5\r\nhello\r\n0\r\nX: a\r\nContent-Length: 9\r\n\r\n", "hello"),
    ])
    func `chunks come together, without extensions and trailers`(_ chunks: String, _ body: String) {
        let found = requests(of: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n\(chunks)\(next)")
        #expect(found.map { String(decoding: $0.body, as: UTF8.self) } == [body, ""])
        #expect(found.first?.head.request.headerFields.count == 1)
        #expect(found.last?.head.request.path == "/next")
    }

    @Test(arguments: [
        ("HTTP/1.1", "Content-Length: 1", true), ("HTTP/1.1", "Transfer-Encoding: chunked", true),
        ("HTTP/1.0", "Content-Length: 1", false),
    ])
    func `an expectation is noted in 1_1 only`(_ version: String, _ framing: String, _ expects: Bool) {
        let head = "POST / \(version)\r\nHost: a\r\nExpect: 100-Continue\r\n\(framing)\r\n\r\n"
        #expect(events(of: head) == [.bodyFollows(expectsContinue: expects)])
    }

    @Test func `an expectation without a body is met by the answer`() {
        let found = requests(of: "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n")
        #expect(found.map(\.head.expectsContinue) == [false])
    }

    @Test func `a value may hold any byte that is not a control`() throws {
        let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\nX: ".utf8) + [0x80, 0xFF, 0x09, 0x21] + Array("\r\n\r\n".utf8)
        guard case .request(let request) = try #require(events(of: [bytes[...]]).first) else {
            Issue.record("the message was not accepted")
            return
        }
        let field = try #require(request.head.request.headerFields.first)
        #expect(field.withUnsafeBytesOfValue { Array($0) } == [0x80, 0xFF, 0x09, 0x21])
    }
}

private let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"
