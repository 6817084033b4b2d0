import ScalingLaws

/// Everything that is wrong with a request.
struct Faults: Error, Hashable, Sendable {
    let list: [Fault]

    init(_ list: [Fault]) { self.list = list }
}

/// Reads one object of a request, and collects everything that is wrong with it.
///
/// Each field is taken once by its name; those that nobody took are faults at the end.
struct ObjectReader {
    private let pointer: String
    private var members: [JSONValue.Member]
    private var known: [String] = []
    private var faults: [Fault] = []

    /// What `read` makes of the object `body`.
    ///
    /// - Throws: ``Faults`` where `body` is no object, or anything in it is wrong.
    static func read<Value>(_ body: JSONValue, _ read: (inout ObjectReader) -> Value?) throws(Faults) -> Value {
        guard case .object(let members) = body else {
            throw Faults([Fault("", .wrongType(expected: "an object", found: body.typeName))])
        }
        var reader = ObjectReader(members, at: "")
        let value = read(&reader)
        let faults = reader.finish()
        guard faults.isEmpty, let value else {
            precondition(!faults.isEmpty, "a request that cannot be read has a fault that says why")
            throw Faults(faults)
        }
        return value
    }

    private init(_ members: [JSONValue.Member], at pointer: String) {
        self.members = members
        self.pointer = pointer
        var names: Set<String> = []
        let repeated = Set(members.lazy.map(\.name).filter { !names.insert($0).inserted })
        for name in repeated.sorted() { report(name, .repeated) }
    }

    /// Whether the field `name` is given; it counts as known from here on.
    mutating func has(_ name: String) -> Bool { peek(name) != nil }

    /// The value of the field `name`, which stays to be taken; it counts as known from here on.
    mutating func peek(_ name: String) -> JSONValue? {
        if !known.contains(name) { known.append(name) }
        return members.first { $0.name == name }?.value
    }

    /// The JSON Pointer to the field `name`.
    func pointer(to name: String) -> String {
        let isPlain = !name.utf8.contains { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }
        return pointer + "/" + (isPlain ? name : name.replacing("~", with: "~0").replacing("/", with: "~1"))
    }

    /// The value of the field `name`, which counts as known from here on.
    mutating func take(_ name: String) -> JSONValue? {
        defer { members.removeAll { $0.name == name } }
        return peek(name)
    }

    /// Adds a fault at the field `name`.
    mutating func report(_ name: String, _ kind: Fault.Kind) {
        faults.append(Fault(pointer(to: name), kind))
    }

    /// Reports the `fields` that are given and that this version does not answer; they do not become known.
    mutating func refuse(_ fields: [String]) {
        for name in fields where members.contains(where: { $0.name == name }) {
            members.removeAll { $0.name == name }
            report(name, .notSupported(instead: nil))
        }
    }

    /// Reports the value of the known field `name`, of a form that this version does not answer.
    mutating func refuseForm(of name: String, instead: String) {
        if take(name) != nil { report(name, .notSupported(instead: instead)) }
    }

    private func finish() -> [Fault] {
        var named: Set<String> = []
        return faults
            + members.filter { named.insert($0.name).inserted }
            .map { Fault(pointer(to: $0.name), .unknownField(known: known)) }
    }
}

// MARK: - Typed fields

extension ObjectReader {
    /// A number of the field `name` inside `domain`, where the field is given.
    mutating func number(_ name: String, in domain: Domain) -> Double? {
        guard let value = take(name) else { return nil }
        return read(number: value, name, in: domain)
    }

    /// As ``number(_:in:)``, and a fault that says what is `expected` where the field is not given.
    mutating func requiredNumber(_ name: String, in domain: Domain, _ expected: String) -> Double? {
        guard has(name) else {
            report(name, .missing(expected: expected))
            return nil
        }
        return number(name, in: domain)
    }

    /// What `read` makes of the object of the field `name`, where it is given and is one.
    mutating func object<Value>(_ name: String, _ read: (inout ObjectReader) -> Value?) -> Value? {
        guard let value = take(name) else { return nil }
        guard case .object(let members) = value else {
            report(name, .wrongType(expected: "an object", found: value.typeName))
            return nil
        }
        var reader = ObjectReader(members, at: pointer(to: name))
        let result = read(&reader)
        faults += reader.finish()
        return result
    }

    /// A string of the field `name`, where it is given.
    mutating func string(_ name: String) -> String? {
        switch take(name) {
        case nil: return nil
        case .string(let text): return text
        case let other?:
            report(name, .wrongType(expected: "a string", found: other.typeName))
            return nil
        }
    }

    /// The number in `value`, the field `name`; a fault where it holds none or one outside `domain`.
    private mutating func read(number value: JSONValue, _ name: String, in domain: Domain) -> Double? {
        let text: String
        switch value {
        case .number(let digits): text = digits
        case .string(let digits): text = digits
        default:
            report(name, .wrongType(expected: "a number", found: value.typeName))
            return nil
        }
        guard let number = UnitNumber.parse(text) else {
            report(name, .notANumber(text: text))
            return nil
        }
        guard domain.contains(number) else {
            report(name, .outsideDomain(text: text, domain))
            return nil
        }
        return number
    }
}

extension JSONValue {
    /// What it is, as a fault names it.
    var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
