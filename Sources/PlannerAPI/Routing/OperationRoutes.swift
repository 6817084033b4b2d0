import Contract
import HTTPServer
import HTTPTypes

/// What the machines around the service ask: whether it lives, whether it is ready, and what its contract is.
func operationRoutes(_ readiness: Readiness) -> [Route] {
    [
        Route(.get, "/healthz", scope: nil, statuses: [200]) { _ in .json(["status": "ok"]) },
        Route(.get, "/readyz", scope: nil, statuses: [200, 503]) { _ in
            let troubles = readiness.troubles()
            guard troubles.isEmpty else {
                let detail = troubles.map(\.text).joined(separator: " ")
                throw Problem(.serviceUnavailable, detail, fields: [.retryAfter: "1"])
            }
            return .json(["status": "ready"])
        },
        Route(.get, "/openapi.yaml", scope: nil, statuses: [200]) { _ in
            .bytes(Contract.openAPI, type: "application/yaml")
        },
    ]
}
