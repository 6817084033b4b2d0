import HTTPServer
import PlannerAPI
import TestSupport
import Testing

@Suite struct `GET /plans` {
    private let service: Service

    init() throws { service = try Service() }

    @Test func `is an empty list at first`() {
        let response = service.get("/plans")
        #expect(response.status == 200)
        #expect(response.field("Link") == nil)
        #expect(response.text == "{\n  \"plans\": [],\n  \"total\": 0,\n  \"next_cursor\": null\n}\n")
    }

    @Test func `says of each plan what a list needs`() throws {
        keep(1)
        let listed: JSONValue = [
            "id": "id-1", "label": "plan 0", "created_at": "2026-01-02T03:04:05Z",
            "law": ["name": "busbridge-2025", "version": .number(1)],
        ]
        #expect(try service.get("/plans").json().at("plans") == .array([listed]))
    }

    @Test(arguments: [1, 2, 4, 5, 6]) func `leads by its links to the end`(limit: Int) throws {
        keep(5)
        var found: [String] = []
        var path = "/plans?limit=\(limit)"
        for page in 1...5 {
            let response = service.get(path)
            let answer = try response.json()
            let plans = try answer.at("plans").elements.unwrapped()
            found += try plans.map { try $0.at("id").text.unwrapped() }
            #expect(try answer.at("total").double == 5)
            guard let link = response.field("Link") else {
                #expect(try answer.at("next_cursor") == .null)
                #expect(page == (5 + limit - 1) / limit)
                break
            }
            let target = try link.wholeMatch(of: /<(\/plans\?limit=\d+&cursor=([a-z0-9-]+))>; rel="next"/).unwrapped()
            #expect(try answer.at("next_cursor").text == String(target.2))
            #expect(plans.count == limit)
            path = String(target.1)
        }
        #expect(found == ["id-5", "id-4", "id-3", "id-2", "id-1"])
    }

    @Test func `gives 50 plans where nothing is said`() throws {
        keep(51)
        let answer = try service.get("/plans").json()
        #expect(try answer.at("plans").elements?.count == 50)
        #expect(try service.get("/plans?limit=500").json().at("plans").elements?.count == 51)
    }

    @Test(arguments: [
        "", "x", "before-", "before-0", "before--1", "before-+5", "before-05", "before-A", "before-1%20",
        "before-zzzzzzzzzzzzzzzzzzz", "Before-1", "1",
    ])
    func `refuses a cursor that it did not hand out`(cursor: String) throws {
        let response = service.get("/plans?cursor=" + cursor)
        #expect(response.status == 422)
        let detail: JSONValue = "is not a cursor of this list; use the one of the Link header"
        #expect(try response.json().at("errors") == .array([["parameter": "cursor", "detail": detail]]))
    }

    @Test(arguments: ["0", "501", "-1", "x", "1.5", "", "99999999999999999999"])
    func `refuses a limit outside 1 to 500`(limit: String) throws {
        let response = service.get("/plans?cursor=x&limit=" + limit)
        #expect(response.status == 422)
        let errors = try response.json().at("errors").elements.unwrapped()
        #expect(try errors.map { try $0.at("parameter").text } == ["limit", "cursor"])
        let shown = limit.isEmpty ? "\"\"" : limit
        #expect(
            try errors[0].at("detail").text == "\(shown) is out of range; it must be at least 1 and at most 500")
    }

    private func keep(_ count: Int) {
        for number in 0..<count {
            let question = #"{"label": "plan \#(number)", "budget_flops": 1e21, "student": {"params": "1B"}}"#
            #expect(service.save(question).status == 201)
        }
    }
}
