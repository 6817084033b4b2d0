import HTTPServer
import HTTPTypes
import PlannerAPI

/// An answer of the service, and the operation that it came from.
struct Answer: Sendable {
    /// Method and path template, as the document spells them.
    let operation: String
    let response: ServerResponse

    var name: String { "\(operation) \(response.head.status.code)" }

    init(_ scenario: Scenario) throws {
        operation = scenario.operation
        response = try scenario.run()
    }

    /// What the server answers to a refusal, at any path.
    init(refusal: Refusal) {
        operation = "GET /healthz"
        response = PlannerApplication.respond(to: refusal, limits: ServerLimits())
    }

    /// All answers of all scenarios, and of all refusals.
    static func all() throws -> [Answer] { try made.get() }

    /// They are the same every time, and many tests ask for them.
    private static let made = Result {
        try Scenario.all.map { try Answer($0) } + Refusal.allCases.map { Answer(refusal: $0) }
    }

    /// The answer held against `document`.
    func report(_ document: OpenAPIDocument) throws -> SchemaChecker.Report {
        let status = String(response.head.status.code)
        guard let documented = try documentedResponse(document) else {
            return .init(violations: ["status \(status) is not documented"])
        }
        if documented["content"] == nil, response.bytes == [] {
            return try .init(seen: ["\(operation) \(status)"]) + headers(documented, document)
        }
        guard let content = documented["content"]?[response.mediaType], let schema = content["schema"] else {
            return .init(violations: ["the media type \(response.mediaType) is not documented"])
        }
        let checker = SchemaChecker(document: document)
        return try checker.check(try response.tree, against: schema)
            + .init(seen: ["\(operation) \(status)", content.location]) + headers(documented, document)
    }

    /// Where the path or the method does not exist, what every operation documents as its default.
    private func documentedResponse(_ document: OpenAPIDocument) throws -> OpenAPIDocument.Place? {
        guard let operation = document.operations.first(where: { $0.name == operation }) else {
            return try document.place(at: "#/components/responses/Failure")
        }
        let responses = try document.responses(operation)
        return responses[String(response.head.status.code)] ?? responses["default"]
    }

    /// Fields that any answer may have; the document's introduction tells of them.
    private static let everywhere: Set = ["ratelimit", "ratelimit-policy", "idempotency-replayed"]

    private func headers(
        _ documented: OpenAPIDocument.Place, _ document: OpenAPIDocument
    ) throws -> SchemaChecker.Report {
        let checker = SchemaChecker(document: document)
        var report = SchemaChecker.Report()
        for field in response.head.headerFields where field.name != .contentType {
            guard let place = documented["headers"]?[field.name.rawName],
                let schema = try document.resolved(place)["schema"]
            else {
                if !Self.everywhere.contains(field.name.rawName.lowercased()) {
                    report.violations.append("the header \(field.name.rawName) is not documented")
                }
                continue
            }
            report = report + checker.check(.string(field.value), against: schema, at: field.name.rawName)
            report.seen.insert(place.location)
        }
        for (name, place) in documented["headers"]?.children ?? [] {
            let isRequired = try document.resolved(place).value["required"] == .bool(true)
            guard isRequired, let field = HTTPField.Name(name), response.head.headerFields[field] == nil else {
                continue
            }
            report.violations.append("the header \(name) is missing")
        }
        return report
    }
}
