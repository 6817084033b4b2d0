import HTTPServer
import HTTPTypes
import PlannerAPI
import Testing

/// The documented fields of requests against those that the server takes.
@Suite struct `The fields of a request` {
    let document: OpenAPIDocument

    init() throws { document = try OpenAPIDocument.load() }

    @Test(arguments: [("/plan", 7), ("/plans", 7), ("/studies", 1)])
    func `are those that the server takes`(_ path: String, _ objects: Int) throws {
        let documented = try document.fields(try document.requestSchema(path))
        #expect(documented.count >= objects)
        for (pointer, fields) in documented {
            #expect(try knownFields(path, at: pointer) == fields, "\(path) at \(pointer)")
        }
    }

    /// The saved plans have all fields of a plan, and their schema is made of the same properties.
    @Test func `are all accepted in some scenario`() throws {
        let documented = try document.fields(try document.requestSchema("/plans"))
        let pointers = documented.flatMap { pointer, fields in fields.map { "\(pointer)/\($0)" } }
        let accepted = try Scenario.all.filter { $0.operation == "POST /plans" && $0.status == 201 }
            .map { try JSONParser.parse(Array($0.body.utf8)).pointers() }
        #expect(Set(pointers).subtracting(accepted.reduce([]) { $0.union($1) }).sorted() == [])
    }

    @Test(arguments: Scenario.all.filter { $0.method == .post && $0.status < 300 && !$0.isFile })
    func `are documented where they are accepted`(_ scenario: Scenario) throws {
        let schema = try document.requestSchema(scenario.template)
        let body = try JSONParser.parse(Array(scenario.body.utf8))
        #expect(SchemaChecker(document: document).check(body, against: schema).violations == [])
    }

    @Test(arguments: ["/crossover", "/map"])
    func `that are refused are neither documented nor named as known`(path: String) throws {
        let documented = try document.fields(try document.requestSchema(path))
        let body: JSONValue = ["uncertainty": [:]]
        #expect(try fault(body, at: "/uncertainty", path) == "is not supported by this version of the server")
        #expect(documented[""]?.contains("uncertainty") == false)
        #expect(try !knownFields(path, at: "").contains("uncertainty"))
    }

    /// What the server lists when it meets a field that does not exist.
    private func knownFields(_ path: String, at pointer: String) throws -> Set<String> {
        let names = pointer.split(separator: "/").map(String.init)
        let body = JSONValue.object([]).changing(names + ["nosuch"]) { _ in .null }
        let detail = try #require(try fault(body, at: pointer + "/nosuch", path))
        let list = try #require(detail.wholeMatch(of: /is not a field here; the fields are (.+)/)).output.1
        return Set(list.split(separator: ", ").map(String.init))
    }

    private func fault(_ body: JSONValue, at pointer: String, _ path: String) throws -> String? {
        let response = try Service().respond(
            .post, path, String(decoding: body.bytes, as: UTF8.self), [.contentType: "application/json"])
        return try response.tree["errors"]?.elements.first { $0["pointer"]?.text == pointer }?["detail"]?.text
    }
}
