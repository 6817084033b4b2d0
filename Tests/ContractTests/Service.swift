import Foundation
import HTTPServer
import HTTPTypes
import Logging
import PlannerAPI
import Store
import Synchronization

/// The whole service over a database in memory, with a clock that stands and identifiers that count.
struct Service {
    let store: PlannerStore
    let fits: FitJobs
    let application: PlannerApplication

    init(rules: AccessRules = .everybody) throws {
        store = try PlannerStore()
        let counter = Counter()
        let logger = Logger(label: "contract") { _ in SwiftLogNoOpLogHandler() }
        fits = FitJobs(store: store, logger: logger)
        application = PlannerApplication(
            store: store, logger: logger, fits: fits, rules: rules, page: Self.page,
            now: { Date(timeIntervalSince1970: 1_772_355_600) }, makeIdentifier: { "plan-\(counter.next())" })
    }

    private static let page = [
        ("", "text/html; charset=utf-8"), ("app.js", "text/javascript; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"), ("icon.svg", "image/svg+xml"),
    ].map { PageFile(name: $0.0, mediaType: $0.1, bytes: Array("content".utf8)) }

    /// A token of `scope`, as its bearer shows it.
    func token(_ scope: TokenScope, lifetime: TimeInterval? = nil) throws -> String {
        let made = BearerToken.make(
            name: "test", scope: scope, lifetime: lifetime, now: Date(timeIntervalSince1970: 1_772_355_600))
        try store.add(made.record)
        return "Bearer " + made.token.text
    }

    /// The answer to one call.
    func respond(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "", _ fields: HTTPFields = [:]
    ) -> ServerResponse {
        let head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: fields)
        let peer = SocketAddress(host: "127.0.0.1", port: 40000)
        return application.respond(to: ServerRequest(head: head, body: Array(body.utf8), peer: peer))
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }
}

extension ServerResponse {
    /// The media type, without its parameters.
    var mediaType: String {
        let field = head.headerFields[.contentType] ?? ""
        return String(field.prefix { $0 != ";" })
    }

    /// The body as a tree; a string where it is no JSON.
    var tree: JSONValue {
        get throws {
            let bytes = bytes ?? []
            // Lines of JSON are no JSON.
            return mediaType == "application/json" || mediaType.hasSuffix("+json")
                ? try JSONParser.parse(bytes) : .string(String(decoding: bytes, as: UTF8.self))
        }
    }
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
