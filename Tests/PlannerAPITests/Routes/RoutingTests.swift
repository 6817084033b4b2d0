import HTTPServer
import HTTPTypes
import PlannerAPI
import Testing

@Suite struct `Paths and methods` {
    private let service: Service

    init() throws { service = try Service() }

    @Test(arguments: [
        "//plan", "/plan/", "/a/../plan", "/./plan", "/%70lan", "/plan%2F", "/PLAN", "/nothing", "/", "*", "/plans/",
        "/plans/a/b", "/plans/a%2Fb", "/plans/%00", "/plans/%FF", "/laws/", "/laws/nobody", "/laws/busbridge-2025@2",
    ])
    func `that do not exist are not found`(path: String) throws {
        let response = service.get(path)
        #expect(response.status == 404)
        #expect(response.field("Content-Type") == "application/problem+json")
        let problem = try response.json()
        #expect(problem.names == ["type", "title", "status", "detail", "instance"])
        #expect(try problem.at("type").text == "about:blank")
        #expect(try problem.at("title").text == "Not Found")
        #expect(try problem.at("status").double == 404)
        #expect(try problem.at("instance").text == path)
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/plan", "POST"), (.head, "/plan", "POST"), (.delete, "/plan", "POST"),
        (.put, "/plans", "POST, GET, HEAD"), (.delete, "/plans/id-1", "GET, HEAD"), (.put, "/laws", "GET, HEAD, POST"),
        (.post, "/healthz", "GET, HEAD"), (.options, "/plan", "POST"), (.trace, "/laws/hoffmann-2022", "GET, HEAD"),
        // No law's name: a path without braces hides those that would match it.
        (.get, "/laws/compare", "POST"), (.post, "/laws/aliases", "GET, HEAD"),
    ])
    func `that do not go together name those that do`(
        method: HTTPRequest.Method, path: String, allowed: String
    ) throws {
        let response = service.send(method, path)
        #expect(response.status == 405)
        #expect(response.field("Allow") == allowed)
        #expect(try response.json().at("detail").text == "This path answers \(allowed).")
    }

    @Test(arguments: [
        (HTTPRequest.Method.post, "/studies/s/runs?source=f"), (.post, "/studies"), (.post, "/plans"), (.post, "/laws"),
        (.post, "/studies/s/fits"), (.patch, "/studies/s"), (.delete, "/studies/s/runs/1"), (.delete, "/fits/1"),
        (.put, "/laws/aliases/production"), (.post, "/tokens"),
    ])
    func `that change something may wait for each other`(method: HTTPRequest.Method, path: String) {
        #expect(service.mayTakeLong(method, path))
    }

    @Test(arguments: [
        (HTTPRequest.Method.post, "/plan"), (.post, "/plan?format=markdown"), (.post, "/predict"), (.post, "/frontier"),
        (.post, "/crossover"), (.post, "/map"), (.post, "/laws/compare"), (.post, "/studies/s/next"),
        (.get, "/studies"),
        (.head, "/plans/1"), (.post, "/nothing"), (.delete, "/plan"), (.options, "*"),
    ])
    func `that change nothing have a worker whatever the others do`(method: HTTPRequest.Method, path: String) {
        #expect(!service.mayTakeLong(method, path))
    }

    @Test func `let a law have the draws that it may have`() {
        func limit(_ path: String) -> Int? {
            PlannerApplication.bodyLimit(HTTPRequest(method: .post, scheme: nil, authority: nil, path: path))
        }
        // 4096 rows of 15 coefficients with their names, 17 digits each, are some 2.7 MB.
        #expect(limit("/laws") == 8 * 1024 * 1024)
        #expect(limit("/plan") == nil && limit("/laws/compare") == nil)
    }

    @Test(arguments: ["/plans", "/laws", "/laws/busbridge-2025", "/healthz", "/readyz", "/openapi.yaml"])
    func `answer HEAD as they answer GET`(path: String) {
        #expect(service.send(.head, path) == service.get(path))
        #expect(service.get(path).status == 200)
        #expect(!(service.get(path).bytes ?? []).isEmpty)
    }

    @Test(arguments: ["/laws/busbridge-2025@1", "/laws/%62usbridge-2025%401"])
    func `decode a name in a path`(path: String) {
        #expect(service.get(path) == service.get("/laws/busbridge-2025"))
    }

    @Test(arguments: [
        ("/laws/aliases?x=1", "x", "is not a query parameter here; there are none"),
        ("/plans?page=2", "page", "is not a query parameter here; the query parameters are limit, cursor"),
        ("/plans?Limit=2", "Limit", "is not a query parameter here; the query parameters are limit, cursor"),
        ("/plans?limit=1&limit=1", "limit", "stands more than once; give it once"),
    ])
    func `refuse a query that they do not know`(path: String, name: String, detail: String) throws {
        let response = service.get(path)
        #expect(response.status == 422)
        let problem = try response.json()
        #expect(try problem.at("type").text == "urn:distill-planner:invalid-request")
        #expect(try problem.at("instance").text == String(path.prefix { $0 != "?" }))
        #expect(try problem.at("errors") == .array([["parameter": .string(name), "detail": .string(detail)]]))
    }

    @Test(arguments: ["/laws?", "/laws?&", "/plans?%6Cimit=5"]) func `take a query that says nothing wrong`(
        path: String
    ) {
        #expect(service.get(path).status == 200)
    }
}
