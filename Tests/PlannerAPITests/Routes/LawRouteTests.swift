import PlannerAPI
import ScalingLaws
import Store
import TestSupport
import Testing

@Suite struct `GET /laws/{name}` {
    let service: Service

    init() throws { service = try Service() }

    @Test func `shows the corners of the support's hull, as they stand in the table`() throws {
        let hull = try LawCatalog.published.set("busbridge-2025").unwrapped().support.hull.unwrapped()
        let shown = try service.get("/laws/busbridge-2025").json().at("support").at("hull")
        let expected = hull.vertices.map { run -> JSONValue in
            [
                "student.params": .number(run.studentParameters), "student.tokens": .number(run.studentTokens),
                "teacher.loss": .number(run.teacherLossNats),
            ]
        }
        #expect(shown == .array(expected))
    }

    @Test func `shows null where the runs are not known one by one`() throws {
        #expect(try service.get("/laws/hoffmann-2022").json().at("support").at("hull") == .null)
    }
}

@Suite struct `GET /laws` {
    private let service: Service

    init() throws { service = try Service() }

    private func page(_ query: String) throws -> (laws: [String], next: String?, link: String?) {
        let answer = service.get("/laws" + query)
        let laws = try answer.json().at("laws").elements.unwrapped()
        return (
            laws.map { "\($0["name"]?.text ?? "")@\($0["version"] == .number(2) ? 2 : 1)" },
            try answer.json().at("next_cursor").text, answer.field("Link")
        )
    }

    @Test func `lists all at once where no limit is given`() throws {
        let all = try page("")
        #expect(all.laws == service.store.laws.sets.map(\.reference.text) && all.next == nil && all.link == nil)
    }

    @Test func `comes in pages, of which none repeats or leaves out a law though others are added`() throws {
        let known = service.store.laws.sets.map(\.reference.text)
        let first = try page("?limit=2")
        #expect(first.laws == Array(known[..<2]))
        #expect(first.link == "</laws?limit=2&cursor=\(try first.next.unwrapped())>; rel=\"next\"")
        let published = try CoefficientSet.published(CoefficientSet.defaultName)
        _ = try service.store.addLaw(published.with(draws: nil, name: "later"))
        var (laws, next) = (first.laws, first.next)
        while let cursor = next {
            let page = try page("?limit=2&cursor=\(cursor)")
            laws += page.laws
            next = page.next
        }
        #expect(laws == known + ["later@1"])
    }

    @Test(arguments: ["after-", "after-nobody@1", "before-busbridge-2025@1", "after-busbridge-2025@01", "1"])
    func `refuses a cursor that is none`(_ cursor: String) {
        #expect(service.get("/laws?cursor=\(cursor)").status == 422)
    }
}
