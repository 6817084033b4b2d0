import HTTPTypes
import Testing

@testable import HTTPServer

/// Deadlines as a client meets them; their lengths are checked in `ConversationTests`.
@Suite struct DeadlineTests {
    @Test func `a client that dribbles its head gets 408 and is closed`() throws {
        try withServer({ $0.deadlines.head = .milliseconds(150) }) { running in
            let client = try running.client()
            var sent = 0
            while sent < 400, !client.isReadable(within: 10) {
                try client.send(sent == 0 ? "GET /" : "a")
                sent += 1
            }
            #expect((2..<400).contains(sent))
            let response = try client.readResponse()
            #expect(response.status == 408)
            #expect(response.text == "head-too-slow\n")
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test func `a client that stops within its body gets 408 and is closed`() throws {
        try withServer({ $0.deadlines.body = .milliseconds(50) }) { running in
            let client = try running.client()
            try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc")
            #expect(try client.readResponse().text == "body-too-slow\n")
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test func `a client that says nothing is closed without a word`() throws {
        try withServer({ $0.deadlines.head = .milliseconds(50) }) { running in
            let client = try running.client()
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test func `a client that asks nothing more is closed without a word`() throws {
        try withServer({ $0.deadlines.idle = .milliseconds(50) }) { running in
            let client = try running.client()
            try client.send(request("/a"))
            #expect(try client.readResponse().text == "GET /a ")
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test func `a client that does not read its answer is cut off`() throws {
        let size = 32 * 1024 * 1024
        let gone = Counter()
        let handler: HTTPServer.Handler = { request in
            guard request.head.path == "/large" else { return echo(request) }
            gone.increment()
            return ServerResponse(head: HTTPResponse(status: .ok), body: [UInt8](repeating: 0, count: size))
        }
        let configure: (inout ServerConfiguration) -> Void = {
            $0.maximumConnections = 1
            $0.deadlines.write = .milliseconds(100)
        }
        try withServer(configure, handler: handler) { running in
            let deaf = try LoopbackClient(port: running.address.port, receiveBuffer: 4096)
            try deaf.send(request("/large"))
            // There is room for the second only when the first has been cut.
            let second = try running.client()
            try second.send(request("/b"))
            #expect(try second.readResponse().text == "GET /b ")
            #expect(gone.value == 1)
            let received = (try? deaf.readToEnd())?.count ?? 0
            #expect(received < size)
        }
    }

    @Test func `a refused client that never ends is closed all the same`() throws {
        let configure: (inout ServerConfiguration) -> Void = {
            $0.maximumConnections = 1
            $0.deadlines.linger = .milliseconds(50)
        }
        try withServer(configure) { running in
            let refused = try running.client()
            try refused.send("GET /\n")
            #expect(try refused.readResponse().status == 400)
            let second = try running.client()
            try second.send(request("/b"))
            #expect(try second.readResponse().text == "GET /b ")
        }
    }
}
