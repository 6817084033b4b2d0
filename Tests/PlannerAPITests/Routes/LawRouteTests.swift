import PlannerAPI
import ScalingLaws
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
