import HTTPServer
import HTTPTypes
import PlannerAPI
import Testing

/// The comparisons find what they are for: each document here is wrong in one thing.
@Suite struct `A document that differs` {
    let document: OpenAPIDocument

    init() throws { document = try OpenAPIDocument.load() }

    private static let plan = ["components", "schemas", "Plan"]
    private static let laws = ["paths", "/laws", "get"]

    /// The document with `change` made to what stands at `path`.
    private func changed(_ path: [String], _ change: (JSONValue?) -> JSONValue?) -> OpenAPIDocument {
        OpenAPIDocument(tree: document.tree.changing(path, change))
    }

    private func coverage(_ document: OpenAPIDocument) throws -> Coverage {
        try Coverage(document, try Answer.all())
    }

    @Test func `in a property that it lacks is found`() throws {
        let found = try coverage(changed(Self.plan + ["properties", "solver"]) { _ in nil })
        #expect(found.violations.contains { $0.contains("/solver: not in #/components/schemas/Plan") })
    }

    @Test func `in a property that no answer has is found`() throws {
        let found = try coverage(changed(Self.plan + ["properties", "speed"]) { _ in ["type": "number"] })
        #expect(found.violations == [])
        #expect(found.unreached == ["#/components/schemas/Plan/properties/speed"])
    }

    @Test func `in a property of another type is found`() throws {
        let found = try coverage(changed(Self.plan + ["properties", "id", "type"]) { _ in "number" })
        #expect(found.violations.contains { $0.contains("/id: #/components/schemas/Plan/properties/id/type") })
    }

    @Test func `in an enumerated value that no answer has is found`() throws {
        let path = ["components", "schemas", "Warning", "properties", "code", "enum"]
        let found = try coverage(changed(path) { codes in .array((codes?.elements ?? []) + ["flat_optimum"]) })
        #expect(found.unreached.count == 1)
    }

    @Test func `in a status is found`() throws {
        let other = changed(Self.laws + ["responses", "404"]) { _ in
            ["$ref": "#/components/responses/NotFound"]
        }
        let declared = try Service().application.routeFacts
        #expect(try other.routeFacts().subtracting(declared).map(\.operation) == ["GET /laws"])
        #expect(try coverage(other).unreached.contains("GET /laws 404"))
    }

    @Test func `in a status that it lacks is found`() throws {
        let other = changed(["paths", "/readyz", "get", "responses", "503"]) { _ in nil }
        #expect(
            try Service().application.routeFacts.subtracting(other.routeFacts()).map(\.operation) == ["GET /readyz"])
    }

    @Test func `in a route is found`() throws {
        let declared = try Service().application.routeFacts
        let more = changed(["paths", "/nosuch"]) { _ in document.tree["paths"]?["/healthz"] }
        #expect(try more.routeFacts().subtracting(declared).map(\.operation) == ["GET /nosuch"])
        let less = changed(Self.laws) { _ in nil }
        #expect(try declared.subtracting(less.routeFacts()).map(\.operation) == ["GET /laws"])
    }

    @Test func `in a query parameter is found`() throws {
        let parameter: JSONValue = ["name": "page", "in": "query"]
        let other = changed(Self.laws + ["parameters"]) { _ in .array([parameter]) }
        #expect(try other.routeFacts().subtracting(Service().application.routeFacts).count == 1)
    }

    @Test func `in a header is found`() throws {
        let other = changed(["paths", "/plans", "post", "responses", "201", "headers"]) { _ in nil }
        #expect(try coverage(other).violations.contains { $0.contains("the header Location is not documented") })
    }

    @Test func `in a media type is found`() throws {
        let path = ["paths", "/plan", "post", "responses", "200", "content", "text/csv"]
        let found = try coverage(changed(path) { _ in ["schema": ["type": "string"]] })
        #expect(found.unreached.count == 1)
    }

    @Test func `in a keyword that nothing checks is found`() throws {
        let found = try coverage(changed(Self.plan + ["minProperties"]) { _ in .number(1) })
        #expect(found.violations.contains { $0.contains("minProperties: the checker does not know this keyword") })
    }
}

/// The keywords of JSON Schema, each with a value that keeps to it and one that does not.
@Suite struct `The checker` {
    @Test(arguments: [
        (#"{"type": ["number", "null"]}"#, "null", "\"1\""),
        (#"{"type": "integer"}"#, "1e3", "1.5"),
        (#"{"const": 1}"#, "1.0", "2"),
        (#"{"enum": ["a", null]}"#, "null", "\"b\""),
        (#"{"required": ["a"]}"#, #"{"a": 1}"#, "{}"),
        (#"{"properties": {"a": {"type": "null"}}}"#, #"{"a": null, "b": 1}"#, #"{"a": 1}"#),
        (#"{"properties": {"a": {}}, "additionalProperties": false}"#, #"{"a": 1}"#, #"{"b": 1}"#),
        (#"{"additionalProperties": {"type": "null"}}"#, #"{"a": null}"#, #"{"a": 1}"#),
        (#"{"propertyNames": {"enum": ["a"]}}"#, #"{"a": 1}"#, #"{"b": 1}"#),
        (#"{"items": {"type": "string"}, "minItems": 1, "maxItems": 2}"#, #"["a"]"#, "[1]"),
        (#"{"minItems": 1}"#, "[1]", "[]"),
        (#"{"maxItems": 1}"#, "[1]", "[1, 2]"),
        (#"{"oneOf": [{"type": "number"}, {"minimum": 3}]}"#, "2", "4"),
        (#"{"anyOf": [{"type": "number"}, {"type": "null"}]}"#, "null", "true"),
        (#"{"not": {"required": ["a", "b"]}}"#, #"{"a": 1}"#, #"{"a": 1, "b": 2}"#),
        (#"{"pattern": "^a+$"}"#, "\"aa\"", "\"ab\""),
        (#"{"minLength": 2, "maxLength": 3}"#, "\"ab\"", "\"a\""),
        (#"{"maxLength": 3}"#, "\"abc\"", "\"abcd\""),
        (#"{"minimum": 1, "maximum": 2}"#, "1", "0.5"),
        (#"{"maximum": 2}"#, "2", "2.5"),
        (#"{"exclusiveMinimum": 1}"#, "1.5", "1"),
        (#"{"exclusiveMaximum": 1}"#, "0.5", "1"),
        (##"{"$ref": "#/definitions/null", "description": "no assertion"}"##, "null", "1"),
    ])
    func `tells right from wrong`(_ schema: String, _ right: String, _ wrong: String) throws {
        let document = OpenAPIDocument(tree: [
            "schema": try JSONParser.parse(Array(schema.utf8)), "definitions": ["null": ["type": "null"]],
        ])
        let checker = SchemaChecker(document: document)
        let place = try document.place(at: "#/schema")
        #expect(checker.check(try JSONParser.parse(Array(right.utf8)), against: place).violations == [])
        #expect(checker.check(try JSONParser.parse(Array(wrong.utf8)), against: place).violations.isEmpty == false)
    }
}
