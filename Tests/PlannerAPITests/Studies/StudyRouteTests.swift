import HTTPServer
import HTTPTypes
import PlannerAPI
import Records
import Store
import Testing

@Suite struct `Studies over HTTP` {
    @Test func `are made, listed, shown and changed`() throws {
        let service = try StudyService()
        let made = service.send(
            .post, "/studies",
            #"{"id": "sweep", "name": "Our sweep", "dataset": "C4", "tokenizer": "32k", "architecture": "dense", "parameter_counting": "all", "description": "two\nlines"}"#
        )
        #expect(made.status == 201 && made.field("Location") == "/studies/sweep")
        let study: JSONValue = [
            "id": "sweep", "name": "Our sweep", "description": "two\nlines", "dataset": "C4", "tokenizer": "32k",
            "architecture": "dense", "parameter_counting": "all", "created_at": "2026-01-02T03:04:05Z",
            "runs": ["supervised": .number(0), "distillation": .number(0), "excluded": .number(0)],
        ]
        #expect(try made.json() == study)
        #expect(try service.service.get("/studies/sweep").json() == study)
        _ = service.take("N,D,loss,L_T,excluded_reason\n1,1,1,,\n1,1,1,1,bad\n")
        let list = try service.service.get("/studies").json()
        guard case .array(let studies)? = list["studies"] else {
            Issue.record("no list")
            return
        }
        #expect(studies.map { $0["id"] } == ["sweep", "s"])
        #expect(
            studies[1]["runs"] == ["supervised": .number(1), "distillation": .number(1), "excluded": .number(1)])
        let changed = service.send(.patch, "/studies/sweep", #"{"name": "Other", "description": ""}"#)
        #expect(try changed.json()["name"] == "Other" && changed.json()["dataset"] == "C4")
        #expect(try service.service.get("/studies/sweep").json() == changed.json())
    }

    @Test(arguments: [
        (#"{}"#, ["/id"]), (#"{"id": "A b"}"#, ["/id"]), (#"{"id": ""}"#, ["/id"]),
        (
            #"{"id": "a", "name": "", "dataset": 1, "parameter_counting": "some", "runs": 1}"#,
            ["/dataset", "/name", "/parameter_counting", "/runs"]
        ),
    ])
    func `are refused with all that is wrong`(body: String, pointers: [String]) throws {
        let answer = try StudyService().send(.post, "/studies", body)
        #expect(answer.status == 422)
        #expect(try answer.errors().map { String($0.prefix { $0 != ":" }) }.sorted() == pointers)
    }

    @Test func `have identifiers of their own`() throws {
        let service = try StudyService()
        #expect(service.send(.post, "/studies", #"{"id": "s"}"#).status == 409)
        #expect(service.service.send(.post, "/studies", Array(#"{"id": "t"}"#.utf8)).status == 415)
        #expect(service.send(.patch, "/studies/s", #"{"id": "t"}"#).status == 422)
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/studies/t", ""), (.patch, "/studies/t", "{}"), (.get, "/studies/t/runs", ""),
        (.get, "/studies/t/runs?format=csv", ""), (.get, "/studies/t/runs/1", ""), (.patch, "/studies/t/runs/1", "{}"),
        (.delete, "/studies/t/runs/1", ""), (.get, "/studies/%00", ""), (.get, "/studies/s/runs/1", ""),
        (.patch, "/studies/s/runs/x", "{}"), (.delete, "/studies/s/runs/01", ""),
    ])
    func `that are not there are not found`(method: HTTPRequest.Method, path: String, body: String) throws {
        #expect(try StudyService().send(method, path, body).status == 404)
    }
}

@Suite struct `Runs over HTTP` {
    private static let file = """
        id,N,D,loss,L_T,split,tags
        1,1e9,2e10,2.5,,train,a
        2,2e9,2e10,2.4,,test,a b
        3,3e8,1e10,2.7,2.1,train,
        4,3e8,2e10,2.6,2.1,train,b

        """

    private func service() throws -> StudyService {
        let service = try StudyService()
        try #require(service.take(Self.file).status == 200)
        return service
    }

