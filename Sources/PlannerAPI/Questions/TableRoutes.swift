import HTTPServer
import HTTPTypes
import ScalingLaws

/// `POST /predict`, `/frontier`, `/crossover` and `/map`: compute, and change nothing.
func tableRoutes(laws: LawCatalog) -> [Route] {
    TableQuestion.allCases.map { question in
        Route(.post, "/\(question.rawValue)", statuses: [200, 400, 422], parameters: ["format"]) { call in
            let format = try call.format(TableFormat.self)
            let table = try faultsAsProblem { try question.table(call.json(), laws) }
            return ServerResponse(
                head: HTTPResponse(
                    status: .ok, headerFields: [.contentType: format.mediaType, .vary: "Accept"]),
                body: .stream(table.stream(format)))
        }
    }
}
