import Foundation
import HTTPTypes
import Logging

@testable import HTTPServer

/// A server under test, on a free port of the loopback.
struct RunningServer {
    let server: HTTPServer
    let address: SocketAddress

    func client() throws -> LoopbackClient {
        try LoopbackClient(port: address.port)
    }
}

/// Runs `body` beside a server, which is stopped before this returns.
func withServer(
    _ configure: (inout ServerConfiguration) -> Void = { _ in },
    logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
    clock: ServerClock = .system,
    bodyLimit: @escaping HTTPServer.BodyLimit = { _ in nil },
    mayTakeLong: @escaping HTTPServer.Classifier = { _ in false },
    refusalResponse: @escaping HTTPServer.RefusalRenderer = { ServerResponse(refusing: $0) },
    handler: @escaping HTTPServer.Handler = echo,
    _ body: (RunningServer) throws -> Void
) throws {
    var configuration = ServerConfiguration()
    configuration.deadlines.drain = .seconds(2)
    configure(&configuration)
    let server = HTTPServer(
        configuration: configuration, logger: logger, clock: clock, bodyLimit: bodyLimit, mayTakeLong: mayTakeLong,
        refusalResponse: refusalResponse, handler: handler)
    let address = try server.start()
    defer {
        server.shutdown()
        server.waitUntilStopped()
    }
    try body(RunningServer(server: server, address: address))
}

/// Answers with what was asked: `METHOD path body`.
@Sendable func echo(_ request: ServerRequest) -> ServerResponse {
    plain("\(request.head.method) \(request.head.path ?? "") \(String(decoding: request.body, as: UTF8.self))")
}

func plain(_ text: String) -> ServerResponse {
    ServerResponse(
        head: HTTPResponse(status: .ok, headerFields: [.contentType: "text/plain"]), body: Array(text.utf8))
}

/// A request without fields but Host.
func request(_ path: String, method: String = "GET") -> String {
    "\(method) \(path) HTTP/1.1\r\nHost: a\r\n\r\n"
}

/// Where a handler stops until a test lets it pass.
struct Gate: Sendable {
    private let entered = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)

    func pass() {
        entered.signal()
        _ = opened.wait(timeout: .now() + 5)
    }

    /// Waits until somebody stands at the gate.
    func awaitEntry() -> Bool {
        entered.wait(timeout: .now() + 5) == .success
    }

    func open() {
        opened.signal()
    }
}

/// A number that several threads add to.
struct Counter: Sendable {
    private let number = Guarded(0)

    var value: Int { number.withLock { $0 } }

    func increment() {
        number.withLock { $0 += 1 }
    }
}
