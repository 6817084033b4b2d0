import Foundation
import Testing

/// `distill-planner serve` on a free port, until it is ended.
final class RunningServer {
    /// Whoever asks it, from any thread.
    let client: Client
    var port: Int { client.port }
    private let child: Child

    /// Starts it with `options` over the database in `folder`, and returns once it says where it listens.
    init(in folder: URL, _ options: [String] = [], environment: [String: String] = [:]) throws {
        let database = folder.appendingPathComponent("data/new/planner.sqlite").path
        let output = Pipe()
        child = try Child(
            ["serve", "--port", "0", "--database", database] + options, output: output,
            errors: folder.appendingPathComponent("log"), environment: environment)
        do {
            let url = try firstLine(of: output.fileHandleForReading)
            client = Client(port: try #require(url.split(separator: ":").last.flatMap { Int($0) }))
        } catch {
            child.kill()
            throw error
        }
    }

    /// Starts it with `options` over a new database, and ends it behind `body`.
    static func with<Value>(
        _ options: [String] = [], environment: [String: String] = [:], _ body: (RunningServer) throws -> Value
    ) throws -> Value {
        try withTemporaryFolder { folder in
            let server = try RunningServer(in: folder, options, environment: environment)
            defer { server.kill() }
            return try body(server)
        }
    }

    func get(_ target: String) throws -> Answer { try client.get(target) }

    func post(
        _ target: String, _ body: String, type: String = "application/x-www-form-urlencoded"
    ) throws -> Answer {
        try client.post(target, body, type: type)
    }

    func exchange(_ bytes: [UInt8]) throws -> Answer { try client.exchange(bytes) }

    /// Asks it to end, and returns its exit status.
    func stop(_ signal: Int32) throws -> Int32 {
        child.send(signal)
        return try child.waitForExit()
    }

    func send(_ signal: Int32) { child.send(signal) }

    /// Waits until it has ended, and returns the signal that did it; nil where none did.
    func signalThatEndedIt() -> Int32? { child.waitForSignal() }

    func kill() { child.kill() }

    func log() throws -> String { try child.errors() }
}

/// Asks the server on a port of this machine, over a connection of its own each time.
struct Client: Sendable {
    let port: Int

    func get(_ target: String) throws -> Answer { try exchange(request("GET", target)) }

    /// Sends `body`, by default as the type that curl gives to what follows -d.
    func post(
        _ target: String, _ body: String, type: String = "application/x-www-form-urlencoded"
    ) throws -> Answer {
        let fields = ["Content-Type: \(type)", "Content-Length: \(body.utf8.count)"]
        return try exchange(request("POST", target, fields) + Array(body.utf8))
    }

    private func request(_ method: String, _ target: String, _ fields: [String] = []) -> [UInt8] {
        let lines = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"] + fields
        return Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
    }

    /// Sends `bytes` over a connection of their own, and reads what comes until the server closes it.
    func exchange(_ bytes: [UInt8]) throws -> Answer {
        let connection = try Connection(port: port)
        defer { connection.close() }
        connection.send(bytes)
        return try Answer(connection.readToEnd())
    }
}

/// The first line that comes out of `handle`, without its end.
private func firstLine(of handle: FileHandle) throws -> String {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
        var descriptor = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
        try #require(poll(&descriptor, 1, 60_000) == 1, "the server does not say where it listens")
        try #require(read(handle.fileDescriptor, &byte, 1) == 1, "the server ended before it listened")
        if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
        line.append(byte)
    }
}
