extension JSONValue {
    /// The text in UTF-8, indented by two spaces, with a line feed at its end; the same tree gives the same bytes.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(self, indent: 0)
        writer.bytes.append(UInt8(ascii: "\n"))
        return writer.bytes
    }
}

private struct JSONWriter {
    var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(4096) }

    mutating func write(_ value: JSONValue, indent: Int) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .number(let text): append(text)
        case .string(let text): quote(text)
        case .array(let elements): write(elements, indent)
        case .object(let members): write(members, indent)
        }
    }

    private mutating func write(_ elements: [JSONValue], _ indent: Int) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            beginItem(isFirst: index == 0, indent + 1)
            write(element, indent: indent + 1)
        }
        end(UInt8(ascii: "]"), isEmpty: elements.isEmpty, indent)
    }

    private mutating func write(_ members: [JSONValue.Member], _ indent: Int) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            beginItem(isFirst: index == 0, indent + 1)
            quote(member.name)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(UInt8(ascii: " "))
            write(member.value, indent: indent + 1)
        }
        end(UInt8(ascii: "}"), isEmpty: members.isEmpty, indent)
    }

    private mutating func beginItem(isFirst: Bool, _ indent: Int) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        breakLine(indent)
    }

    private mutating func end(_ bracket: UInt8, isEmpty: Bool, _ indent: Int) {
        if !isEmpty { breakLine(indent) }
        bytes.append(bracket)
    }

    private mutating func breakLine(_ indent: Int) {
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<2 * indent { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    private mutating func quote(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            if utf8.contains(where: Self.needsEscape) {
                for byte in utf8 { escape(byte) }
            } else {
                bytes.append(contentsOf: utf8)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// Escapes what RFC 8259, section 7, says must be, and nothing else.
    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0..<0x20:
            let hex = String(byte, radix: 16)
            append("\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
        default: bytes.append(byte)
        }
    }
}
