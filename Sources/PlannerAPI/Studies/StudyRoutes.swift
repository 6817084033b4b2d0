import Foundation
import HTTPServer
import HTTPTypes
import Records
import Store

/// `/studies`: what belongs together.
func studyRoutes(store: PlannerStore, now: @escaping @Sendable () -> Date) -> [Route] {
    [
        Route(.post, "/studies", changes: "study.create", statuses: [201, 400, 409, 415, 422]) { call in
            try call.requireJSONType()
            let body = try call.json()
            let study = try faultsAsProblem { try StudyRequest.study(body, createdAt: now()) }
            return {
                do {
                    try store.add(study)
                } catch is StudyTaken {
                    throw Problem(.conflict, "Another study has this identifier; change that one, or choose another.")
                }
                return .json(
                    try store.study(study.id).json, status: .created, fields: [.location: "/studies/\(study.id)"])
            }
        },
        Route(.get, "/studies", statuses: [200, 422], parameters: PageRequest.parameters) { call in
            let page = try PageRequest(call)
            return page.answer("studies", try store.studies(before: page.position, limit: page.limit), \.json)
        },
        Route(.get, "/studies/{study}", statuses: [200, 404]) { call in
            .json(try store.study(call.study).json)
        },
        Route(.patch, "/studies/{study}", changes: "study.update", statuses: [200, 400, 404, 415, 422]) { call in
            try call.requireJSONType()
            let body = try call.json()
            let request = try faultsAsProblem { () throws(Faults) in
                try ObjectReader.read(body) { StudyRequest(&$0) }
            }
            return { .json(try store.changeStudy(call.study) { request.apply(to: &$0) }.json) }
        },
    ]
}

extension Call {
    /// The study that the path names.
    var study: String { path["study"] ?? "" }
}
