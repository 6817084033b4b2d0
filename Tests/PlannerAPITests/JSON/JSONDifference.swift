import PlannerAPI

/// Why Foundation or we may accept a text that the other refuses.
enum JSONDifference: Hashable, CaseIterable {
    /// Foundation guesses UTF-16 or UTF-32 where a NUL is among the first four bytes; RFC 8259 knows UTF-8 only.
    case otherEncoding
    /// Foundation takes a comma before the end of an array or object.
    case trailingComma
    /// Foundation must fit a number into a type of its own; ours stay texts.
    case numberBeyondDouble

    /// The difference about `bytes`, which `ours` was read from; nil where none of these explains it.
    init?(_ bytes: [UInt8], _ ours: JSONValue?) {
        if let ours {
            guard Self.hasInfiniteNumber(ours) else { return nil }
            self = .numberBeyondDouble
        } else if bytes.prefix(4).contains(0) {
            self = .otherEncoding
        } else if Self.failsBehindComma(bytes) {
            self = .trailingComma
        } else {
            return nil
        }
    }

    private static func hasInfiniteNumber(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let text): Double(text)?.isInfinite ?? false
        case .array(let elements): elements.contains(where: hasInfiniteNumber)
        case .object(let members): members.contains { hasInfiniteNumber($0.value) }
        case .null, .bool, .string: false
        }
    }

    private static func failsBehindComma(_ bytes: [UInt8]) -> Bool {
        do throws(JSONSyntaxError) {
            _ = try JSONParser.parse(bytes)
            return false
        } catch {
            guard case .unexpectedByte(let byte) = error.reason, "]}".utf8.contains(byte) else { return false }
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let before = lines.prefix(error.line - 1).joined() + lines[error.line - 1].prefix(error.column - 1)
            return before.last { !" \t\r".utf8.contains($0) } == UInt8(ascii: ",")
        }
    }
}
