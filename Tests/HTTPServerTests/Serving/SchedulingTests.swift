import HTTPTypes
import Testing

@testable import HTTPServer

/// Who waits for whom.
@Suite struct SchedulingTests {
    /// Lets `/slow` wait at the gate and echoes everything else.
    private func slow(_ gate: Gate) -> HTTPServer.Handler {
        { request in
            if request.head.path == "/slow" { gate.pass() }
            return echo(request)
        }
    }

    /// Whichever client hears from the server first; nil after five seconds.
    private func firstReadable(of clients: [LoopbackClient]) -> LoopbackClient? {
        for _ in 0..<500 {
            if let client = clients.first(where: { $0.isReadable(within: 5) }) { return client }
        }
        return nil
    }

    @Test func `a slow handler does not delay another connection`() throws {
        let gate = Gate()
        try withServer({ $0.workers = 2 }, handler: slow(gate)) { running in
            let waiting = try running.client()
            try waiting.send(request("/slow"))
            #expect(gate.awaitEntry())
            let other = try running.client()
            for _ in 0..<3 {
                try other.send(request("/fast"))
                #expect(try other.readResponse().text == "GET /fast ")
            }
            #expect(!waiting.isReadable(within: 0))
            gate.open()
            #expect(try waiting.readResponse().text == "GET /slow ")
        }
    }

    @Test func `however many long requests there are, a short one is answered`() throws {
        let gate = Gate()
        try withServer({ $0.workers = 3 }, mayTakeLong: { $0.path == "/slow" }, handler: slow(gate)) { running in
            let waiting = try (0..<5).map { _ in try running.client() }
            for client in waiting { try client.send(request("/slow")) }
            #expect(gate.awaitEntry() && gate.awaitEntry())
            let other = try running.client()
            for _ in 0..<3 {
                try other.send(request("/fast"))
                #expect(try other.readResponse().text == "GET /fast ")
            }
            for _ in waiting { gate.open() }
            for client in waiting { #expect(try client.readResponse().text == "GET /slow ") }
        }
    }

    @Test func `requests of one connection never run at the same time`() throws {
        let gate = Gate()
        let runs = Counter()
        let handler: HTTPServer.Handler = { request in
            runs.increment()
            if request.head.path == "/slow" { gate.pass() }
            return plain("\(runs.value)")
        }
        try withServer({ $0.workers = 2 }, handler: handler) { running in
            let client = try running.client()
            try client.send(request("/slow") + request("/second"))
            #expect(gate.awaitEntry())
            // A whole exchange elsewhere: had the second request been taken up, it would have been by now.
            let other = try running.client()
            try other.send(request("/other"))
            #expect(try other.readResponse().text == "2")
            gate.open()
            #expect(try client.readResponse().text == "2")
            #expect(try client.readResponse().text == "3")
        }
    }

    @Test func `a request for which there is no place in the queue gets 503`() throws {
        let gate = Gate()
        let configure: (inout ServerConfiguration) -> Void = {
            $0.workers = 1
            $0.queueLength = 1
        }
        try withServer(configure, handler: slow(gate)) { running in
            let first = try running.client()
            try first.send(request("/slow"))
            #expect(gate.awaitEntry())
            let others = [try running.client(), try running.client()]
            for client in others { try client.send(request("/queued")) }
            let refused = try #require(firstReadable(of: others))
            let response = try refused.readResponse()
            #expect(response.status == 503)
            #expect(response.fields["retry-after"] == "1")
            #expect(try refused.readToEnd().isEmpty)
            gate.open()
            #expect(try first.readResponse().status == 200)
            let queued = try #require(others.first { $0 !== refused })
            #expect(try queued.readResponse().text == "GET /queued ")
        }
    }

    @Test func `a client that leaves while its handler runs harms nobody`() throws {
        let gate = Gate()
        try withServer({ $0.workers = 1 }, handler: slow(gate)) { running in
            var leaving: LoopbackClient? = try running.client()
            try leaving?.send(request("/slow"))
            #expect(gate.awaitEntry())
            leaving = nil
            let other = try running.client()
            try other.send(request("/other"))
            gate.open()
            #expect(try other.readResponse().text == "GET /other ")
        }
    }

    @Test func `connections beyond the limit wait until one closes`() throws {
        try withServer({ $0.maximumConnections = 1 }) { running in
            var first: LoopbackClient? = try running.client()
            try first?.send(request("/a"))
            #expect(try first?.readResponse().text == "GET /a ")
            let second = try running.client()
            try second.send(request("/b"))
            #expect(!second.isReadable(within: 50))
            first = nil
            #expect(try second.readResponse().text == "GET /b ")
        }
    }

    @Test func `many clients at once all get their own answers`() throws {
        try withServer { running in
            let clients = try (0..<100).map { _ in try running.client() }
            for round in 0..<5 {
                for (number, client) in clients.enumerated() { try client.send(request("/\(number)/\(round)")) }
                for (number, client) in clients.enumerated() {
                    #expect(try client.readResponse().text == "GET /\(number)/\(round) ")
                }
            }
        }
    }
}
