import HTTPTypes
import Logging
import Testing

@testable import HTTPServer

/// Handlers that fail, that never return, and that are asked for more than they can do.
@Suite struct HandlerTests {
    private struct Secret: Error { let word = "hunter2" }

    @Test func `what a handler throws is a 500 without a word of it, and a line in the log`() throws {
        let recorder = LogRecorder()
        let handler: HTTPServer.Handler = { request in
            guard request.head.path != "/bad" else { throw Secret() }
            return echo(request)
        }
        try withServer(logger: Logger(label: "test") { _ in recorder }, handler: handler) { running in
            let client = try running.client()
            try client.send(request("/bad"))
            let response = try client.readResponse()
            #expect(response.status == 500)
            #expect(response.text == "handler-failed\n")
            #expect(!response.fields.values.contains { $0.contains("hunter2") })
            #expect(try client.readToEnd().isEmpty)
            let other = try running.client()
            try other.send(request("/good"))
            #expect(try other.readResponse().status == 200)
        }
        let lines = recorder.lines.withLock { $0 }
        #expect(lines.map { $0["message"] } == ["a handler threw", "refused", "answered"])
        #expect(lines[0]["error"]?.contains("hunter2") == true)
        #expect(lines[0]["id"] == lines[1]["id"])
    }

    @Test func `a handler that does not return is cut with 503, and another has its worker`() throws {
        let gate = Gate()
        let recorder = LogRecorder()
        let id = Guarded("")
        let handler: HTTPServer.Handler = { request in
            if request.head.path == "/stuck" {
                id.withLock { $0 = request.id }
                gate.pass()
            }
            return echo(request)
        }
        let configure: (inout ServerConfiguration) -> Void = {
            $0.workers = 1
            $0.deadlines.handler = .milliseconds(400)
        }
        let logger = Logger(label: "test") { _ in recorder }
        try withServer(configure, logger: logger, handler: handler) { running in
            let stuck = try running.client()
            try stuck.send(request("/stuck"))
            #expect(gate.awaitEntry())
            let response = try stuck.readResponse()
            #expect(response.status == 503)
            #expect(response.text == "handler-too-slow\n")
            #expect(response.fields["x-request-id"] == id.withLock { $0 })
            let line = recorder.lines.withLock { $0.first }
            #expect(line?["message"] == "a handler passed its deadline")
            #expect(line?["level"] == "error")
            #expect(line?["id"] == id.withLock { $0 })
            #expect(response.fields["retry-after"] == "1")
            #expect(try stuck.readToEnd().isEmpty)
            // The only worker is still at the gate.
            let other = try running.client()
            for _ in 0..<3 {
                try other.send(request("/b"))
                #expect(try other.readResponse().text == "GET /b ")
            }
            gate.open()
            try other.send(request("/c"))
            #expect(try other.readResponse().text == "GET /c ")
            #expect(running.server.counters.refusals == [.handlerTooSlow: 1])
        }
    }

    @Test func `a handler that may take long has longer, and not for ever`() throws {
        let gate = Gate()
        let handler: HTTPServer.Handler = { request in
            if request.head.path == "/long" { gate.pass() }
            return echo(request)
        }
        let configure: (inout ServerConfiguration) -> Void = {
            $0.deadlines.handler = .milliseconds(100)
            $0.deadlines.longHandler = .milliseconds(1500)
        }
        try withServer(configure, mayTakeLong: { $0.path == "/long" }, handler: handler) { running in
            let clients = try (0..<2).map { _ in try running.client() }
            try clients[0].send(request("/long"))
            #expect(gate.awaitEntry())
            // Five times what another handler may take.
            #expect(!clients[0].isReadable(within: 500))
            gate.open()
            #expect(try clients[0].readResponse().text == "GET /long ")
            try clients[1].send(request("/long"))
            #expect(gate.awaitEntry())
            #expect(try clients[1].readResponse().status == 503)
            gate.open()
        }
    }

    @Test func `a client that leaves does not keep a stuck handler's worker`() throws {
        let gate = Gate()
        let handler: HTTPServer.Handler = { request in
            if request.head.path == "/stuck" { gate.pass() }
            return echo(request)
        }
        let configure: (inout ServerConfiguration) -> Void = {
            $0.workers = 1
            $0.deadlines.handler = .milliseconds(300)
        }
        try withServer(configure, handler: handler) { running in
            var leaving: LoopbackClient? = try running.client()
            try leaving?.send(request("/stuck"))
            #expect(gate.awaitEntry())
            leaving = nil
            let other = try running.client()
            for _ in 0..<100 where running.server.counters.refusals[.handlerTooSlow] == nil {
                #expect(!other.isReadable(within: 10))
            }
            try other.send(request("/b"))
            #expect(try other.readResponse().text == "GET /b ")
            gate.open()
        }
    }

    @Test func `a request that asks for more bytes than its route allows is refused by the route's own limit`() throws {
        let limit: HTTPServer.BodyLimit = { $0.path == "/import" ? 20 : $0.path == "/small" ? 2 : nil }
        try withServer({ $0.limits.body = 10 }, bodyLimit: limit) { running in
            for (path, length, status) in [
                ("/import", 20, 200), ("/import", 21, 413), ("/small", 2, 200), ("/small", 3, 413), ("/any", 10, 200),
                ("/any", 11, 413),
            ] {
                let client = try running.client()
                let body = String(repeating: "x", count: length)
                try client.send("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n\(body)")
                #expect(try client.readResponse().status == status, "\(path) \(length)")
            }
        }
    }

    @Test func `bodies that are held at the same time have a limit together`() throws {
        try withServer({ $0.limits.allBodies = 1000 }) { running in
            let head = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 700\r\n\r\n"
            let first = try running.client()
            try first.send(head + String(repeating: "x", count: 600))
            for _ in 0..<500 where running.server.counters.bytesReceived < 600 { #expect(!first.isReadable(within: 5)) }
            let second = try running.client()
            try second.send(head + String(repeating: "x", count: 600))
            let refused = try second.readResponse()
            #expect(refused.status == 503)
            #expect(refused.fields["retry-after"] == "1")
            try first.send(String(repeating: "y", count: 100))
            #expect(try first.readResponse().status == 200)
            // What was held is free again.
            let third = try running.client()
            try third.send(head + String(repeating: "x", count: 700))
            #expect(try third.readResponse().status == 200)
        }
    }

    @Test func `counters tell what was done`() throws {
        try withServer { running in
            let client = try running.client()
            let sent = request("/a") + request("/b")
            try client.send(sent)
            let received = try client.readResponse().text + (try client.readResponse().text)
            #expect(received == "GET /a GET /b ")
            let other = try running.client()
            try other.send("GET\r\n")
            #expect(try other.readToEnd().count > 100)
            let counters = running.server.counters
            #expect(counters.connectionsAccepted == 2)
            #expect(counters.requests == 2)
            #expect(counters.bytesReceived == sent.utf8.count + 5)
            #expect(counters.bytesSent > 300)
            #expect(counters.refusals == [.malformedRequestLine: 1])
            #expect(counters.connectionsOpen >= 1)
        }
    }
}
