import Contract
import HTTPServer
import HTTPTypes
import Store

/// What the machines around the service ask: whether it lives, whether it is ready, and what its contract is.
func operationRoutes(_ store: PlannerStore) -> [Route] {
    [
        Route(.get, "/healthz", scope: nil, statuses: [200]) { _ in .json(["status": "ok"]) },
        Route(.get, "/readyz", scope: nil, statuses: [200, 503]) { _ in
            guard store.isReady() else {
                throw Problem(.serviceUnavailable, "The database does not answer.", fields: [.retryAfter: "1"])
            }
            return .json(["status": "ready"])
        },
        Route(.get, "/openapi.yaml", scope: nil, statuses: [200]) { _ in
            .bytes(Contract.openAPI, type: "application/yaml")
        },
    ]
}
