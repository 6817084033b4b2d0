import HTTPServer
import HTTPTypes
import Planning
import Store

/// `POST /laws/compare`: two laws' answers to the same questions; computes, and changes nothing.
func comparisonRoutes(_ store: PlannerStore, _ accelerators: AcceleratorTable, _ metrics: ServiceMetrics) -> [Route] {
    let meter = metrics[.comparison]
    return [
        Route(.post, "/laws/compare", statuses: [200, 400, 422]) { call in
            let body = try call.json()
            let comparison = try faultsAsProblem {
                try LawComparison(body, store, accelerators: accelerators)
            }
            return .bytes(comparison.jsonBytes(meter), type: "application/json")
        }
    ]
}
