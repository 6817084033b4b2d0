import HTTPServer
import HTTPTypes
import Store

/// `POST /predict`, `/frontier`, `/crossover` and `/map`: compute, and change nothing.
func tableRoutes(_ store: PlannerStore, _ metrics: ServiceMetrics) -> [Route] {
    TableQuestion.allCases.map { question in
        let meter = metrics[SolverOperation(question)]
        if let picture = PictureQuestion(rawValue: question.rawValue) { return drawnRoute(picture, store, meter) }
        return Route(.post, "/\(question.rawValue)", statuses: [200, 400, 422], parameters: ["format"]) { call in
            let format = try call.format(TableFormat.self)
            let body = try call.json()
            let laws = try store.laws(for: body)
            let table = try faultsAsProblem { try question.table(body, laws) }
            return meter.measuring(table).response(format)
        }
    }
}

/// A table that can be drawn as well.
private func drawnRoute(_ question: PictureQuestion, _ store: PlannerStore, _ meter: SolverMeter) -> Route {
    let parameters = ["format"] + PictureStyle.names(for: question)
    return Route(.post, "/\(question.rawValue)", statuses: [200, 400, 422], parameters: parameters) { call in
        let format = try call.format(DrawnFormat.self)
        let body = try call.json()
        let laws = try store.laws(for: body)
        return try faultsAsProblem {
            switch format {
            case .table(let format):
                let (_, table) = try allFaults(
                    { () throws(Faults) in try call.refuseStyle(for: question) },
                    { () throws(Faults) in try question.table.table(body, laws) })
                return meter.measuring(table).response(format)
            case .svg:
                let (style, picture) = try allFaults(
                    { () throws(Faults) in try call.style(for: question) },
                    { () throws(Faults) in try question.picture(body, laws) })
                return .svg(picture, style, meter, fields: [.vary: "Accept"])
            }
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
