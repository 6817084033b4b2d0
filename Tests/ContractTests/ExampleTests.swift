import HTTPServer
import HTTPTypes
import PlannerAPI
import Testing

/// The worked examples of `openapi.yaml`.
@Suite struct `The examples` {
    let document: OpenAPIDocument

    init() throws { document = try OpenAPIDocument.load() }

    @Test func `are questions that the service answers`() throws {
        for (path, status) in [("/plan", 200), ("/plans", 201)] {
            let schema = try document.requestSchema(path)
            let examples = try requests(path)
            #expect(!examples.isEmpty)
            for (name, question) in examples {
                #expect(SchemaChecker(document: document).check(question, against: schema).violations == [])
                #expect(try answer(path, question).status == status, "\(name)")
            }
        }
    }

    /// How the optimum was found may change from one machine to the next; the optimum may not.
    @Test func `are what the service answers`() throws {
        let question = try #require(try requests("/plan")["existingTeacher"])
        let answer = try answer("/plan", question).body
        let example = try document.place(at: "#/components/examples/Plan/value")
        #expect(
            answer.changing(["solver"]) { _ in nil }
                .isSame(as: example.value.changing(["solver"]) { _ in nil }, relativeTolerance: 1e-6))
        let plan = try document.place(at: "#/components/schemas/Plan")
        #expect(SchemaChecker(document: document).check(example.value, against: plan).violations == [])
    }

    @Test func `show faults as they are`() throws {
        let example = try document.place(
            at: "#/components/responses/NoPlan/content/application~1problem+json/examples/wrongFields/value")
        let question: JSONValue = ["budget_flops": .number("1e22"), "student": ["parms": "1B", "params": "1K"]]
        let body = try answer("/plan", question).body
        #expect(body["errors"]?.elements.count == 2)
        #expect(body.isSame(as: example.value))
    }

    private func requests(_ path: String) throws -> [String: JSONValue] {
        let content = document.operations.first { $0.name == "POST \(path)" }?.place["requestBody"]?["content"]
        let examples = content?["application/json"]?["examples"]?.value.members ?? []
        return Dictionary(
            uniqueKeysWithValues: examples.compactMap { example in
                example.value["value"].map { (example.name, $0) }
            })
    }

    private func answer(_ path: String, _ question: JSONValue) throws -> (status: Int, body: JSONValue) {
        let response = try Service().respond(
            .post, path, String(decoding: question.bytes, as: UTF8.self), [.contentType: "application/json"])
        return (response.head.status.code, try response.tree)
    }
}
