import Foundation
import HTTPServer
import HTTPTypes
import Planning
import ScalingLaws
import Store

/// `/plans`: answers that are kept, and read again byte for byte.
func savedPlanRoutes(
    store: PlannerStore, accelerators: AcceleratorTable, metrics: ServiceMetrics,
    now: @escaping @Sendable () -> Date, makeIdentifier: @escaping @Sendable () -> String
) -> [Route] {
    let meter = metrics[.savedPlan]
    return [
        Route(.post, "/plans", changes: "plan.save", statuses: [201, 400, 415, 422]) { call in
            try call.requireJSONType()
            let body = try call.json()
            let laws = try store.laws(for: body)
            let (query, label) = try faultsAsProblem { try savedPlanRequest(body, laws, accelerators) }
            let saved = SavedPlan(
                try query.answerOrProblem(meter), question: body, id: makeIdentifier(), label: label, createdAt: now())
            return {
                try store.save(saved)
                return .bytes(
                    saved.body, type: "application/json", status: .created, fields: [.location: "/plans/\(saved.id)"])
            }
        },
        Route(.get, "/plans", statuses: [200, 422], parameters: PageRequest.parameters) { call in
            let page = try PageRequest(call)
            return page.answer("plans", try store.plans(before: page.position, limit: page.limit), \.json)
        },
        Route(.get, "/plans/{id}", statuses: [200, 404]) { call in
            guard let saved = try store.plan(id: call.path["id"] ?? "") else {
                throw Problem(.notFound, "No plan is kept under this identifier.")
            }
            return .bytes(saved.body, type: "application/json")
        },
    ]
}

/// The body of `POST /plan` with a `label`.
private func savedPlanRequest(
    _ body: JSONValue, _ laws: LawCatalog, _ accelerators: AcceleratorTable
) throws(Faults) -> (PlanQuery, String) {
    try ObjectReader.read(body) { reader in
        let label = reader.requiredLine("label", most: SavedPlan.greatestLabelLength, "what the plan is called")
        let query = PlanRequest.query(&reader, laws, accelerators)
        guard let query, let label else { return nil }
        return (query, label)
    }
}

extension SavedPlan {
    fileprivate init(_ answer: PlanAnswer, question: JSONValue, id: String, label: String, createdAt: Date) {
        let law = answer.law
        let time = createdAt.formatted(.iso8601)
        let body = JSONText.bytes { text in
            text.object { text in
                text.member("id", id)
                text.member("label", label)
                text.member("created_at", time)
                text.member("request", question)
                text.member("plan") { answer.write(&$0) }
            }
        }
        self.init(id: id, label: label, createdAt: time, lawName: law.name, lawVersion: law.version, body: body)
    }

    fileprivate var json: JSONValue {
        [
            "id": .string(id),
            "label": .string(label),
            "created_at": .string(createdAt),
            "law": ["name": .string(lawName), "version": .number(lawVersion)],
        ]
    }
}
