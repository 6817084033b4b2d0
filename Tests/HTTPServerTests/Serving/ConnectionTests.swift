import Foundation
import HTTPTypes
import ParserTesting
import Testing

@testable import HTTPServer

/// What a client sees on one connection.
@Suite struct ConnectionTests {
    @Test func `a connection serves one request after another`() throws {
        try withServer { running in
            let client = try running.client()
            for path in ["/a", "/b?c=d", "/e"] {
                try client.send(request(path))
                let response = try client.readResponse()
                #expect(response.status == 200)
                #expect(response.text == "GET \(path) ")
                #expect(response.fields["connection"] == nil)
                #expect(response.fields["content-type"] == "text/plain")
            }
        }
    }

    @Test func `pipelined requests are answered in order`() throws {
        try withServer { running in
            let client = try running.client()
            let post = "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nGET /"
            try client.send(request("/a") + post + request("/c") + request("/d", method: "DELETE"))
            let texts = try (0..<4).map { _ in try client.readResponse().text }
            #expect(texts == ["GET /a ", "POST /b GET /", "GET /c ", "DELETE /d "])
        }
    }

    @Test(arguments: AcceptedMessage.all)
    func `a message of the corpus is answered as often as it holds requests`(_ message: AcceptedMessage) throws {
        let handler: HTTPServer.Handler = { request in
            plain(request.head.method == .head ? "" : "\(request.head.path ?? "")\n")
        }
        try withServer(handler: handler) { running in
            let client = try running.client()
            try client.send(message.bytes)
            client.endWriting()
            let lines = String(decoding: try client.readToEnd(), as: UTF8.self).components(separatedBy: "\r\n")
            #expect(lines.count { $0.contains("HTTP/1.1 200 OK") } == message.requests)
            #expect(lines.count { $0.contains("HTTP/1.1 ") && !$0.contains("100 Continue") } == message.requests)
        }
    }

    @Test func `chunks come together, and the next request follows them`() throws {
        try withServer { running in
            let client = try running.client()
            try client.send("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
            try client.send("2;x\r\nde\r\n0\r\nT: x\r\n\r\n" + request("/b"))
            #expect(try client.readResponse().text == "POST /a abcde")
            #expect(try client.readResponse().text == "GET /b ")
        }
    }

    @Test func `a client that expects a continue gets it before it sends the body`() throws {
        try withServer { running in
            let client = try running.client()
            try client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(try client.readHead() == "HTTP/1.1 100 Continue")
            try client.send("hi")
            #expect(try client.readResponse().text == "POST /a hi")
        }
    }

    @Test func `HEAD has the fields of GET and no body`() throws {
        let clock = ServerClock(secondsSince1970: { 0 }, now: { ContinuousClock.now })
        try withServer(clock: clock, handler: { _ in plain("hello") }) { running in
            let client = try running.client()
            try client.send(request("/a") + request("/a", method: "HEAD") + request("/a"))
            let get = try client.readResponse()
            let head = try client.readResponse(toHead: true)
            let own = "x-request-id"
            #expect(head.fields.filter { $0.key != own } == get.fields.filter { $0.key != own })
            #expect(head.fields["content-length"] == "5")
            #expect(try client.readResponse().text == "hello")
        }
    }

    @Test func `204 has no body, and the connection goes on`() throws {
        let handler: HTTPServer.Handler = { request in
            guard request.head.path == "/none" else { return echo(request) }
            return ServerResponse(head: HTTPResponse(status: .noContent), body: [1, 2, 3])
        }
        try withServer(handler: handler) { running in
            let client = try running.client()
            try client.send(request("/none") + request("/b"))
            let response = try client.readResponse()
            #expect(response.status == 204)
            #expect(response.fields["content-length"] == nil)
            #expect(try client.readResponse().text == "GET /b ")
        }
    }

    @Test(arguments: ["close", "Close", "CLOSE", "x, close"])
    func `a client that asks for it is closed after its answer`(_ option: String) throws {
        try withServer { running in
            let client = try running.client()
            try client.send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: \(option)\r\n\r\n" + request("/b"))
            let response = try client.readResponse()
            #expect(response.text == "GET /a ")
            #expect(response.fields["connection"] == "close")
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test func `a 1_0 client is closed after its answer`() throws {
        try withServer { running in
            let client = try running.client()
            try client.send("GET /a HTTP/1.0\r\n\r\n")
            let response = try client.readResponse()
            #expect(response.text == "GET /a ")
            #expect(response.fields["connection"] == "close")
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test func `a 1_0 client that asks for it is kept and told so`() throws {
        try withServer { running in
            let client = try running.client()
            for path in ["/a", "/b"] {
                try client.send("GET \(path) HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                let response = try client.readResponse()
                #expect(response.text == "GET \(path) ")
                #expect(response.fields["connection"] == "keep-alive")
            }
        }
    }

    @Test func `every answer has the date of the clock`() throws {
        let clock = ServerClock(secondsSince1970: { 784_111_777 }, now: { ContinuousClock.now })
        try withServer(clock: clock) { running in
            let client = try running.client()
            try client.send(request("/a") + "BAD\r\n")
            for status in [200, 400] {
                let response = try client.readResponse()
                #expect(response.status == status)
                #expect(response.fields["date"] == "Sun, 06 Nov 1994 08:49:37 GMT")
            }
        }
    }

    @Test func `a client that has ended its side still gets its answers`() throws {
        try withServer { running in
            let client = try running.client()
            try client.send(request("/a") + request("/b"))
            client.endWriting()
            #expect(try client.readResponse().text == "GET /a ")
            #expect(try client.readResponse().text == "GET /b ")
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test func `a large answer reaches a slow reader whole`() throws {
        let large = (0..<(16 * 1024 * 1024)).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let handler: HTTPServer.Handler = { request in
            guard request.head.path == "/large" else { return echo(request) }
            return ServerResponse(head: HTTPResponse(status: .ok), body: large)
        }
        try withServer(handler: handler) { running in
            let slow = try LoopbackClient(port: running.address.port, receiveBuffer: 4096)
            try slow.send(request("/large") + request("/after"))
            // It cannot be through before the slow one reads, for no buffer of the system is as large.
            let other = try running.client()
            try other.send(request("/other"))
            #expect(try other.readResponse().text == "GET /other ")
            #expect(try slow.readResponse().body == large)
            #expect(try slow.readResponse().text == "GET /after ")
        }
    }

    @Test func `a handler is told its peer`() throws {
        let handler: HTTPServer.Handler = { plain("\($0.peer)") }
        try withServer(handler: handler) { running in
            let client = try running.client()
            try client.send(request("/"))
            #expect(try client.readResponse().text.hasPrefix("127.0.0.1:"))
        }
    }

    @Test(.enabled(if: canUseIPv6)) func `an IPv6 client is served`() throws {
        try withServer({ $0.host = "::1" }, handler: { plain($0.peer.host) }) { running in
            let client = try LoopbackClient(port: running.address.port, ipv6: true)
            try client.send(request("/"))
            #expect(try client.readResponse().text == "::1")
            #expect("\(running.address)" == "[::1]:\(running.address.port)")
        }
    }

    @Test(.enabled(if: canUseIPv6)) func `the unspecified address of IPv6 serves both families`() throws {
        try withServer({ $0.host = "::" }, handler: { plain($0.peer.host) }) { running in
            let client = try running.client()
            try client.send(request("/"))
            #expect(try client.readResponse().text == "127.0.0.1")
        }
    }
}

private let canUseIPv6: Bool = {
    guard let listener = try? Listener(host: "::1", port: 0, backlog: 1) else { return false }
    listener.close()
    return true
}()
