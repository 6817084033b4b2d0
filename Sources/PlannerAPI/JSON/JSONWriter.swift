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
        case .array(let elements):
            enclose("[", "]", elements, indent) { writer, element in writer.write(element, indent: indent + 1) }
        case .object(let members):
            enclose("{", "}", members, indent) { writer, member in
                writer.quote(member.name)
                writer.append(": ")
                writer.write(member.value, indent: indent + 1)
            }
        }
    }

    private mutating func enclose<Element>(
        _ open: String, _ close: String, _ elements: [Element], _ indent: Int,
        _ write: (inout JSONWriter, Element) -> Void
    ) {
        append(open)
        for (index, element) in elements.enumerated() {
            append(index == 0 ? "\n" : ",\n")
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * (indent + 1)))
            write(&self, element)
        }
        if !elements.isEmpty {
            append("\n")
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent))
        }
        append(close)
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Escapes what RFC 8259, section 7, says must be, and nothing else.
    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        guard text.utf8.contains(where: Self.needsEscape) else { return append(text) }
        for byte in text.utf8 {
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

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}
