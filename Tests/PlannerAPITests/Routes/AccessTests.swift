import Foundation
import HTTPServer
import HTTPTypes
import Logging
import PlannerAPI
import Store
import Synchronization
import Testing

/// Who is let in, over every route.
@Suite struct `Access` {
    /// A service whose clocks stand until they are told otherwise.
    final class Guarded {
        let store: PlannerStore
        let application: PlannerApplication
        private let clock: Clock

        private final class Clock: Sendable {
            let seconds = Mutex(0.0)
        }

        init(_ change: (inout AccessRules) -> Void = { _ in }) throws {
            var rules = AccessRules()
            change(&rules)
            let clock = Clock()
            let start = ContinuousClock.now
            let store = try PlannerStore()
            var logger = Logger(label: "access")
            logger.logLevel = .critical
            self.store = store
            self.clock = clock
            application = PlannerApplication(
                store: store, logger: logger,
                metrics: ServiceMetrics(
                    clock: ServerClock(
                        secondsSince1970: { 0 }, now: { start + .seconds(clock.seconds.withLock { $0 }) })),
                rules: rules, now: { Service.time.addingTimeInterval(clock.seconds.withLock { $0 }) })
        }

        func pass(seconds: Double) { clock.seconds.withLock { $0 += seconds } }

        func token(_ scope: TokenScope, lifetime: TimeInterval? = nil) throws -> String {
            let made = BearerToken.make(name: scope.rawValue, scope: scope, lifetime: lifetime, now: Service.time)
            try store.add(made.record)
            return made.token.text
        }

        func send(
            _ method: HTTPRequest.Method, _ path: String, token: String? = nil, body: String = "{}",
            peer: String = "192.0.2.1", host: String = "localhost",
            _ fields: HTTPFields = [.contentType: "application/json"]
        ) -> ServerResponse {
            var fields = fields
            if let token { fields[.authorization] = "Bearer \(token)" }
            return application.respond(
                to: ServerRequest(
                    head: HTTPRequest(
                        method: method, scheme: "http", authority: host, path: path, headerFields: fields),
                    body: Array(body.utf8), peer: SocketAddress(host: peer, port: 40_000)))
        }
    }

    @Test func `is by scope, on every route`() throws {
        let service = try Guarded()
        let tokens = try (
            read: service.token(.read), write: service.token(.write), admin: service.token(.admin),
            expired: service.token(.admin, lifetime: -1), revoked: service.token(.admin)
        )
        _ = try service.store.revokeToken(String(tokens.revoked.split(separator: "_")[1]), at: "2026-01-02T03:04:05Z")
        let other = BearerToken.make(name: "x", scope: .admin, lifetime: nil, now: Service.time).token.text
        let changed = tokens.admin.dropLast() + (tokens.admin.last == "0" ? "1" : "0")
        for route in service.application.contract {
            let method = try #require(HTTPRequest.Method(route.method))
            let path = route.template.replacing(/\{.+?\}/, with: "1")
            let needed = Self.scope(method, route.template)
            for bad in [nil, "", "dp_x", other, String(changed), tokens.expired, tokens.revoked] {
                let answer = service.send(method, path, token: bad)
                #expect((answer.status == 401) == (needed != nil), "\(method) \(path) \(bad ?? "none")")
                if needed != nil {
                    let field = try #require(answer.head.headerFields[.wwwAuthenticate])
                    #expect(field.hasPrefix("Bearer realm="))
                    #expect(field.contains("invalid_token") == (bad != nil))
                }
            }
            for (scope, token) in [(TokenScope.read, tokens.read), (.write, tokens.write), (.admin, tokens.admin)] {
                let status = service.send(method, path, token: token).status
                let isRefused = needed.map { scope < $0 } ?? false
                #expect((status == 403) == isRefused, "\(method) \(path) \(scope)")
                #expect(status != 401)
            }
        }
    }

    /// The table as the documentation has it.
    static func scope(_ method: HTTPRequest.Method, _ template: String) -> TokenScope? {
        switch template {
        case "/", "/page/{file}", "/healthz", "/readyz", "/openapi.yaml": nil
        case "/tokens", "/tokens/{id}", "/audit", "/backup": .admin
        case "/laws/aliases/{alias}" where method != .get: .admin
        case "/plans", "/laws", "/studies", "/studies/{study}/runs", "/studies/{study}/fits", "/studies/{study}",
            "/studies/{study}/runs/{run}", "/fits/{id}":
            method == .get ? .read : .write
        default: .read
        }
    }

