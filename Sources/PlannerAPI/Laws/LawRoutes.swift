import HTTPServer
import HTTPTypes
import ScalingLaws

/// `/laws`: the coefficient sets that answer, with their provenance.
func lawRoutes(_ laws: LawCatalog) -> [Route] {
    [
        Route(.get, "/laws", statuses: [200]) { _ in
            .json([
                "laws": .array(laws.sets.map(\.summaryJSON)),
                "default": .string(CoefficientSet.defaultName),
            ])
        },
        Route(.get, "/laws/{name}", statuses: [200, 404]) { call in
            guard let set = laws.set(call.path["name"] ?? "") else {
                throw Problem(.notFound, "No law has this name; known are \(laws.names.joined(separator: ", ")).")
            }
            return .json(set.json)
        },
    ]
}
