import PlannerAPI
import TestSupport

extension JSONValue {
    /// The value at a path of names.
    func at(_ path: String...) throws -> JSONValue {
        try path.reduce(self) { value, name in try value[name].unwrapped() }
    }

    /// The text of a string.
    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The value of a number.
    var double: Double? {
        guard case .number(let text) = self else { return nil }
        return Double(text)
    }

    /// The elements of an array.
    var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The names of an object's members, in their order.
    var names: [String]? {
        guard case .object(let members) = self else { return nil }
        return members.map(\.name)
    }
}
