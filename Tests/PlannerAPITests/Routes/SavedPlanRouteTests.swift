import GRDB
import HTTPServer
import PlannerAPI
import Store
import TestSupport
import Testing

@Suite struct `POST /plans` {
    private let service: Service
    private static let rest = #""budget_flops": 1e22, "student": {"params": "1B"}"#

    init() throws { service = try Service() }

    @Test(arguments: ["application/json", "Application/JSON; charset=utf-8", "application/json ;x=y"])
    func `keeps a plan that is read again byte for byte`(type: String) throws {
        let saved = service.save(#"{"label": "first", \#(Self.rest)}"#, type: type)
        #expect(saved.status == 201)
        #expect(saved.field("Location") == "/plans/id-1")
        let read = service.get("/plans/id-1")
        #expect(read.status == 200)
        #expect(read.field("Content-Type") == "application/json")
        #expect(read.bytes == saved.bytes)
    }

    @Test func `keeps the question as it was asked, and its answer`() throws {
        let question = #"{"student": {"params": "1.0B"}, "label": "é \"quoted\" / 🧮", "budget_flops": 1E22}"#
        let saved = try service.save(question).json()
        #expect(saved.names == ["id", "label", "created_at", "request", "plan"])
        #expect(try saved.at("id").text == "id-1")
        #expect(try saved.at("label").text == "é \"quoted\" / 🧮")
        #expect(try saved.at("created_at").text == "2026-01-02T03:04:05Z")
        #expect(try saved.at("request") == JSONParser.parse(Array(question.utf8)))
        #expect(try saved.at("plan") == service.plan("{\(Self.rest)}").json())
    }

    @Test func `names faults of the label and of the question together`() throws {
        let response = service.save(#"{"label": "", "budget_flops": 0}"#)
        #expect(response.status == 422)
        let errors = try response.json().at("errors").elements.unwrapped()
        #expect(try errors.map { try $0.at("pointer").text } == ["/label", "/budget_flops"])
        #expect(try service.store.plans(before: nil, limit: 1).total == 0)
    }

    @Test(arguments: [
        ("", "must have 1 to 200 characters"), (String(repeating: "é", count: 201), "must have 1 to 200 characters"),
        (#"a\u0000b"#, "must be one line, without control characters"),
        (#"\u0000"#, "must be one line, without control characters"),
        (#"a\nb"#, "must be one line, without control characters"),
        ("\u{7F}", "must be one line, without control characters"),
    ])
    func `refuses a label`(label: String, detail: String) throws {
        let response = service.save(#"{"label": "\#(label)", \#(Self.rest)}"#)
        #expect(response.status == 422)
        #expect(
            try response.json().at("errors") == .array([["pointer": "/label", "detail": .string(detail)]]))
    }

    @Test(arguments: [
        ("{", "is required: what the plan is called"), ("{\"label\": 7,", "must be a string, not a number"),
        ("{\"label\": null,", "must be a string, not null"),
    ])
    func `needs a label that is a text`(start: String, detail: String) throws {
        let response = service.save(start + Self.rest + "}")
        #expect(response.status == 422)
        #expect(
            try response.json().at("errors") == .array([["pointer": "/label", "detail": .string(detail)]]))
    }

    @Test(arguments: ["x", String(repeating: "🧮", count: 200), "e\u{301}"]) func `takes a label`(label: String) throws {
        #expect(service.save(#"{"label": "\#(label)", \#(Self.rest)}"#).status == 201)
        let listed = try service.get("/plans").json().at("plans").elements.unwrapped()
        #expect(try listed.map { try $0.at("label").text } == [label])
    }

    @Test func `keeps nothing of a question without a plan`() throws {
        let response = service.save(#"{"label": "x", "budget_flops": 1, "student": {"params": "1B"}}"#)
        #expect(response.status == 422)
        #expect(try response.json().at("type").text == "urn:distill-planner:budget-too-small")
        #expect(try service.store.plans(before: nil, limit: 1).total == 0)
    }

    @Test func `asks to try again where another program holds the database`() throws {
        let folder = try TemporaryFolder()
        let service = try Service(store: PlannerStore(path: folder.path()))
        let other = try DatabaseQueue(path: folder.path())
        try other.inDatabase { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            let response = service.save(#"{"label": "a", "budget_flops": 1e21, "student": {"params": "1B"}}"#)
            #expect(response.status == 503 && response.field("Retry-After") == "1")
            #expect(
                try response.json().at("detail").text
                    == "Others write to the database for long; nothing was changed. Try again.")
            try db.execute(sql: "ROLLBACK")
        }
    }
}
