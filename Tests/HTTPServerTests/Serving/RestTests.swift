import HTTPTypes
import Testing

@testable import HTTPServer

/// Whether the loop sleeps while there is nothing that it could do.
///
/// It asks the clock once a turn, so the clock can count its turns.
@Suite struct RestTests {
    private let turns = Counter()

    private var clock: ServerClock {
        ServerClock(
            secondsSince1970: { 0 },
            now: { [turns] in
                turns.increment()
                return ContinuousClock.now
            })
    }

    /// Turns of the loop within 50 ms, in which nothing must come to `client`.
    private func turnsWhileNothingComes(to client: LoopbackClient) -> Int {
        let before = turns.value
        #expect(!client.isReadable(within: 50))
        return turns.value - before
    }

    @Test func `the loop rests while a handler runs and its client sends more`() throws {
        let gate = Gate()
        let handler: HTTPServer.Handler = { request in
            if request.head.path == "/slow" { gate.pass() }
            return echo(request)
        }
        try withServer(clock: clock, handler: handler) { running in
            let client = try running.client()
            try client.send(request("/slow"))
            #expect(gate.awaitEntry())
            try client.send(request("/b"))
            client.endWriting()
            #expect(turnsWhileNothingComes(to: client) < 10)
            gate.open()
            #expect(try client.readResponse().text == "GET /slow ")
            #expect(try client.readResponse().text == "GET /b ")
        }
    }

    @Test func `the loop rests after a deadline has passed`() throws {
        try withServer({ $0.deadlines.idle = .milliseconds(20) }, clock: clock) { running in
            let idle = try running.client()
            try idle.send(request("/a"))
            #expect(try idle.readResponse().status == 200)
            let other = try running.client()
            #expect(try idle.readToEnd().isEmpty)
            #expect(turnsWhileNothingComes(to: other) < 10)
        }
    }

    @Test func `the loop rests while a client waits for room`() throws {
        try withServer({ $0.maximumConnections = 1 }, clock: clock) { running in
            let first = try running.client()
            try first.send(request("/a"))
            #expect(try first.readResponse().status == 200)
            let second = try running.client()
            #expect(turnsWhileNothingComes(to: second) < 10)
        }
    }

    @Test func `the loop rests while a reader does not read`() throws {
        let large = [UInt8](repeating: 0, count: 16 * 1024 * 1024)
        let handler: HTTPServer.Handler = { request in
            guard request.head.path == "/large" else { return echo(request) }
            return ServerResponse(head: HTTPResponse(status: .ok), body: large)
        }
        try withServer(clock: clock, handler: handler) { running in
            let deaf = try LoopbackClient(port: running.address.port, receiveBuffer: 4096)
            try deaf.send(request("/large"))
            #expect(deaf.isReadable(within: 5000))
            let other = try running.client()
            #expect(turnsWhileNothingComes(to: other) < 20)
        }
    }
}
