import HTTPServer
import HTTPTypes
import Store

/// `/audit`: who changed what, when.
func auditRoutes(_ store: PlannerStore) -> [Route] {
    [
        Route(.get, "/audit", scope: .admin, statuses: [200, 422], parameters: PageRequest.parameters) { call in
            let page = try PageRequest(call)
            return page.answer("entries", try store.audit(before: page.position, limit: page.limit), \.json)
        }
    ]
}

extension AuditEntry {
    fileprivate var json: JSONValue {
        [
            "at": .string(at), "actor": .string(actor), "action": .string(action), "subject": .string(subject),
            "request_id": .optional(requestID, JSONValue.string),
            "detail": .optional(detail) { text in (try? JSONParser.parse(Array(text.utf8))) ?? .string(text) },
        ]
    }
}
