import Foundation
import HTTPTypes
import Logging
import Testing

@testable import HTTPServer

/// Starting and stopping.
@Suite struct LifecycleTests {
    private func server(_ configure: (inout ServerConfiguration) -> Void) -> HTTPServer {
        var configuration = ServerConfiguration()
        configure(&configuration)
        return HTTPServer(configuration: configuration, logger: Logger(label: "test"), handler: echo)
    }

    @Test func `a shutdown closes who is idle, lets who runs finish, and takes nobody new`() throws {
        let gate = Gate()
        let handler: HTTPServer.Handler = { request in
            if request.head.path == "/slow" { gate.pass() }
            return echo(request)
        }
        try withServer({ $0.deadlines.linger = .milliseconds(100) }, handler: handler) { running in
            let silent = try running.client()
            let idle = try running.client()
            try idle.send(request("/idle"))
            #expect(try idle.readResponse().status == 200)
            let busy = try running.client()
            try busy.send(request("/slow"))
            #expect(gate.awaitEntry())

            running.server.shutdown()
            #expect(try silent.readToEnd().isEmpty)
            #expect(try idle.readToEnd().isEmpty)
            #expect(throws: ClientError.self) { try running.client() }

            gate.open()
            let response = try busy.readResponse()
            #expect(response.text == "GET /slow ")
            #expect(response.fields["connection"] == "close")
            #expect(try busy.readToEnd().isEmpty)
            running.server.waitUntilStopped()
        }
    }

    @Test func `a request that has begun may come in whole during a shutdown`() throws {
        try withServer { running in
            let idle = try running.client()
            let client = try running.client()
            try client.send("GET /a HTTP/1.1\r\n")
            // The bytes above came before these, and when these are answered the loop has read them.
            try idle.send(request("/idle"))
            #expect(try idle.readResponse().status == 200)
            running.server.shutdown()
            #expect(try idle.readToEnd().isEmpty)
            try client.send("Host: a\r\n\r\n")
            #expect(try client.readResponse().text == "GET /a ")
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test func `what is half sent when the drain deadline passes is cut`() throws {
        try withServer({ $0.deadlines.drain = .milliseconds(50) }) { running in
            let client = try running.client()
            try client.send("GET /a HTTP/1.1\r\n")
            running.server.shutdown()
            running.server.waitUntilStopped()
            #expect((try? client.readToEnd())?.isEmpty ?? true)
        }
    }

    @Test func `a handler that never returns does not hold up the end`() throws {
        let gate = Gate()
        let handler: HTTPServer.Handler = { request in
            gate.pass()
            return echo(request)
        }
        try withServer({ $0.deadlines.drain = .milliseconds(50) }, handler: handler) { running in
            let client = try running.client()
            try client.send(request("/a"))
            #expect(gate.awaitEntry())
            running.server.shutdown()
            running.server.waitUntilStopped()
            #expect((try? client.readToEnd())?.isEmpty ?? true)
            gate.open()
        }
    }

    @Test func `a shutdown may be asked for twice, and before a start`() throws {
        let server = server { _ in }
        server.shutdown()
        server.waitUntilStopped()
        _ = try server.start()
        server.shutdown()
        server.shutdown()
        server.waitUntilStopped()
    }

    @Test func `a port is free again when the server has stopped`() throws {
        let first = server { _ in }
        let port = try first.start().port
        let client = try LoopbackClient(port: port)
        try client.send(request("/a"))
        #expect(try client.readResponse().status == 200)
        first.shutdown()
        first.waitUntilStopped()
        let second = server { $0.port = port }
        #expect(try second.start().port == port)
        second.shutdown()
        second.waitUntilStopped()
    }

    @Test func `a port in use is an error with its facts`() throws {
        try withServer { running in
            let port = running.address.port
            let second = server { $0.port = port }
            #expect(
                throws: StartError(reason: .addressInUse, code: EADDRINUSE, host: "127.0.0.1", port: port)
            ) { try second.start() }
        }
    }

    @Test func `an address of another machine is an error with its facts`() {
        let server = server { $0.host = "192.0.2.1" }
        #expect(
            throws: StartError(reason: .addressNotAvailable, code: EADDRNOTAVAIL, host: "192.0.2.1", port: 0)
        ) { try server.start() }
    }

    @Test func `a host that cannot be resolved is an error with its facts`() throws {
        let server = server { $0.host = "not a host" }
        let error = try #require(throws: StartError.self) { try server.start() }
        #expect(error.reason == .unknownHost)
        #expect(error.host == "not a host")
        #expect(error.code != 0)
    }
}
