import PlannerAPI

/// Holds values against the schemas of a document, as far as the document uses JSON Schema.
///
/// A keyword that it does not know is a violation, so that nothing is left unchecked in silence.
struct SchemaChecker {
    typealias Place = OpenAPIDocument.Place

    let document: OpenAPIDocument

    /// What a check found.
    struct Report {
        /// What is wrong, a line each.
        var violations: [String] = []
        /// The locations of the documented properties and enumerated values that the value has.
        var seen: Set<String> = []

        static func + (left: Report, right: Report) -> Report {
            Report(violations: left.violations + right.violations, seen: left.seen.union(right.seen))
        }
    }

    static let annotations: Set = ["description", "default", "examples"]

    /// All that is wrong with `value`, which stands at `pointer`, by `schema`.
    func check(_ value: JSONValue, against schema: Place, at pointer: String = "") -> Report {
        schema.children.reduce(Report()) { report, keyword in
            report + check(value, keyword.name, keyword.place, schema, pointer)
        }
    }

    private func check(
        _ value: JSONValue, _ keyword: String, _ argument: Place, _ schema: Place, _ pointer: String
    ) -> Report {
        func violation(unless holds: Bool) -> Report {
            Report(violations: holds ? [] : ["\(pointer): \(argument.location) does not hold"])
        }
        switch keyword {
        case _ where Self.annotations.contains(keyword):
            return Report()
        case "$ref":
            guard let target = try? document.resolved(schema) else { return violation(unless: false) }
            return check(value, against: target, at: pointer)
        case "type":
            let names = argument.value.text.map { [$0] } ?? argument.value.elements.compactMap(\.text)
            return violation(unless: names.contains(where: value.isOfType))
        case "enum":
            guard let match = argument.elements.first(where: { $0.value.isSame(as: value) }) else {
                return violation(unless: false)
            }
            return Report(seen: [match.location])
        case "const":
            return violation(unless: argument.value.isSame(as: value))
        case "not":
            return violation(unless: !check(value, against: argument, at: pointer).violations.isEmpty)
        case "oneOf", "anyOf":
            let branches = argument.elements.map { check(value, against: $0, at: pointer) }
            let matches = branches.filter(\.violations.isEmpty)
            // What is wrong with each says more than that none holds.
            if matches.isEmpty {
                return Report(violations: violation(unless: false).violations + branches.flatMap(\.violations))
            }
            let holds = keyword == "oneOf" ? matches.count == 1 : !matches.isEmpty
            return matches.reduce(violation(unless: holds), +)
        default:
            return checkParts(value, keyword, argument, schema, pointer)
                ?? value.holds(keyword, argument.value).map(violation(unless:))
                ?? Report(violations: ["\(argument.location): the checker does not know this keyword"])
        }
    }

    /// The keywords that look inside an object or an array; nil for all others.
    private func checkParts(
        _ value: JSONValue, _ keyword: String, _ argument: Place, _ schema: Place, _ pointer: String
    ) -> Report? {
        switch keyword {
        case "properties":
            return argument.children.reduce(Report()) { report, property in
                guard let member = value[property.name] else { return report }
                return report + Report(seen: [property.place.location])
                    + check(member, against: property.place, at: "\(pointer)/\(property.name)")
            }
        case "additionalProperties":
            return value.members.filter { schema["properties"]?[$0.name] == nil }.reduce(Report()) { report, member in
                let place = "\(pointer)/\(member.name)"
                if argument.value == .bool(false) {
                    return report + Report(violations: ["\(place): not in \(schema.location)"])
                }
                return report + check(member.value, against: argument, at: place)
            }
        case "propertyNames":
            return value.members.reduce(Report()) { report, member in
                report + check(.string(member.name), against: argument, at: "\(pointer)/\(member.name)")
            }
        case "items":
            return value.elements.enumerated().reduce(Report()) { report, element in
                report + check(element.element, against: argument, at: "\(pointer)/\(element.offset)")
            }
        default: return nil
        }
    }
}

extension JSONValue {
    fileprivate func isOfType(_ name: String) -> Bool {
        switch (self, name) {
        case (.null, "null"), (.bool, "boolean"), (.number, "number"), (.string, "string"), (.array, "array"),
            (.object, "object"):
            true
        case (.number, "integer"): double.map { $0.rounded() == $0 } ?? false
        default: false
        }
    }

    /// Whether the assertion holds, as it does for values of types that it is not about; nil where it is unknown.
    fileprivate func holds(_ keyword: String, _ argument: JSONValue) -> Bool? {
        let limit = argument.double ?? .nan
        switch keyword {
        case "required":
            return onObjects { members in
                argument.elements.allSatisfy { name in members.contains { $0.name == name.text } }
            }
        case "minimum": return double.map { $0 >= limit } ?? true
        case "maximum": return double.map { $0 <= limit } ?? true
        case "exclusiveMinimum": return double.map { $0 > limit } ?? true
        case "exclusiveMaximum": return double.map { $0 < limit } ?? true
        case "minLength": return text.map { Double($0.unicodeScalars.count) >= limit } ?? true
        case "maxLength": return text.map { Double($0.unicodeScalars.count) <= limit } ?? true
        case "minItems": return onArrays { Double($0.count) >= limit }
        case "maxItems": return onArrays { Double($0.count) <= limit }
        case "pattern":
            guard let pattern = try? Regex(argument.text ?? "") else { return false }
            return text.map { $0.contains(pattern) } ?? true
        default: return nil
        }
    }

    private func onObjects(_ holds: ([Member]) -> Bool) -> Bool {
        guard case .object(let members) = self else { return true }
        return holds(members)
    }

    private func onArrays(_ holds: ([JSONValue]) -> Bool) -> Bool {
        guard case .array(let elements) = self else { return true }
        return holds(elements)
    }
}
