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
    private let given: [String]
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

    /// What `read` makes of each object of the array `body`, or of `body` itself where it is one object.
    ///
    /// - Throws: ``Faults`` where `body` is neither, has no element or more than `most`, or anything in it is wrong.
    static func readEach<Value>(
        _ body: JSONValue, most: Int, _ read: (inout ObjectReader) -> Value?
    ) throws(Faults) -> [Value] {
        guard case .array(let elements) = body else { return [try self.read(body, read)] }
        guard (1...most).contains(elements.count) else { throw Faults([Fault("", .count(most: most))]) }
        let (values, faults) = readElements(elements, at: "", read)
        guard faults.isEmpty, let values else { throw Faults(faults) }
        return values
    }

    /// What `read` makes of each of `elements`, which stand in the array at `pointer`; nil where one is wrong.
    private static func readElements<Value>(
        _ elements: [JSONValue], at pointer: String, _ read: (inout ObjectReader) -> Value?
    ) -> (values: [Value]?, faults: [Fault]) {
        var faults: [Fault] = []
        let values = elements.enumerated().map { index, element -> Value? in
            guard case .object(let members) = element else {
                faults.append(
                    Fault("\(pointer)/\(index)", .wrongType(expected: "an object", found: element.typeName)))
                return nil
            }
            var reader = ObjectReader(members, at: "\(pointer)/\(index)")
            let value = read(&reader)
            faults += reader.finish()
            return value
        }
        return (values.contains { $0 == nil } ? nil : values.compactMap { $0 }, faults)
    }

    private init(_ members: [JSONValue.Member], at pointer: String) {
        self.members = members
        self.pointer = pointer
        given = members.map(\.name)
        var names: Set<String> = []
        let repeated = Set(members.lazy.map(\.name).filter { !names.insert($0).inserted })
        for name in repeated.sorted() { report(name, .repeated) }
    }

    /// Whether the field `name` is given; it counts as known from here on.
    mutating func has(_ name: String) -> Bool { peek(name) != nil }

    /// Whether the object had the field `name`, taken or not.
    func wasGiven(_ name: String) -> Bool { given.contains(name) }

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

    /// Adds a fault at a `path` of names and indices below this object.
    mutating func report(path: String, _ kind: Fault.Kind) {
        faults.append(Fault(pointer + "/" + path, kind))
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
        guard require(name, expected) else { return nil }
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

    /// What `read` makes of each object of the array of the field `name`, where it is given; nil where one of them, or
    /// their number, is wrong.
    mutating func objects<Value>(
        _ name: String, most: Int, _ read: (inout ObjectReader) -> Value?
    ) -> [Value]? {
        guard let value = take(name) else { return nil }
        guard case .array(let elements) = value else {
            report(name, .wrongType(expected: "an array", found: value.typeName))
            return nil
        }
        guard (1...most).contains(elements.count) else {
            report(name, .count(most: most))
            return nil
        }
        let (values, faults) = Self.readElements(elements, at: pointer(to: name), read)
        self.faults += faults
        return values
    }

    /// A whole number of the field `name` inside `domain`, where it is given.
    mutating func integer(_ name: String, in domain: Domain) -> Int? {
        let given = peek(name)
        guard let value = number(name, in: domain) else { return nil }
        guard let whole = Int(exactly: value) else {
            report(name, .notWhole(text: given?.numberText ?? ""))
            return nil
        }
        return whole
    }

    /// As ``integer(_:in:)``, and a fault that says what is `expected` where the field is not given.
    mutating func requiredInteger(_ name: String, in domain: Domain, _ expected: String) -> Int? {
        guard require(name, expected) else { return nil }
        return integer(name, in: domain)
    }

    /// As ``object(_:_:)``, and a fault that says what is `expected` where the field is not given.
    mutating func requiredObject<Value>(
        _ name: String, _ expected: String, _ read: (inout ObjectReader) -> Value?
    ) -> Value? {
        guard require(name, expected) else { return nil }
        return object(name, read)
    }

    /// As ``objects(_:most:_:)``, and a fault that says what is `expected` where the field is not given.
    mutating func requiredObjects<Value>(
        _ name: String, most: Int, _ expected: String, _ read: (inout ObjectReader) -> Value?
    ) -> [Value]? {
        guard require(name, expected) else { return nil }
        return objects(name, most: most, read)
    }

    /// Whether the field `name` is given; a fault that says what is `expected` where it is not.
    private mutating func require(_ name: String, _ expected: String) -> Bool {
        if has(name) { return true }
        report(name, .missing(expected: expected))
        return false
    }

    /// One of the raw values of `Value` in the field `name`, where it is given.
    mutating func choice<Value: RawRepresentable & CaseIterable>(_ name: String, as type: Value.Type) -> Value?
    where Value.RawValue == String {
        guard let text = string(name) else { return nil }
        guard let value = Value(rawValue: text) else {
            report(name, .unknownName(text: text, known: Value.allCases.map(\.rawValue)))
            return nil
        }
        return value
    }

    /// One or more different raw values of `Value` in the array of the field `name`, where it is given; nil where one of
    /// them is wrong.
    mutating func choices<Value: RawRepresentable & CaseIterable & Hashable>(
        _ name: String, as type: Value.Type
    ) -> [Value]? where Value.RawValue == String {
        guard let value = take(name) else { return nil }
        guard case .array(let elements) = value else {
            report(name, .wrongType(expected: "an array", found: value.typeName))
            return nil
        }
        let known = Value.allCases.map(\.rawValue)
        guard (1...known.count).contains(elements.count) else {
            report(name, .count(most: known.count))
            return nil
        }
        var values: [Value] = []
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element else {
                report(path: "\(name)/\(index)", .wrongType(expected: "a string", found: element.typeName))
                continue
            }
            if let value = Value(rawValue: text), !values.contains(value) {
                values.append(value)
            } else {
                let isTaken = known.contains(text)
                report(
                    path: "\(name)/\(index)",
                    isTaken ? .nameTaken(text: text) : .unknownName(text: text, known: known))
            }
        }
        return values.count == elements.count ? values : nil
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

    /// As ``string(_:)``, and a fault that says what is `expected` where the field is not given.
    mutating func requiredString(_ name: String, _ expected: String) -> String? {
        guard require(name, expected) else { return nil }
        return string(name)
    }

    /// A string of one line of at most `most` characters, and a fault that says what is `expected` where the field is
    /// not given.
    mutating func requiredLine(_ name: String, most: Int, _ expected: String) -> String? {
        guard require(name, expected), let text = string(name) else { return nil }
        if text.isEmpty || text.unicodeScalars.count > most { report(name, .length(most: most)) }
        // SQLite ends a text at its first NUL, and a list of names would break its lines at the others.
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            report(name, .controlCharacter)
        }
        return text
    }

    /// The number in `value`, the field `name`; a fault where it holds none or one outside `domain`.
    private mutating func read(number value: JSONValue, _ name: String, in domain: Domain) -> Double? {
        read(number: value, at: pointer(to: name), in: domain)
    }

    /// The number in `value`, at a `path` of names and indices below this object; a fault where it holds none or one
    /// outside `domain`.
    mutating func number(_ value: JSONValue, at path: String, in domain: Domain) -> Double? {
        read(number: value, at: pointer + "/" + path, in: domain)
    }

    private mutating func read(number value: JSONValue, at pointer: String, in domain: Domain) -> Double? {
        guard let text = value.numberText else {
            faults.append(Fault(pointer, .wrongType(expected: "a number", found: value.typeName)))
            return nil
        }
        guard let number = UnitNumber.parse(text) else {
            faults.append(Fault(pointer, .notANumber(text: text)))
            return nil
        }
        guard domain.contains(number) else {
            faults.append(Fault(pointer, .outsideDomain(text: text, domain)))
            return nil
        }
        return number
    }
}

extension JSONValue {
    /// The text of what may be a number: one of JSON, or a string that may hold one with a suffix.
    fileprivate var numberText: String? {
        switch self {
        case .number(let digits), .string(let digits): digits
        default: nil
        }
    }

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