    @Test func `lets everybody in until the first token is made, and nobody without one after the last is revoked`()
        throws
    {
        let service = try Guarded()
        #expect(service.send(.get, "/laws").status == 200)
        let token = try service.token(.admin)
        service.pass(seconds: 1.1)
        #expect(service.send(.get, "/laws").status == 401)
        #expect(service.send(.get, "/laws", token: token).status == 200)
        let id = token.split(separator: "_")[1]
        #expect(service.send(.delete, "/tokens/\(id)", token: token).status == 200)
        #expect(service.send(.get, "/laws", token: token).status == 401)
        #expect(service.send(.get, "/laws").status == 401)
    }

    /// A web page that has its own name mean the loopback asks as if it were a program of this machine.
    @Test func `is not given by a name that anybody may have, while there is no token`() throws {
        let service = try Guarded()
        for host in ["localhost", "LOCALHOST:8080", "a.localhost", "127.0.0.1:8080", "[::1]:8080", "192.0.2.7"] {
            #expect(service.send(.get, "/laws", host: host).status == 200, "\(host)")
        }
        for host in [
            "rebound.example", "rebound.example:8080", "127.0.0.1.rebound.example", "localhost.example", "[x]",
        ] {
            let refused = service.send(.get, "/laws", host: host)
            #expect(refused.status == 421 && refused.text.contains(host), "\(host)")
        }
        // Probes hold nothing that is worth keeping from a page.
        #expect(service.send(.get, "/healthz", host: "rebound.example").status == 200)
        let token = try service.token(.read)
        service.pass(seconds: 1.1)
        #expect(service.send(.get, "/laws", token: token, host: "rebound.example").status == 200)
    }

    @Test func `is for one token, and not for several at once`() throws {
        let service = try Guarded()
        let token = try service.token(.read)
        var fields = HTTPFields()
        for _ in 0..<2 { fields.append(HTTPField(name: .authorization, value: "Bearer \(token)")) }
        #expect(service.send(.get, "/laws", fields).status == 401)
        #expect(service.send(.get, "/laws", [.authorization: "bearer  \(token)"]).status == 200)
    }

    @Test func `lists tokens page by page`() throws {
        let service = try Guarded()
        let tokens = try (0..<3).map { _ in try service.token(.admin) }
        let ids = tokens.map { String($0.split(separator: "_")[1]) }
        func page(_ query: String) throws -> JSONValue {
            try service.send(.get, "/tokens" + query, token: tokens[0]).json()
        }
        let first = try page("?limit=2")
        #expect(first["tokens"]?.elements?.map { $0["id"]?.text } == [ids[2], ids[1]])
        #expect(first["total"] == .number(3))
        _ = try service.token(.read)
        let rest = try page("?limit=2&cursor=\(first["next_cursor"]?.text ?? "")")
        #expect(rest["tokens"]?.elements?.map { $0["id"]?.text } == [ids[0]] && rest["next_cursor"] == .null)
    }

    @Test func `ends when a token expires`() throws {
        let service = try Guarded()
        let token = try service.token(.read, lifetime: 60)
        #expect(service.send(.get, "/laws", token: token).status == 200)
        service.pass(seconds: 59)
        #expect(service.send(.get, "/laws", token: token).status == 200)
        service.pass(seconds: 1)
        #expect(service.send(.get, "/laws", token: token).status == 401)
    }

    @Test func `writes down when a token was last used`() throws {
        let service = try Guarded()
        let token = try service.token(.read)
        #expect(service.send(.get, "/laws", token: token).status == 200)
        service.application.settle()
        #expect(try service.store.tokens()[0].lastUsedAt == "2026-01-02T03:04:05Z")
        service.pass(seconds: 61)
        #expect(service.send(.get, "/laws", token: token).status == 200)
        service.application.settle()
        #expect(try service.store.tokens()[0].lastUsedAt == "2026-01-02T03:05:06Z")
    }

