import PlannerAPI

/// A route as the code declares it, and as the document may.
struct RouteFacts: Hashable, Comparable, CustomStringConvertible {
    let operation: String
    let statuses: [Int]
    let parameters: [String]

    var description: String { "\(operation) answers \(statuses), takes \(parameters)" }

    static func < (left: RouteFacts, right: RouteFacts) -> Bool { left.operation < right.operation }
}

extension PlannerApplication {
    var routeFacts: Set<RouteFacts> {
        Set(
            contract.map { route in
                RouteFacts(
                    operation: "\(route.method) \(route.template)", statuses: route.statuses.sorted(),
                    parameters: route.parameters.sorted())
            })
    }
}

extension OpenAPIDocument {
    func routeFacts() throws -> Set<RouteFacts> {
        try Set(
            operations.map { operation in
                RouteFacts(
                    operation: operation.name, statuses: try responses(operation).keys.compactMap(Int.init).sorted(),
                    parameters: try parameters(operation, in: "query").sorted())
            })
    }
}

/// What the scenarios reached of a document, and what they found wrong with it.
struct Coverage {
    /// What is wrong, a line each.
    private(set) var violations: [String] = []
    /// What is documented, and nothing answered.
    private(set) var unreached: Set<String> = []

    init(_ document: OpenAPIDocument, _ answers: [Answer]) throws {
        var documented = try document.marks(under: document.responseSchemas())
        for operation in document.operations {
            for (status, response) in try document.responses(operation) {
                if status != "default" { documented.insert("\(operation.name) \(status)") }
                documented.formUnion(try Self.parts(of: response, document).keys)
            }
        }
        var reached: Set<String> = []
        for answer in answers {
            let report = try answer.report(document)
            violations += report.violations.map { "\(answer.name): \($0)" }
            reached.formUnion(report.seen)
        }
        unreached = documented.subtracting(reached).subtracting(Self.unreachable)
    }

    /// `not_converged`: no question is known on which the search stops short; the planner's own tests make one up.
    private static let unreachable: Set = ["#/components/schemas/Warning/properties/code/enum/5"]

    /// The media types and header fields of a response, by their locations.
    private static func parts(
        of response: OpenAPIDocument.Place, _ document: OpenAPIDocument
    ) throws -> [String: OpenAPIDocument.Place] {
        let parts = ["content", "headers"].flatMap { response[$0]?.children.map(\.place) ?? [] }
        return Dictionary(uniqueKeysWithValues: parts.map { ($0.location, $0) })
    }
}
