import HTTPServer
import HTTPTypes
import PlannerAPI
import Store
import TestSupport
import Testing

@Suite struct `Problems` {
    private let service: Service

    init() throws { service = try Service() }

    @Test func `name all faults of a request at once`() {
        let response = service.plan(#"{"budget_flops": "much", "student": {"params": 1}, "buget": 1}"#)
        #expect(response.status == 422)
        #expect(response.field("Content-Type") == "application/problem+json")
        let text = #"""
            {
              "type": "urn:distill-planner:invalid-request",
              "title": "Invalid request",
              "status": 422,
              "detail": "3 fields of the request are wrong.",
              "instance": "/plan",
              "errors": [
                {
                  "pointer": "/budget_flops",
                  "detail": "\"much\" is not a number; write digits with an optional exponent or one of the suffixes K, M, B, G, T, P, such as 1e9, \"300M\" or \"1.5B\""
                },
                {
                  "pointer": "/student/params",
                  "detail": "1 is out of range; it must be at least 1e+06 and at most 1e+17"
                },
                {
                  "pointer": "/buget",
                  "detail": "is not a field here; the fields are law, budget_flops, target_loss, students, student, serving, teacher, scenario, costs, students_sharing_teacher, architecture, support, flat_within, hardware, uncertainty"
                }
              ]
            }

            """#
        #expect(response.text == text)
    }

    @Test(arguments: [
        ("", "it ends at line 1, column 1 before its value is complete"),
        ("{\n  \"budget_flops\": 1e22,\n}", "\"}\" cannot stand at line 3, column 1"),
        ("\"\u{1}\"", "byte 1 cannot stand at line 1, column 2"),
        ("\"\\ud800\"", "the escape at line 1, column 2 names no character"),
        (String(repeating: "[", count: 65), "it is nested deeper than 64 levels at line 1, column 65"),
    ])
    func `say where a body is not JSON`(body: String, reason: String) throws {
        for response in [service.plan(body), service.save(body)] {
            #expect(response.status == 400)
            let problem = try response.json()
            #expect(problem.names == ["type", "title", "status", "detail", "instance"])
            #expect(try problem.at("title").text == "Bad Request")
            #expect(try problem.at("detail").text == "The body is not JSON: \(reason).")
        }
    }

    @Test func `say where a body is not UTF-8`() throws {
        let problem = try service.send(.post, "/plan", [0x22, 0x0A, 0xFF]).json()
        #expect(
            try problem.at("detail").text == "The body is not JSON: it is not UTF-8 at line 2, column 1.")
    }

    /// A quadratic reader would take minutes.
    @Test(.timeLimit(.minutes(1))) func `stay small where a request has countless faults`() throws {
        let fields = (0..<20_000).map { "\"f\($0)\": 1" }.joined(separator: ",")
        let response = service.plan("{" + fields + "}")
        #expect(response.status == 422)
        let problem = try response.json()
        #expect(
            try problem.at("detail").text == "20001 fields of the request are wrong. The first 100 are listed.")
        #expect(try problem.at("errors").elements?.count == 100)
    }

    @Test func `quote no more than 80 characters of a value`() throws {
        let long = String(repeating: "9", count: 100_000)
        let requests = [
            #"{"budget_flops": \#(long), "student": {"params": "1B"}}"#,
            #"{"budget_flops": "\#(long)X", "student": {"params": "1B"}}"#,
            #"{"law": "\#(long)", "budget_flops": 1e22, "student": {"params": "1B"}}"#,
        ]
        for request in requests {
            let response = service.plan(request)
            #expect(response.status == 422)
            #expect(response.bytes?.count ?? 0 < 1000)
        }
    }

    @Test(
        arguments: [
            nil, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json",
            "text/plain; application/json", "application/jsonx",
        ] as [String?])
    func `refuse to write what a web page could have sent`(type: String?) throws {
        // Not JSON either: the type comes first.
        let response = service.save("{", type: type)
        #expect(response.status == 415)
        #expect(
            try response.json().at("detail").text == "A write needs the header Content-Type: application/json.")
    }

    @Test func `say nothing of what failed inside`() throws {
        let folder = try TemporaryFolder()
        let service = try Service(store: try PlannerStore(path: folder.path()))
        try service.store.close()
        let question = #"{"label": "x", "budget_flops": 1e22, "student": {"params": "1B"}}"#
        for (response, path) in [
            (service.save(question), "/plans"), (service.get("/plans"), "/plans"),
            (service.get("/plans/a"), "/plans/a"),
        ] {
            #expect(response.status == 500)
            #expect(
                response.text == """
                    {
                      "type": "about:blank",
                      "title": "Internal Server Error",
                      "status": 500,
                      "detail": "The server failed; its log says why.",
                      "instance": "\(path)"
                    }

                    """)
        }
    }

    @Test func `tell when to ask again whether the database answers`() throws {
        let folder = try TemporaryFolder()
        let service = try Service(store: try PlannerStore(path: folder.path()))
        #expect(service.get("/readyz").status == 200)
        try service.store.close()
        let response = service.get("/readyz")
        #expect(response.status == 503)
        #expect(response.field("Retry-After") == "1")
        #expect(service.get("/healthz").status == 200)
    }

    @Test(arguments: Refusal.allCases) func `have words for what no route sees`(refusal: Refusal) throws {
        let response = PlannerApplication.respond(to: refusal, limits: ServerLimits())
        #expect(response.head.status == refusal.status)
        let problem = try response.json()
        #expect(try problem.at("reason").text == refusal.rawValue)
        #expect(problem["instance"] == nil)
        #expect((response.field("Retry-After") != nil) == (response.status == 503))
    }
}
