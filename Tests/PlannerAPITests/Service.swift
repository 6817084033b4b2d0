import Foundation
import HTTPServer
import HTTPTypes
import Logging
import PlannerAPI
import Store
import Synchronization

/// The application over a database in memory, at a fixed time, with identifiers that count: `id-1`, `id-2`...
struct Service {
    let store: PlannerStore
    private let application: PlannerApplication

    /// 2026-01-02T03:04:05Z.
    static let time = Date(timeIntervalSince1970: 1_767_323_045)

    init(
        time: Date = time, store: PlannerStore? = nil, fits: FitJobs? = nil, metrics: ServiceMetrics = ServiceMetrics(),
        system: SystemFacts = .system, logger: Logger? = nil, now: (@Sendable () -> Date)? = nil,
        makeIdentifier: (@Sendable () -> String)? = nil
    ) throws {
        let store = try store ?? PlannerStore()
        self.store = store
        let identifiers = Identifiers()
        var silent = Logger(label: "tests")
        silent.logLevel = .critical
        application = PlannerApplication(
            store: store, logger: logger ?? silent, fits: fits, metrics: metrics, system: system,
            now: now ?? { time }, makeIdentifier: makeIdentifier ?? { identifiers.next() })
    }

    /// Whether the server lets a request wait for others of its kind.
    func mayTakeLong(_ method: HTTPRequest.Method, _ path: String) -> Bool {
        application.mayTakeLong(HTTPRequest(method: method, scheme: "http", authority: "planner", path: path))
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: [UInt8] = [], _ fields: HTTPFields = [:],
        receivedAt: ContinuousClock.Instant? = nil
    ) -> ServerResponse {
        application.respond(
            to: ServerRequest(
                head: HTTPRequest(
                    method: method, scheme: "http", authority: "planner", path: path, headerFields: fields),
                body: body, peer: SocketAddress(host: "127.0.0.1", port: 40_000), receivedAt: receivedAt))
    }

    func get(_ path: String, accept: String? = nil) -> ServerResponse {
        send(.get, path, [], accept.map { [.accept: $0] } ?? [:])
    }

    /// `POST /plan` as a shell's simplest call sends it.
    func plan(_ question: String, format: String? = nil) -> ServerResponse {
        send(
            .post, "/plan" + (format.map { "?format=" + $0 } ?? ""), Array(question.utf8),
            [.contentType: "application/x-www-form-urlencoded"])
    }

    func save(_ question: String, type: String? = "application/json") -> ServerResponse {
        send(.post, "/plans", Array(question.utf8), type.map { [.contentType: $0] } ?? [:])
    }
}

/// Identifiers in the order of their making.
final class Identifiers: Sendable {
    private let count = Atomic(0)

    func next() -> String { "id-\(count.add(1, ordering: .relaxed).newValue)" }
}

extension ServerResponse {
    var status: Int { head.status.code }

    var text: String { String(decoding: bytes ?? [], as: UTF8.self) }

    /// Whether two answers of bytes are the same.
    static func == (left: ServerResponse, right: ServerResponse) -> Bool {
        left.head == right.head && left.bytes != nil && left.bytes == right.bytes
    }

    func json() throws -> JSONValue { try JSONParser.parse(bytes ?? []) }

    func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { head.headerFields[$0] } }
}

extension ServerResponse {
    /// The same answer, its content made in full where it is streamed.
    func whole() throws -> ServerResponse {
        guard case .stream(let stream) = body else { return self }
        var content: [UInt8] = []
        while case .bytes(let bytes) = try stream.next() { content += bytes }
        return ServerResponse(head: head, body: .bytes(content), route: route)
    }
}
