import HTTPServer
import HTTPTypes
import ScalingLaws
import Store

/// `GET /frontier.svg` and `/map.svg`: pictures for which an address is enough.
func pictureRoutes(_ store: PlannerStore, _ metrics: ServiceMetrics) -> [Route] {
    PictureQuestion.allCases.map { question in
        let meter = metrics[SolverOperation(question.table)]
        let query = question.query
        let names = query.parameters.map(\.name) + PictureStyle.names(for: question)
        return Route(.get, "/\(question.rawValue).svg", statuses: [200, 422], parameters: names) { call in
            let body = query.body(call.query)
            let laws = try store.laws(for: body)
            let (style, picture) = try faultsAsProblem {
                try allFaults(
                    { () throws(Faults) in try call.style(for: question) },
                    { () throws(Faults) in
                        try query.renaming(call.query) { () throws(Faults) in try question.picture(body, laws) }
                    })
            }
            return .svg(picture, style, meter)
        }
    }
}

extension Call {
    /// The style that the query asks for.
    ///
    /// - Throws: ``Faults`` of the query.
    func style(for question: PictureQuestion) throws(Faults) -> PictureStyle {
        let style = PictureQuery(parameters: PictureStyle.names(for: question).map { .init($0, $0) })
        return try style.renaming(query) { () throws(Faults) in try PictureStyle(style.body(query), for: question) }
    }

    /// Refuses a style where nothing is drawn.
    ///
    /// - Throws: ``Faults`` of the query.
    func refuseStyle(for question: PictureQuestion) throws(Faults) {
        let idle = PictureStyle.names(for: question).filter { query[$0] != nil }
        guard idle.isEmpty else { throw Faults(idle.map { Fault(query: $0, .needs("format=svg")) }) }
    }
}

extension ServerResponse {
    /// 200 with a picture, whose cost `meter` takes note of.
    static func svg(
        _ picture: PictureAnswer, _ style: PictureStyle, _ meter: SolverMeter, fields: HTTPFields = [:]
    ) -> ServerResponse {
        let drawn = meter.measure { picture.draw(style) }
        meter.evaluations.add(drawn.evaluations)
        return .bytes(drawn.svg, type: DrawnFormat.svg.mediaType, fields: fields)
    }
}
