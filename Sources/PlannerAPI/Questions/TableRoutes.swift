import HTTPServer
import HTTPTypes
import Store

/// `POST /predict`, `/frontier`, `/crossover` and `/map`: compute, and change nothing.
func tableRoutes(_ store: PlannerStore, _ metrics: ServiceMetrics) -> [Route] {
    TableQuestion.allCases.map { question in
        let meter = metrics[SolverOperation(question)]
        return Route(.post, "/\(question.rawValue)", statuses: [200, 400, 422], parameters: ["format"]) { call in
            let format = try call.format(TableFormat.self)
            let body = try call.json()
            let laws = try store.laws(for: body)
            let table = try faultsAsProblem { try question.table(body, laws) }
            return meter.measuring(table).response(format)
        }
    }
}

extension TableAnswer {
    /// 200 with the table in `format`, worked out while it is sent.
    func response(_ format: TableFormat) -> ServerResponse {
        ServerResponse(
            head: HTTPResponse(status: .ok, headerFields: [.contentType: format.mediaType, .vary: "Accept"]),
            body: .stream(stream(format)))
    }
}