    private func ids(_ answer: ServerResponse) throws -> [String] {
        guard case .array(let runs)? = try answer.json()["runs"] else { return [answer.text] }
        return runs.map { run in if case .string(let id)? = run["external_id"] { id } else { "?" } }
    }

    @Test func `are shown one by one`() throws {
        let service = try service()
        let run = try service.service.get("/studies/s/runs/3").json()
        #expect(run["id"] == .number(3) && run["external_id"] == "3" && run["kind"] == "distillation")
        #expect(run["teacher"] == ["params": .null, "tokens": .null, "loss": .number("2.1")])
        #expect(try service.service.get("/studies/s/runs/1").json()["teacher"] == .null)
    }

    @Test(arguments: [
        ("", ["1", "2", "3", "4"]), ("kind=distillation", ["3", "4"]), ("tag=a", ["1", "2"]), ("split=test", ["2"]),
        ("loss_max=2.5&params_min=1B", ["1", "2"]), ("sort=loss", ["2", "1", "4", "3"]),
        ("sort=-params,tokens", ["2", "1", "3", "4"]), ("kind=distillation&sort=loss&limit=1", ["4"]),
    ])
    func `are selected and sorted`(query: String, expected: [String]) throws {
        #expect(try ids(service().service.get("/studies/s/runs?\(query)")) == expected)
    }

    @Test func `are listed page by page along the links`() throws {
        let service = try service()
        var path: String? = "/studies/s/runs?sort=-loss&limit=1&loss_min=2.45&format=json"
        var found: [String] = []
        while let next = path {
            let answer = service.service.get(next)
            #expect(try answer.json()["total"] == .number(3))
            found += try ids(answer)
            path = answer.field("Link").map { String($0.dropFirst().prefix { $0 != ">" }) }
            #expect(try answer.json()["next_cursor"].map { $0 == .null } == (path == nil))
        }
        #expect(found == ["3", "4", "1"])
    }

