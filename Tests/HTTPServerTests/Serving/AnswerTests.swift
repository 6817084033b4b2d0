import Foundation
import HTTPTypes
import Testing

@testable import HTTPServer

@Suite struct AnswerTests {
    private func text(
        _ response: ServerResponse, toHead: Bool = false, _ persistence: Persistence = .stays
    ) -> String {
        let bytes = serialize(
            response, response.framing(in: .http11), toHead: toHead, persistence: persistence, date: "D", id: "I")
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `an answer is a head and a body in one run of bytes`() {
        let head = HTTPResponse(status: .created, headerFields: [.location: "/a", .cacheControl: "no-store"])
        let expected =
            "HTTP/1.1 201 Created\r\nDate: D\r\nX-Request-Id: I\r\nContent-Length: 2\r\nLocation: /a\r\nCache-Control: no-store\r\n\r\nhi"
        #expect(text(ServerResponse(head: head, body: Array("hi".utf8))) == expected)
    }

    @Test func `an answer to HEAD is that to GET without the body`() {
        let whole = text(plain("hello"))
        #expect(text(plain("hello"), toHead: true) + "hello" == whole)
        #expect(whole.contains("Content-Length: 5\r\n"))
    }

    @Test(arguments: [HTTPResponse.Status.noContent, .notModified])
    func `a status without content has neither body nor length`(_ status: HTTPResponse.Status) {
        let response = ServerResponse(head: HTTPResponse(status: status), body: Array("x".utf8))
        let line = "HTTP/1.1 \(status.code) \(status.reasonPhrase)"
        #expect(text(response) == "\(line)\r\nDate: D\r\nX-Request-Id: I\r\n\r\n")
    }

    @Test func `fields that belong to the server are replaced`() throws {
        var head = HTTPResponse(status: .ok)
        head.headerFields = [.contentLength: "9", .date: "x", .connection: "x", .transferEncoding: "chunked"]
        head.headerFields[try #require(HTTPField.Name("x-request-id"))] = "x"
        #expect(
            text(ServerResponse(head: head), .closes)
                == "HTTP/1.1 200 OK\r\nDate: D\r\nX-Request-Id: I\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    }

    @Test func `a 1_0 client is told that the connection stays`() {
        #expect(text(plain(""), .staysAsAsked).contains("\r\nConnection: keep-alive\r\n"))
    }

    @Test func `a value cannot break out of its line`() {
        var head = HTTPResponse(status: .ok)
        head.headerFields[.location] = "/a\r\nX: y\r\n\r\n"
        let lines = text(ServerResponse(head: head)).components(separatedBy: "\r\n")
        #expect(lines.count == 7)
        #expect(lines[4].hasPrefix("Location: /a "))
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (1_709_164_799, "Wed, 28 Feb 2024 23:59:59 GMT"), (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
        (4_102_444_800, "Fri, 01 Jan 2100 00:00:00 GMT"),
    ])
    func `a date is spelt as HTTP wants it`(_ seconds: Int, _ text: String) {
        #expect(httpDate(secondsSince1970: seconds) == text)
    }

    @Test func `the date follows the clock`() {
        let seconds = Guarded(0)
        let clock = ServerClock(secondsSince1970: { seconds.withLock { $0 } }, now: { ContinuousClock.now })
        let cache = DateCache(clock: clock)
        #expect(cache.text == "Thu, 01 Jan 1970 00:00:00 GMT")
        seconds.withLock { $0 = 59 }
        #expect(cache.text == "Thu, 01 Jan 1970 00:00:59 GMT")
    }
}
