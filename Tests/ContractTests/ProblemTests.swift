import HTTPServer
import HTTPTypes
import PlannerAPI
import Testing

/// Every failure is a problem document, and says what is wrong.
@Suite struct `Every failure` {
    @Test(arguments: Scenario.all.filter { $0.status >= 400 })
    func `is a problem document`(_ scenario: Scenario) throws {
        let response = try scenario.run()
        let problem = try response.tree
        #expect(response.head.headerFields[.contentType] == "application/problem+json")
        #expect(problem["status"]?.double == Double(scenario.status))
        #expect(problem["instance"]?.text == String(scenario.path.prefix { $0 != "?" }))
        #expect(problem["title"]?.text?.isEmpty == false)
        #expect(problem["detail"]?.text?.isEmpty == false)
        let extras: Set<String> =
            switch problem["type"]?.text {
            case "urn:distill-planner:invalid-request": ["errors"]
            case "urn:distill-planner:import-refused": ["errors", "counts"]
            case "urn:distill-planner:budget-too-small": ["least_budget_flops"]
            case "urn:distill-planner:outside-support": ["least_budget_flops"]
            case "urn:distill-planner:target-out-of-reach": ["lowest_loss"]
            case "urn:distill-planner:unidentified-law": ["runs_that_would_help"]
            default: []
            }
        let common: Set = ["type", "title", "status", "detail", "instance"]
        #expect(Set(problem.members.map(\.name)) == common.union(extras))
    }

    @Test(arguments: Refusal.allCases) func `of the server itself is one too`(_ refusal: Refusal) throws {
        let response = PlannerApplication.respond(to: refusal, limits: ServerLimits())
        let problem = try response.tree
        #expect(response.mediaType == "application/problem+json")
        #expect(problem["type"]?.text == "about:blank")
        #expect(problem["status"]?.double == Double(refusal.status.code))
        #expect(problem["title"]?.text == refusal.status.reasonPhrase)
        #expect(problem["detail"]?.text?.isEmpty == false)
        #expect(problem["reason"]?.text == refusal.rawValue)
    }

    @Test(arguments: [
        (Refusal.bodyTooLarge, "for anything else, 1048576"), (.requestLineTooLong, "8192 bytes"),
        (.fieldTooLong, "8192 bytes"),
        (.tooManyFields, "100"), (.headTooLarge, "16384 bytes"),
    ])
    func `names the limit that was passed`(_ refusal: Refusal, _ limit: String) throws {
        let problem = try PlannerApplication.respond(to: refusal, limits: ServerLimits()).tree
        #expect(problem["detail"]?.text?.hasSuffix(", \(limit).") == true)
    }

    @Test(arguments: WrongRequest.all) func `names the field and the fault`(_ wrong: WrongRequest) throws {
        let response = try Service().respond(
            wrong.method, wrong.path, wrong.body, [.contentType: "application/json"])
        let errors = try response.tree["errors"]?.elements ?? []
        #expect(response.head.status == .unprocessableContent)
        let places = errors.map { $0["pointer"]?.text ?? $0["parameter"]?.text ?? "" }
        let error = try #require(errors.first { $0["detail"]?.text?.contains(wrong.detail) == true }, "\(errors)")
        #expect((error["pointer"] ?? error["parameter"])?.text == wrong.place, "\(places)")
    }

    @Test func `names a hundred faults at most, and counts all`() throws {
        let fields = (0..<20_000).map { #""f\#($0)": 0"# }.joined(separator: ",")
        let problem = try Service().respond(.post, "/plan", "{\(fields)}").tree
        #expect(problem["errors"]?.elements.count == 100)
        #expect(
            problem["detail"]?.text == "20001 fields of the request are wrong. The first 100 are listed.")
    }
}

/// A request with one fault among others, by its place and a piece of its text.
struct WrongRequest: Sendable, CustomTestStringConvertible {
    var method = HTTPRequest.Method.post
    var path = "/plan"
    var body = ""
    let place: String
    let detail: String

    var testDescription: String { "\(place) \(detail)" }

    private static func body(_ body: String, _ place: String, _ detail: String) -> WrongRequest {
        WrongRequest(body: body, place: place, detail: detail)
    }

    private static func label(_ label: String, _ detail: String) -> WrongRequest {
        WrongRequest(path: "/plans", body: #"{"label": \#(label)}"#, place: "/label", detail: detail)
    }

    private static func query(_ query: String, _ place: String, _ detail: String) -> WrongRequest {
        WrongRequest(method: .get, path: "/plans?\(query)", place: place, detail: detail)
    }

    static let all = [
        body("[]", "", "must be an object, not an array"),
        body("{}", "/budget_flops", "is required"),
        body(#"{"budget": 1}"#, "/budget", "is not a field here"),
        body(#"{"a/b~c": 1}"#, "/a~1b~0c", "is not a field here"),
        body(
            #"{"uncertainty": {}}"#, "/uncertainty",
            "has no resampled draws; those that have are busbridge-2025-refit@2"),
        body(#"{"student": {"max_epochs": 2}}"#, "/student/max_epochs", "means nothing without /student/unique_tokens"),
        body(#"{"law": "a", "law": "b"}"#, "/law", "more than once"),
        body(#"{"budget_flops": null}"#, "/budget_flops", "must be a number, not null"),
        body(#"{"budget_flops": "1e22 FLOPs"}"#, "/budget_flops", "is not a number"),
        body("{\"budget_flops\": \"1\u{212A}\"}", "/budget_flops", "is not a number"),
        body(#"{"budget_flops": 1e400}"#, "/budget_flops", "is out of range"),
        body(
            #"{"student": {"tokens": {"min": "2B", "max": "1B"}}}"#, "/student/tokens/max",
            "min 2000000000 is above max 1000000000"),
        body(#"{"scenario": "free"}"#, "/scenario", "is not known"),
        body(#"{"scenario": "best_case", "costs": {}}"#, "/scenario", "cannot stand beside /costs"),
        body(#"{"law": "hoffmann-2022", "teacher": {}}"#, "/teacher", "no distillation part"),
        body(#"{"law": "hoffmann-2022", "architecture": {}}"#, "/architecture", "counts 6 N D FLOPs"),
        label(#""""#, "1 to 200 characters"),
        label(#""a\u0000b""#, "control characters"),
        query("limit=501", "limit", "is out of range"),
        query("cursor=later", "cursor", "is not a cursor"),
        query("limit=1&limit=1", "limit", "more than once"),
        query("page=1", "page", "is not a query parameter here"),
    ]
}