    @Test func `come page by page as CSV too`() throws {
        let service = try service()
        let answer = service.service.get("/studies/s/runs?limit=2", accept: "text/csv")
        #expect(try answer.whole().text.split(separator: "\r\n").count == 3)
        #expect(
            answer.field("Link")?.contains("limit=2&cursor=") == true
                && answer.field("Content-Type")?.hasPrefix("text/csv") == true)
        #expect(service.service.get("/studies/s/runs", accept: "text/csv").field("Link") == nil)
    }

    @Test func `are asked for with all that is wrong named`() throws {
        let answer = try service().service.get(
            "/studies/s/runs?kind=x&loss_min=a&tag=,&params_min=2&params_max=1&sort=speed&limit=0&cursor=zz")
        #expect(answer.status == 422)
        #expect(
            try answer.errors().map { String($0.prefix { $0 != ":" }) }.sorted()
                == ["cursor", "kind", "limit", "loss_min", "params_min", "sort", "tag"])
        #expect(try service().service.get("/studies/s/runs?speed_min=1").status == 422)
    }

    @Test func `have cursors of one order only`() throws {
        let service = try service()
        guard
            case .string(let cursor)? = try service.service.get("/studies/s/runs?sort=loss&limit=1").json()[
                "next_cursor"]
        else {
            Issue.record("no list")
            return
        }
        #expect(service.service.get("/studies/s/runs?sort=loss&cursor=\(cursor)").status == 200)
        for query in [
            "cursor=\(cursor)", "sort=-loss&cursor=\(cursor)", "sort=loss&cursor=\(cursor)A", "sort=loss&cursor=",
        ] {
            #expect(service.service.get("/studies/s/runs?\(query)").status == 422, "\(query)")
        }
    }

    @Test func `are changed and deleted`() throws {
        let service = try service()
        let changed = service.send(
            .patch, "/studies/s/runs/1",
            #"{"excluded": true, "excluded_reason": "diverged", "tags": ["z", "y", "z"], "note": "two\nlines"}"#)
        #expect(try changed.json()["excluded_reason"] == "diverged" && changed.json()["note"] == "two\nlines")
        #expect(try changed.json()["tags"] == .array(["y", "z"]))
        #expect(try ids(service.service.get("/studies/s/runs?excluded=false")) == ["2", "3", "4"])
        let back = service.send(.patch, "/studies/s/runs/1", #"{"excluded": false, "tags": [], "note": ""}"#)
        #expect(try back.json()["excluded"] == .bool(false) && back.json()["excluded_reason"] == nil)
        #expect(try back.json()["tags"] == nil && back.json()["note"] == nil)
        #expect(service.send(.delete, "/studies/s/runs/1").status == 200)
        #expect(service.service.get("/studies/s/runs/1").status == 404)
    }

    @Test(arguments: [
        (#"{"excluded": true}"#, ["/excluded_reason"]),
        (#"{"excluded": false, "excluded_reason": "x"}"#, ["/excluded_reason"]),
        (#"{"excluded_reason": "x"}"#, ["/excluded_reason"]),
        (
            #"{"excluded": 1, "tags": "a", "note": 1, "loss": 2}"#,
            ["/excluded", "/loss", "/note", "/tags"]
        ),
        (#"{"tags": ["a b", 1]}"#, ["/tags/0", "/tags/1"]), ("[]", [""]),
    ])
    func `are not changed by what is wrong`(body: String, pointers: [String]) throws {
        let answer = try service().send(.patch, "/studies/s/runs/1", body)
        #expect(answer.status == 422)
        #expect(try answer.errors().map { String($0.prefix { $0 != ":" }) }.sorted() == pointers)
    }

    @Test func `that teach are kept`() throws {
        let service = try StudyService()
        _ = service.take("id,N,D,loss,teacher_run\nt,1e9,2e10,2.5,\ns,3e8,1e10,2.7,t\n")
        #expect(service.send(.delete, "/studies/s/runs/1").status == 409)
        #expect(service.send(.delete, "/studies/s/runs/2").status == 200)
        #expect(service.send(.delete, "/studies/s/runs/1").status == 200)
    }
}

@Suite struct `An export` {
    /// Everything that a run can say, in what is hard to write down.
    private static let lines = """
        {"id": "t,1", "N": 0.1e10, "D": 20000000001, "loss": 2.3000000000000003, "note": "a \\"b\\",\\r\\nc;\\td", "x": "", "y": [1.50, null]}
        {"id": "s\\"", "N": 3e8, "D": 1e300, "L_S": 5e-324, "teacher_run": "t,1", "λ": 0.1, "seed": -3, "tags": ["b", "a"]}
        {"id": "é", "N": 3e8, "D": 123456789.125, "L_S": 2.5, "L_T": 2, "N_T": 7e9, "excluded_reason": "no, \\"not\\" this", "extra": {"x": 1e400}}

        """

    @Test(arguments: ["csv", "jsonl"], [5, 0]) func `goes into an empty study and comes out the same`(
        format: String, more: Int
    ) throws {
        let service = try StudyService()
        try #require(service.take(Self.lines, type: "application/x-ndjson").status == 200)
        // More than a piece has.
        let rows = (0..<more * 200).map { "\($0),1e9,\($0 + 1)e7,2.\($0 + 1)\n" }.joined()
        if more > 0 { try #require(service.take("id,N,D,loss\n" + rows).status == 200) }
        let exported = try service.export(format)
        #expect(exported.utf8.count { $0 == UInt8(ascii: "\n") } >= 3 + more * 200)
        try service.make("copy")
        let answer = service.take(
            Array(exported.utf8), type: format == "csv" ? "text/csv" : "application/x-ndjson", study: "copy")
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try service.export(format, study: "copy") == exported)
        #expect(
            try service.service.store.runs(study: "copy", filter: .all).digest
                == service.service.store.runs(study: "s", filter: .all).digest)
    }

    @Test func `has what the filter selects`() throws {
        let service = try StudyService()
        _ = service.take("id,N,D,loss\na,1e9,2e10,2.5\nb,1e9,2e10,2.6\n")
        #expect(try service.export("jsonl", "&loss_max=2.55").split(separator: "\n").count == 1)
        #expect(
            try service.export("csv", "&loss_max=1").hasPrefix("source,external_id,kind,params,tokens,loss,loss_unit,"))
        #expect(try service.export("csv", "&sort=-loss").split(separator: "\r\n")[1].hasPrefix("f.csv,b,"))
    }
}
