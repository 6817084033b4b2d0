/// Where and why a text is not JSON.
public struct JSONSyntaxError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        /// The text ends too early, or is empty.
        case unexpectedEnd
        /// A byte that cannot stand here.
        case unexpectedByte(UInt8)
        /// Bytes that are not UTF-8.
        case notUTF8
        /// An escape that names no character.
        case invalidEscape
        /// Arrays and objects deeper than ``JSONParser/greatestDepth``.
        case tooDeep
    }

    /// What is wrong.
    public let reason: Reason
    /// The line, from 1.
    public let line: Int
    /// The byte of the line, from 1.
    public let column: Int
}

/// Reads a JSON text to the letter of RFC 8259; nothing beyond its grammar is accepted.
public struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// How deep arrays and objects may be nested.
    public static let greatestDepth = 64

    /// The tree of `bytes`.
    ///
    /// - Throws: ``JSONSyntaxError`` at the first byte that is not JSON.
    public static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        if let offset = firstOffsetOutsideUTF8(bytes) { throw JSONParser(bytes).error(.notUTF8, at: offset) }
        var parser = JSONParser(bytes)
        let value = try parser.value()
        if let byte = parser.next { throw parser.error(.unexpectedByte(byte)) }
        return value
    }

    private static func firstOffsetOutsideUTF8(_ bytes: [UInt8]) -> Int? {
        guard bytes.contains(where: { $0 >= 0x80 }), String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .valid(let scalar) = decoder.parseScalar(from: &iterator) { offset += scalar.count }
        return offset
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private func error(_ reason: JSONSyntaxError.Reason, at offset: Int? = nil) -> JSONSyntaxError {
        let before = bytes[..<(offset ?? position)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return JSONSyntaxError(
            reason: reason, line: before.count { $0 == 0x0A } + 1, column: before.count - lineStart + 1)
    }

    private func unexpected() -> JSONSyntaxError {
        error(position < bytes.count ? .unexpectedByte(bytes[position]) : .unexpectedEnd)
    }

    /// The next byte, white space skipped.
    private var next: UInt8? {
        mutating get {
            while position < bytes.count {
                switch bytes[position] {
                case 0x20, 0x09, 0x0A, 0x0D: position += 1
                case let byte: return byte
                }
            }
            return nil
        }
    }

    private mutating func accept(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: Unicode.Scalar) throws(JSONSyntaxError) {
        guard accept(byte) else { throw unexpected() }
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        switch next {
        case UInt8(ascii: "{"): return try nested { parser throws(JSONSyntaxError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(JSONSyntaxError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case let byte? where byte == UInt8(ascii: "-") || Self.digits.contains(byte): return .number(try number())
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        default: throw unexpected()
        }
    }

    private mutating func nested(
        _ read: (inout JSONParser) throws(JSONSyntaxError) -> JSONValue
    ) throws(JSONSyntaxError) -> JSONValue {
        guard depth < Self.greatestDepth else { throw error(.tooDeep) }
        depth += 1
        defer { depth -= 1 }
        position += 1
        return try read(&self)
    }

    private mutating func literal(_ text: String, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        for byte in text.utf8 {
            guard position < bytes.count, bytes[position] == byte else { throw unexpected() }
            position += 1
        }
        return value
    }

    private mutating func array() throws(JSONSyntaxError) -> JSONValue {
        var elements: [JSONValue] = []
        if accept("]") { return .array(elements) }
        repeat { elements.append(try value()) } while accept(",")
        try expect("]")
        return .array(elements)
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONValue {
        var members: [JSONValue.Member] = []
        if accept("}") { return .object(members) }
        repeat {
            guard next == UInt8(ascii: "\"") else { throw unexpected() }
            let name = try string()
            try expect(":")
            members.append(JSONValue.Member(name, try value()))
        } while accept(",")
        try expect("}")
        return .object(members)
    }
}

// MARK: - Numbers

extension JSONParser {
    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    private mutating func number() throws(JSONSyntaxError) -> String {
        let start = position
        skip("-")
        // A zero stands alone before the point: 01 is not JSON.
        if !skip("0") { try digits() }
        if skip(".") { try digits() }
        if skip("e") || skip("E") {
            if !skip("+") { skip("-") }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    @discardableResult
    private mutating func skip(_ byte: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while position < bytes.count, Self.digits.contains(bytes[position]) {
            position += 1
        }
        guard position > start else { throw unexpected() }
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        var text = ""
        // Where the bytes begin that stand for themselves.
        var start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                text += String(decoding: bytes[start..<position], as: UTF8.self)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                text += String(decoding: bytes[start..<position], as: UTF8.self)
                text.unicodeScalars.append(try escape())
                start = position
            case 0..<0x20:
                throw unexpected()
            default:
                position += 1
            }
        }
        throw unexpected()
    }

    private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let start = position
        position += 1
        guard position < bytes.count else { throw unexpected() }
        defer { position += 1 }
        switch bytes[position] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try scalar(from: start)
        default: throw error(.invalidEscape, at: start)
        }
    }

    /// A `\u` escape, or a surrogate pair of two; leaves the position on its last digit.
    private mutating func scalar(from start: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
        let high = try hexadecimal(from: start)
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard position + 2 < bytes.count, bytes[position + 1] == UInt8(ascii: "\\"),
            bytes[position + 2] == UInt8(ascii: "u")
        else { throw error(.invalidEscape, at: start) }
        position += 2
        let low = try hexadecimal(from: start)
        guard (0xD800..<0xDC00).contains(high), (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw error(.invalidEscape, at: start) }
        return scalar
    }

    /// The four digits behind the `u` on which the position stands.
    private mutating func hexadecimal(from start: Int) throws(JSONSyntaxError) -> UInt32 {
        let digits = bytes[min(position + 1, bytes.count)..<min(position + 5, bytes.count)]
        let isHexadecimal = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        guard digits.count == 4, isHexadecimal, let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error(.invalidEscape, at: start) }
        position += 4
        return code
    }
}
