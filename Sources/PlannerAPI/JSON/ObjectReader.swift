import Records
import ScalingLaws

/// Everything that is wrong with a request.
struct Faults: Error, Hashable, Sendable {
    let list: [Fault]

    init(_ list: [Fault]) { self.list = list }
}

/// What both readings make of a request.
///
/// - Throws: ``Faults``, those of both.
func allFaults<One, Other>(
    _ one: () throws(Faults) -> One, _ other: () throws(Faults) -> Other
) throws(Faults) -> (One, Other) {
    let (first, second) = (Result(catching: one), Result(catching: other))
    guard case .success(let one) = first, case .success(let other) = second else {
        throw Faults(first.faults + second.faults)
    }
    return (one, other)
}

extension Result where Failure == Faults {
    fileprivate var faults: [Fault] {
        guard case .failure(let faults) = self else { return [] }
        return faults.list
    }
}

/// Reads one object of a request, and collects everything that is wrong with it.
///
/// Each field is taken once by its name; those that nobody took are faults at the end.
struct ObjectReader {
    private let pointer: String
    private let members: [JSONValue.Member]
    /// The names of those members that somebody took.
    private var taken: [String] = []
    /// The names that were asked for, some of them more than once.
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
        known.reserveCapacity(32)
        for name in Self.repeated(members) { report(name, .repeated) }
    }

    /// The names that stand more than once, in order.
    private static func repeated(_ members: [JSONValue.Member]) -> [String] {
        guard members.count > 1 else { return [] }
        let names = members.map(\.name).sorted()
        return zip(names, names.dropFirst()).reduce(into: []) { repeated, pair in
            if pair.0 == pair.1, repeated.last != pair.1 { repeated.append(pair.1) }
        }
    }

    /// Whether the field `name` is given; it counts as known from here on.
    mutating func has(_ name: String) -> Bool { peek(name) != nil }

    /// Whether the object had the field `name`, taken or not.
    func wasGiven(_ name: String) -> Bool { given(name) != nil }

    /// The value that the object had in the field `name`, taken or not.
    func given(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }

    /// The value of the field `name`, which stays to be taken; it counts as known from here on.
    mutating func peek(_ name: String) -> JSONValue? {
        known.append(name)
        return firstLeft(name)?.value
    }

    private func firstLeft(_ name: String) -> JSONValue.Member? {
        members.first { $0.name == name && !taken.contains(name) }
    }

    /// The JSON Pointer to the field `name`.
    func pointer(to name: String) -> String {
        pointer + "/" + JSONPointer.escaped(name)
    }

    /// The value of the field `name`, which counts as known from here on.
    mutating func take(_ name: String) -> JSONValue? {
        let value = peek(name)
        if value != nil { taken.append(name) }
        return value
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
        for name in fields where firstLeft(name) != nil {
            taken.append(name)
            report(name, .notSupported(instead: nil))
        }
    }

    /// Reports the value of the known field `name`, of a form that this version does not answer.
    mutating func refuseForm(of name: String, instead: String) {
        if take(name) != nil { report(name, .notSupported(instead: instead)) }
    }

    private func finish() -> [Fault] {
        let unknown = members.filter { !taken.contains($0.name) }.map(\.name)
        guard !unknown.isEmpty else { return faults }
        let known = Self.once(known)
        return faults + Self.once(unknown).map { Fault(pointer(to: $0), .unknownField(known: known)) }
    }

    /// Each of `names` where it stands first.
    private static func once(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}

/// JSON Pointers (RFC 6901).
enum JSONPointer {
    /// `name` as a part of a pointer.
    static func escaped(_ name: String) -> String {
        let isPlain = !name.utf8.contains { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }
        return isPlain ? name : name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}

// MARK: - Typed fields

extension ObjectReader {
    /// A number of the field `name` inside `domain`, where the field is given.
    mutating func number(_ name: String, in domain: Domain) -> Double? {
        guard let value = take(name) else { return nil }
        switch NumberReading(value, in: domain) {
        case .number(let number): return number
        case .fault(let kind):
            report(name, kind)
            return nil
        }
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

    /// The number in `value`, at a `path` of names and indices below this object; a fault where it holds none or one
    /// outside `domain`.
    mutating func number(_ value: JSONValue, at path: String, in domain: Domain) -> Double? {
        switch NumberReading(value, in: domain) {
        case .number(let number): return number
        case .fault(let kind):
            report(path: path, kind)
            return nil
        }
    }
}

/// A number that was read, or what is wrong with it.
private enum NumberReading {
    case number(Double)
    case fault(Fault.Kind)

    init(_ value: JSONValue, in domain: Domain) {
        guard let text = value.numberText else {
            self = .fault(.wrongType(expected: "a number", found: value.typeName))
            return
        }
        guard let number = UnitNumber.parse(text) else {
            self = .fault(.notANumber(text: text))
            return
        }
        self = domain.contains(number) ? .number(number) : .fault(.outsideDomain(text: text, domain))
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
