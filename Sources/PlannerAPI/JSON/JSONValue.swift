/// A JSON text as a tree (RFC 8259) that loses nothing: members keep their order, numbers their digits.
public enum JSONValue: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as its text.
    case number(String)
    /// A string, unescaped.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object; a name may stand in it more than once, as it may in JSON.
    case object([Member])

    /// One name and its value.
    public struct Member: Hashable, Sendable {
        /// The name, unescaped.
        public let name: String
        /// The value.
        public let value: JSONValue

        /// Makes a member.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }
}

extension JSONValue {
    /// The shortest text that reads back as `value`, which must be finite: JSON has no other numbers.
    public static func number(_ value: Double) -> JSONValue {
        precondition(value.isFinite, "JSON has no number for \(value)")
        return .number(NumberText.exact(value))
    }

    /// `value` in decimal.
    public static func number(_ value: Int) -> JSONValue { .number(String(value)) }

    /// What `value` is made into, or `null` where it is absent.
    static func optional<Value>(_ value: Value?, _ make: (Value) -> JSONValue) -> JSONValue {
        value.map(make) ?? .null
    }

    /// How many arrays and objects stand around its innermost value, itself counted; 0 of what is neither.
    var depth: Int {
        switch self {
        case .null, .bool, .number, .string: 0
        case .array(let elements): 1 + (elements.lazy.map(\.depth).max() ?? 0)
        case .object(let members): 1 + (members.lazy.map(\.value.depth).max() ?? 0)
        }
    }

    /// The first value of the member `name`, where this is an object that has one.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral {
    /// An object whose members stand in the literal's order.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }

    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
}