    @Test func `makes tokens that work, and keeps no secret`() throws {
        let service = try Guarded()
        let admin = try service.token(.admin)
        let made = service.send(.post, "/tokens", token: admin, body: #"{"name": "ci", "scope": "write"}"#)
        let token = try #require(made.json()["token"]?.text)
        #expect(service.send(.post, "/studies", token: token, body: #"{"id": "s"}"#).status == 201)
        let list = service.send(.get, "/tokens", token: admin)
        #expect(list.text.contains("\"ci\"") && !list.text.contains(token.suffix(64)))
        let audit = service.send(.get, "/audit", token: admin)
        #expect(audit.text.contains("token.create") && !audit.text.contains(token.suffix(64)))
    }

    // MARK: Limits

    @Test func `is limited by the minute, for a token and an address`() throws {
        let service = try Guarded {
            $0.requestsPerMinuteOfToken = 3
            $0.requestsPerMinuteOfAddress = 5
        }
        let (one, two) = try (service.token(.read), service.token(.read))
        for rest in [2, 1, 0] {
            let answer = service.send(.get, "/laws", token: one)
            #expect(answer.status == 200)
            #expect(answer.field("RateLimit-Policy") == #""address";q=5;w=60, "token";q=3;w=60"#)
            #expect(answer.field("RateLimit")?.contains(#""token";r=\#(rest);"#) == true)
        }
        let refused = service.send(.get, "/laws", token: one)
        #expect(refused.status == 429 && refused.field("Retry-After") == "20")
        #expect(service.send(.get, "/laws", token: two).status == 200)
        // The address has used its five; another has not.
        #expect(service.send(.get, "/laws", token: two).status == 429)
        #expect(service.send(.get, "/laws", token: two, peer: "192.0.2.2").status == 200)
        #expect(service.send(.get, "/healthz").status == 200)
        service.pass(seconds: 20)
        #expect(service.send(.get, "/laws", token: one).status == 200)
        #expect(service.send(.get, "/laws", token: one).status == 429)
    }

    @Test func `takes the client's address from a trusted proxy alone`() throws {
        let service = try Guarded {
            $0.requestsPerMinuteOfAddress = 1
            $0.trustedProxies = ["127.0.0.1"]
        }
        let token = try service.token(.read)
        func status(_ peer: String, _ forwarded: String) -> Int {
            var fields = HTTPFields()
            if let name = HTTPField.Name("X-Forwarded-For") { fields[name] = forwarded }
            return service.send(.get, "/laws", token: token, peer: peer, fields).status
        }
        #expect(status("127.0.0.1", "192.0.2.1") == 200)
        #expect(status("127.0.0.1", "192.0.2.2") == 200)
        // Only the last hop is the proxy's word.
        #expect(status("127.0.0.1", "198.51.100.9, 192.0.2.2") == 429)
        #expect(status("127.0.0.1", "2001:db8::1") == 200)
        #expect(status("127.0.0.1", "2001:db8:0:0:ffff::2") == 429)
        #expect(status("192.0.2.3", "198.51.100.1") == 200)
        #expect(status("192.0.2.3", "198.51.100.2") == 429)
        // No address is longer than 45 characters; what is longer must not fill the memory.
        let long = String(repeating: "9", count: 10_000)
        #expect(status("127.0.0.1", long + "a") == 200 && status("127.0.0.1", long + "b") == 429)
    }

    // MARK: Web pages

    @Test func `is given to the pages of listed origins alone`() throws {
        let service = try Guarded { $0.allowedOrigins = ["https://dash.example"] }
        let preflight: HTTPFields = [.origin: "https://dash.example", .accessControlRequestMethod: "POST"]
        let allowed = service.send(.options, "/plan", preflight)
        #expect(allowed.status == 204)
        #expect(allowed.head.headerFields[.accessControlAllowOrigin] == "https://dash.example")
        var other = preflight
        other[.origin] = "https://dash.example.evil"
        #expect(service.send(.options, "/plan", other).status == 405)
        let read = service.send(.get, "/laws", [.origin: "https://dash.example"])
        #expect(read.head.headerFields[.accessControlAllowOrigin] == "https://dash.example")
        #expect(read.head.headerFields[.vary] == "Origin")
        #expect(service.send(.get, "/laws", other).head.headerFields[.accessControlAllowOrigin] == nil)
        #expect(try Guarded().send(.options, "/plan", preflight).status == 405)
    }
}

extension `Access`.Guarded {
    func send(_ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields) -> ServerResponse {
        send(method, path, token: nil, body: "", peer: "192.0.2.1", fields)
    }
}
