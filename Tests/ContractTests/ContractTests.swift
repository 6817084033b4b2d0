import Contract
import Foundation
import HTTPServer
import HTTPTypes
import PlannerAPI
import Testing

/// `openapi.yaml` against the routes and their answers, both ways.
@Suite struct `The contract` {
    let document: OpenAPIDocument

    init() throws { document = try OpenAPIDocument.load() }

    @Test func `lists the routes, statuses and query parameters that there are`() throws {
        let documented = try document.routeFacts()
        let declared = try Service().application.routeFacts
        #expect(documented.subtracting(declared).sorted() == [])
        #expect(declared.subtracting(documented).sorted() == [])
    }

    @Test func `names the segments of every path, and what any path may answer`() throws {
        for operation in document.operations {
            let segments = operation.path.matches(of: /\{(.+?)\}/).map { String($0.output.1) }
            #expect(try document.parameters(operation, in: "path") == Set(segments), "\(operation.name)")
            #expect(
                try document.responses(operation)["default"]?.location == "#/components/responses/Failure",
                "\(operation.name)")
        }
    }

    @Test(arguments: Scenario.all) func `describes every answer`(_ scenario: Scenario) throws {
        let answer = try Answer(scenario)
        #expect(answer.response.head.status.code == scenario.status)
        #expect(try answer.report(document).violations == [])
    }

    @Test func `describes nothing that is never answered`() throws {
        let coverage = try Coverage(document, try Answer.all())
        #expect(coverage.violations == [])
        #expect(coverage.unreached.sorted() == [])
    }

    @Test func `is written in keywords that are checked`() throws {
        let checker = SchemaChecker(document: document)
        let all = document.root["components"]?["schemas"]?.children.map(\.place) ?? []
        for schema in try document.schemas(under: all + document.responseSchemas()) {
            for value in [JSONValue.null, .string(""), .number(0), .array([]), [:]] {
                let unknown = checker.check(value, against: schema).violations.filter { $0.contains("does not know") }
                #expect(unknown == [])
            }
        }
    }

    @Test func `is served as it stands in the file`() throws {
        let served = try #require(try Service().respond(.get, "/openapi.yaml").bytes)
        #expect(served == Contract.openAPI)
        #expect(Data(served) == (try Data(contentsOf: OpenAPIDocument.file)))
    }
}
