import ParserTesting
import Testing

@testable import HTTPServer

@Suite struct LimitTests {
    @Test func `a request line may be as long as its limit and no longer`() {
        let limits = ServerLimits()
        let path = "/" + String(repeating: "a", count: limits.requestLine - "GET / HTTP/1.1".count)
        #expect(requests(of: "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n").count == 1)
        #expect(events(of: "GET \(path)a HTTP/1.1") == [.refused(.requestLineTooLong)])
    }

    @Test func `a field may be as long as its limit and no longer`() {
        let limits = ServerLimits()
        let value = String(repeating: "a", count: limits.fieldLine - "X:".count)
        #expect(requests(of: "GET / HTTP/1.1\r\nHost: a\r\nX:\(value)\r\n\r\n").count == 1)
        #expect(events(of: "GET / HTTP/1.1\r\nHost: a\r\nX:\(value)a") == [.refused(.fieldTooLong)])
    }

    @Test func `a head may have as many fields as its limit and no more`() {
        let fields = String(repeating: "X: y\r\n", count: ServerLimits().fields - 1)
        #expect(requests(of: "GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n").count == 1)
        #expect(events(of: "GET / HTTP/1.1\r\nHost: a\r\n\(fields)X: y\r\n") == [.refused(.tooManyFields)])
    }

    @Test func `a head may be as large as its limit and no larger`() {
        let limits = ServerLimits()
        let start = "GET / HTTP/1.1\r\nHost: a\r\nX:" + String(repeating: "a", count: 8000) + "\r\nY:"
        let room = limits.head - start.utf8.count - 4
        let value = String(repeating: "b", count: room)
        let wide = limits.with(\.fieldLine, limits.head)
        #expect(requests(of: "\(start)\(value)\r\n\r\n", limits: wide).count == 1)
        #expect(events(of: "\(start)\(value)b\r\n\r\n", limits: wide) == [.refused(.headTooLarge)])
        #expect(events(of: "\(start)\(value)bbb", limits: wide) == [.refused(.headTooLarge)])
    }

    @Test func `a body may be as large as its limit and no larger`() {
        let limits = ServerLimits.tiny
        let head = "POST / HTTP/1.1\r\nHost: a\r\n"
        #expect(requests(of: "\(head)Content-Length: 8\r\n\r\n12345678", limits: limits).count == 1)
        #expect(events(of: "\(head)Content-Length: 9\r\n\r\n", limits: limits) == [.refused(.bodyTooLarge)])
    }

    @Test func `a line without an end is refused with the first byte over its limit`() {
        var parser = RequestParser(limits: .tiny)
        var upToLimit = Array("GET /\(String(repeating: "a", count: 19))".utf8)[...]
        var oneMore: ArraySlice<UInt8> = [UInt8(ascii: "a")]
        #expect(parser.next(&upToLimit) == .needsMore)
        #expect(parser.next(&oneMore) == .refused(.requestLineTooLong))
    }
}
