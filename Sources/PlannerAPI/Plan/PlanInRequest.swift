// A plan's question that stands in another request, which names its law elsewhere.

extension PlanRequest {
    /// Whether `question`, which stands at `path` in a request that names its law elsewhere, may be asked for a plan of one
    /// student and a budget; reports why not.
    static func checkPart(
        _ question: JSONValue, at path: String, lawFrom other: String, _ reader: inout ObjectReader
    ) -> Bool {
        guard case .object = question else {
            reader.report(path: path, .wrongType(expected: "an object", found: question.typeName))
            return false
        }
        let others = ["students", "target_loss"].filter { question[$0] != nil }
        if question["law"] != nil { reader.report(path: "\(path)/law", .excludes(reader.pointer(to: other))) }
        for name in others {
            reader.report(path: "\(path)/\(name)", .notSupported(instead: "ask for plans of one student and a budget"))
        }
        return question["law"] == nil && others.isEmpty
    }
}

extension ObjectReader {
    /// Adds the faults of a part that somebody else read, which stands in the field `name`.
    mutating func report(_ faults: Faults, below name: String) {
        for fault in faults.list {
            guard case .body(let pointer) = fault.place else { continue }
            report(path: name + pointer, fault.kind)
        }
    }
}

extension JSONValue {
    /// The question with its law.
    func under(_ law: String) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members + [Member("law", .string(law))])
    }
}
