import HTTPServer
import HTTPTypes
import Logging
import PlannerAPI
import Store
import Testing

/// The page's files, as the service answers with them.
@Suite struct `The page's files` {
    /// A service that asks for tokens, and has a page of two files.
    private let application: PlannerApplication

    init() throws {
        let store = try PlannerStore()
        let made = BearerToken.make(name: "somebody", scope: .read, lifetime: nil, now: Service.time)
        try store.add(made.record)
        application = PlannerApplication(
            store: store, logger: Logger(label: "page") { _ in SwiftLogNoOpLogHandler() }, rules: AccessRules(),
            page: [
                PageFile(name: "", mediaType: "text/html; charset=utf-8", bytes: Array("<p>".utf8)),
                PageFile(name: "a.js", mediaType: "text/javascript; charset=utf-8", bytes: Array("1".utf8)),
            ])
    }

    private func get(_ path: String, _ fields: HTTPFields = [:]) -> ServerResponse {
        let head = HTTPRequest(
            method: .get, scheme: "http", authority: "planner", path: path, headerFields: fields)
        let peer = SocketAddress(host: "192.0.2.1", port: 40_000)
        return application.respond(to: ServerRequest(head: head, body: [], peer: peer))
    }

    @Test func `need no token, what they ask for does`() {
        #expect(get("/").head.status == .ok)
        #expect(get("/page/a.js").head.status == .ok)
        #expect(get("/laws").head.status == .unauthorized)
    }

    @Test(arguments: ["/", "/page/a.js"]) func `are kept to themselves`(_ path: String) throws {
        let fields = get(path).head.headerFields
        let policy = try #require(fields[.contentSecurityPolicy]).split(separator: "; ")
        #expect(policy.first == "default-src 'none'")
        for rule in ["script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"] {
            #expect(policy.contains(Substring(rule)))
        }
        #expect(!policy.contains { $0.contains("unsafe") || $0.contains("http") })
        #expect(fields[.xContentTypeOptions] == "nosniff")
        #expect(fields[.cacheControl] == "no-cache")
        #expect(fields[.setCookie] == nil)
    }

    @Test func `are not sent again to whoever has them`() throws {
        let first = get("/page/a.js")
        let tag = try #require(first.head.headerFields[.eTag])
        #expect(first.bytes == Array("1".utf8))
        let again = get("/page/a.js", [.ifNoneMatch: tag])
        #expect(again.head.status == .notModified)
        #expect(again.bytes?.isEmpty == true)
        #expect(get("/", [.ifNoneMatch: tag]).head.status == .ok)
    }

    @Test(arguments: ["/page/", "/page/b.js", "/page/../a.js", "/page/a.js/"])
    func `are none other than those that there are`(_ path: String) {
        #expect(get(path).head.status == .notFound)
    }
}
