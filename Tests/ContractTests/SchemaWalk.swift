import PlannerAPI

/// What a document says without a value to hold against it.
extension OpenAPIDocument {
    /// `schema` and every schema that it is made of, each once.
    func schemas(under schemas: [Place]) throws -> [Place] {
        var found: [String: Place] = [:]
        var waiting = schemas
        while let schema = waiting.popLast() {
            guard found.updateValue(schema, forKey: schema.location) == nil else { continue }
            if schema.value["$ref"] != nil { waiting.append(try resolved(schema)) }
            waiting += schema["properties"]?.children.map(\.place) ?? []
            waiting += ["oneOf", "anyOf"].flatMap { schema[$0]?.elements ?? [] }
            waiting += ["items", "additionalProperties", "propertyNames"].compactMap { schema[$0] }
        }
        return found.values.sorted { $0.location < $1.location }
    }

    /// The locations of all properties and enumerated values under `schemas`.
    func marks(under schemas: [Place]) throws -> Set<String> {
        let places = try self.schemas(under: schemas).flatMap { schema in
            (schema["properties"]?.children.map(\.place) ?? []) + (schema["enum"]?.elements ?? [])
        }
        return Set(places.map(\.location))
    }

    /// The schemas of everything that is answered.
    func responseSchemas() throws -> [Place] {
        try operations.flatMap { try responses($0).values }
            .flatMap { $0["content"]?.children.compactMap { $0.place["schema"] } ?? [] }
    }

    /// The schema of the body that `path` takes.
    func requestSchema(_ path: String) throws -> Place {
        guard let operation = operations.first(where: { $0.name == "POST \(path)" }),
            let schema = operation.place["requestBody"]?["content"]?["application/json"]?["schema"]
        else { throw Unreadable(what: "the body of POST \(path)") }
        return try resolved(schema)
    }

    /// The fields of an object by its pointer in a body that `schema` describes.
    func fields(_ schema: Place, at pointer: String = "") throws -> [String: Set<String>] {
        let schema = try resolved(schema)
        var fields: [String: Set<String>] = [:]
        for branch in schema["oneOf"]?.elements ?? [] {
            fields.merge(try self.fields(branch, at: pointer)) { $0.union($1) }
        }
        let properties = schema["properties"]?.children ?? []
        if !properties.isEmpty { fields[pointer, default: []].formUnion(properties.map(\.name)) }
        for (name, property) in properties {
            fields.merge(try self.fields(property, at: "\(pointer)/\(name)")) { $0.union($1) }
        }
        return fields
    }
}
