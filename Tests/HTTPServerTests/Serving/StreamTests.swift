import HTTPTypes
import Logging
import Testing

@testable import HTTPServer

/// Answers that are made while they are sent.
@Suite struct StreamTests {
    private struct Failure: Error {}

    /// Streams `pieces` to `/stream` and echoes everything else.
    private func streaming(_ pieces: [ResponseStream.Step], failsAtEnd: Bool = false) -> HTTPServer.Handler {
        { request in
            guard request.head.path == "/stream" else { return echo(request) }
            let stream = ResponseStream(pieces[...]) { rest in
                if rest.isEmpty && failsAtEnd { throw Failure() }
                return rest.popFirst() ?? .end
            }
            return ServerResponse(head: HTTPResponse(status: .ok), body: .stream(stream), route: "/stream")
        }
    }

    private let threePieces: [ResponseStream.Step] = ["a", "", "bc", "defghijklmnopqrst"].map {
        .bytes(Array($0.utf8))
    }

    @Test func `pieces go out as chunks, and the connection goes on`() throws {
        try withServer(handler: streaming(threePieces)) { running in
            let client = try running.client()
            try client.send(request("/stream") + request("/b"))
            #expect(try client.readHead().lowercased().contains("transfer-encoding: chunked"))
            let chunks = "1\r\na\r\n2\r\nbc\r\n11\r\ndefghijklmnopqrst\r\n0\r\n\r\n"
            #expect(try client.read(chunks.utf8.count) == Array(chunks.utf8))
            #expect(try client.readResponse().text == "GET /b ")
        }
    }

    @Test func `a 1_0 client gets the pieces as they are, and the end of the connection for their end`() throws {
        try withServer(handler: streaming(threePieces)) { running in
            let client = try running.client()
            try client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let head = try client.readHead()
            #expect(head.contains("\r\nConnection: close"))
            #expect(!head.lowercased().contains("transfer-encoding") && !head.lowercased().contains("content-length"))
            #expect(try client.readToEnd() == Array("abcdefghijklmnopqrst".utf8))
        }
    }

    @Test func `HEAD begins no stream`() throws {
        try withServer(handler: streaming([], failsAtEnd: true)) { running in
            let client = try running.client()
            try client.send(request("/stream", method: "HEAD") + request("/b"))
            #expect(try client.readHead().lowercased().contains("transfer-encoding: chunked"))
            #expect(try client.readResponse().text == "GET /b ")
        }
    }

    @Test func `a stream that fails is cut before its last chunk`() throws {
        let recorder = LogRecorder()
        let logger = Logger(label: "test") { _ in recorder }
        try withServer(logger: logger, handler: streaming(threePieces, failsAtEnd: true)) { running in
            let client = try running.client()
            try client.send(request("/stream"))
            _ = try client.readHead()
            let content = try client.readToEnd()
            #expect(content.starts(with: Array("1\r\na\r\n".utf8)))
            #expect(!content.suffix(5).elementsEqual("0\r\n\r\n".utf8))
        }
        let lines = recorder.lines.withLock { $0 }
        #expect(lines.map { $0["message"] } == ["a stream threw", "cut"])
        #expect(lines[0]["level"] == "error")
        #expect(lines[0]["id"] == lines[1]["id"])
    }

    @Test func `a stream leaves one line in the log when it is through, with all its bytes`() throws {
        let recorder = LogRecorder()
        var sent = 0
        let logger = Logger(label: "test") { _ in recorder }
        try withServer(logger: logger, handler: streaming(threePieces)) { running in
            let client = try running.client()
            try client.send("GET /stream HTTP/1.0\r\n\r\n")
            sent = try client.readToEnd().count
        }
        let lines = recorder.lines.withLock { $0 }
        #expect(lines.count == 1)
        #expect(lines.first?["message"] == "answered")
        #expect(lines.first?["route"] == "/stream")
        #expect(lines.first?["bytes"] == "\(sent)")
    }

    @Test func `a pause holds no worker, and the stream goes on after it`() throws {
        let pieces: [ResponseStream.Step] = [.bytes([1]), .pause(.milliseconds(30)), .bytes([2])]
        try withServer({ $0.workers = 1 }, handler: streaming(pieces)) { running in
            let client = try running.client()
            try client.send("GET /stream HTTP/1.0\r\n\r\n")
            _ = try client.readHead()
            let other = try running.client()
            try other.send(request("/b"))
            #expect(try other.readResponse().text == "GET /b ")
            #expect(try client.readToEnd() == [1, 2])
        }
    }

    @Test func `readers that do not read hold no worker`() throws {
        let piece = ResponseStream.Step.bytes([UInt8](repeating: 0, count: 64 * 1024))
        let endless: HTTPServer.Handler = { request in
            guard request.head.path == "/stream" else { return echo(request) }
            return ServerResponse(head: HTTPResponse(status: .ok), body: .stream(ResponseStream(()) { _ in piece }))
        }
        try withServer({ $0.workers = 1 }, handler: endless) { running in
            let deaf = try (0..<4).map { _ in try LoopbackClient(port: running.address.port, receiveBuffer: 4096) }
            for client in deaf { try client.send(request("/stream")) }
            for client in deaf { #expect(client.isReadable(within: 5000)) }
            let other = try running.client()
            try other.send(request("/b"))
            #expect(try other.readResponse().text == "GET /b ")
        }
    }

    @Test func `a large stream reaches its reader whole`() throws {
        let count = 400
        let stream = ResponseStream(0) { number in
            guard number < count else { return .end }
            defer { number += 1 }
            return .bytes([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 40_000))
        }
        let handler: HTTPServer.Handler = { _ in
            ServerResponse(head: HTTPResponse(status: .ok), body: .stream(stream))
        }
        try withServer(handler: handler) { running in
            let client = try LoopbackClient(port: running.address.port, receiveBuffer: 4096)
            try client.send("GET / HTTP/1.0\r\n\r\n")
            _ = try client.readHead()
            let content = try client.readToEnd()
            #expect(content.count == 40_000 * count)
            #expect((0..<count).allSatisfy { content[40_000 * $0] == UInt8(truncatingIfNeeded: $0) })
        }
    }

    @Test func `a stream whose next piece never comes is cut at the deadline of a handler`() throws {
        let gate = Gate()
        let stream = ResponseStream(0) { number in
            number += 1
            if number == 2 { gate.pass() }
            return .bytes([UInt8(number)])
        }
        let handler: HTTPServer.Handler = { _ in
            ServerResponse(head: HTTPResponse(status: .ok), body: .stream(stream))
        }
        try withServer({ $0.deadlines.handler = .milliseconds(300) }, handler: handler) { running in
            let client = try running.client()
            try client.send("GET / HTTP/1.0\r\n\r\n")
            _ = try client.readHead()
            #expect(try client.readToEnd() == [1])
            gate.open()
        }
    }

    @Test func `a shutdown lets a stream that has begun come to its end`() throws {
        let gate = Gate()
        let stream = ResponseStream(0) { number in
            number += 1
            if number == 2 { gate.pass() }
            return number < 4 ? .bytes([UInt8(number)]) : .end
        }
        let handler: HTTPServer.Handler = { _ in
            ServerResponse(head: HTTPResponse(status: .ok), body: .stream(stream))
        }
        try withServer({ $0.deadlines.linger = .milliseconds(100) }, handler: handler) { running in
            let client = try running.client()
            try client.send("GET / HTTP/1.0\r\n\r\n")
            _ = try client.readHead()
            #expect(gate.awaitEntry())
            running.server.shutdown()
            gate.open()
            #expect(try client.readToEnd() == [1, 2, 3])
        }
    }
}
