/// JSON text that is written from front to back, in UTF-8, indented by two spaces.
///
/// The same calls give the same bytes. An answer is written so, without a tree between it and its text; a tree
/// (``JSONValue``) is for what is read, and for what is small.
struct JSONText: ~Copyable {
    private var text = ByteBuffer(capacity: 4096)

    private var depth = 0

    /// Whether nothing stands yet in the array or object that is being written.
    private var isEmpty = true

    init() {}

    /// The text so far.
    var bytes: [UInt8] { text.array }

    /// The text of one value with a line feed at its end.
    static func bytes(_ write: (inout JSONText) -> Void) -> [UInt8] {
        var text = JSONText()
        write(&text)
        text.text.append(ascii: "\n")
        return text.bytes
    }

    /// The text of one value that stands `depth` arrays and objects deep, without what stands around it.
    static func fragment(depth: Int, _ write: (inout JSONText) -> Void) -> [UInt8] {
        var text = JSONText()
        text.depth = depth
        write(&text)
        return text.bytes
    }

    /// The text of a tree on one line, with one blank behind each comma and colon, and no line feed.
    static func line(_ tree: JSONValue) -> [UInt8] {
        var text = JSONText()
        text.line(tree)
        return text.bytes
    }

    // MARK: Values

    mutating func null() { text.append("null") }

    mutating func value(_ flag: Bool) { text.append(flag ? "true" : "false") }

    mutating func value(_ number: Int) { text.append(String(number)) }

    /// The shortest digits that read back as `number`, which must be finite: JSON has no other numbers.
    mutating func value(_ number: Double) {
        precondition(number.isFinite, "JSON has no number for \(number)")
        // Quicker, and the same digits: Swift writes an exponent from 2^54 on.
        if let whole = Int(exactly: number), whole.magnitude < 1 << 53, whole != 0 { return value(whole) }
        var digits = number.description
        digits.withUTF8 { digits in
            // Swift marks whole numbers by ".0", which says nothing in JSON.
            let end = digits.count - 2
            let isWhole = end > 0 && digits[end] == UInt8(ascii: ".") && digits[end + 1] == UInt8(ascii: "0")
            text.append(isWhole ? UnsafeBufferPointer(rebasing: digits[..<end]) : digits)
        }
    }

    /// A string, with the escapes that RFC 8259, section 7, says must be, and no others.
    mutating func value(_ text: String) {
        var text = text
        text.withUTF8 { string($0) }
    }

    /// A sentence, as a string.
    mutating func value(_ words: Words) { words.utf8.withUnsafeBufferPointer { string($0) } }

    /// A tree.
    mutating func value(_ tree: JSONValue) {
        switch tree {
        case .null: null()
        case .bool(let flag): value(flag)
        case .number(let digits): text.append(digits)
        case .string(let text): value(text)
        case .array(let elements): array(elements) { $0.value($1) }
        case .object(let members):
            object { text in
                for member in members { text.member(named: member.name) { $0.value(member.value) } }
            }
        }
    }

    /// A tree on one line.
    mutating func line(_ tree: JSONValue) {
        switch tree {
        case .array(let elements):
            text.append("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(", ") }
                line(element)
            }
            text.append("]")
        case .object(let members):
            text.append("{")
            for (index, member) in members.enumerated() {
                if index > 0 { text.append(", ") }
                value(member.name)
                text.append(": ")
                line(member.value)
            }
            text.append("}")
        default: value(tree)
        }
    }

    /// A value whose text is made already.
    mutating func value(_ fragment: JSONFragment) {
        if let bytes = fragment.text(depth: depth) { text.append(bytes) } else { value(fragment.tree) }
    }

    // MARK: Arrays and objects

    /// An array of what `write` makes of each element.
    mutating func array<Element>(_ elements: [Element], _ write: (inout JSONText, Element) -> Void) {
        enclose("[", "]") { text in
            for element in elements {
                text.beginItem()
                write(&text, element)
            }
        }
    }

    /// An object of the members that `write` writes.
    mutating func object(_ write: (inout JSONText) -> Void) {
        enclose("{", "}", write)
    }

    /// An object on one line, whose values `write` writes by their index; nothing in the names may need an escape.
    mutating func oneLineObject(_ names: [String], _ write: (inout JSONText, Int) -> Void) {
        text.append(ascii: "{")
        for (index, name) in names.enumerated() {
            text.append(index == 0 ? "\"" : ", \"")
            text.append(name)
            text.append("\": ")
            write(&self, index)
        }
        text.append(ascii: "}")
    }

    /// A member, whose value `write` writes; nothing in `name` may need an escape.
    mutating func member(_ name: StaticString, _ write: (inout JSONText) -> Void) {
        beginItem()
        text.append(ascii: "\"")
        name.withUTF8Buffer { text.append($0) }
        text.append(ascii: "\"")
        endName()
        write(&self)
    }

    /// A member under a name that may hold anything, whose value `write` writes.
    mutating func member(named name: String, _ write: (inout JSONText) -> Void) {
        beginItem()
        value(name)
        endName()
        write(&self)
    }

    mutating func member(_ name: StaticString, _ number: Double?) {
        member(name) { text in number.map { text.value($0) } ?? text.null() }
    }

    mutating func member(_ name: StaticString, _ number: Int) { member(name) { $0.value(number) } }

    mutating func member(_ name: StaticString, _ string: String?) {
        member(name) { text in string.map { text.value($0) } ?? text.null() }
    }

    mutating func member(_ name: StaticString, _ words: Words) { member(name) { $0.value(words) } }

    mutating func member(_ name: StaticString, _ tree: JSONValue) { member(name) { $0.value(tree) } }

    /// A member that is an object.
    mutating func object(_ name: StaticString, _ write: (inout JSONText) -> Void) {
        member(name) { $0.object(write) }
    }

    // MARK: Text

    private mutating func enclose(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ write: (inout JSONText) -> Void
    ) {
        text.append(ascii: open)
        depth += 1
        isEmpty = true
        write(&self)
        depth -= 1
        if !isEmpty { breakLine() }
        text.append(ascii: close)
        // Whatever this stands in has this, if nothing else.
        isEmpty = false
    }

    private mutating func beginItem() {
        if !isEmpty { text.append(ascii: ",") }
        isEmpty = false
        breakLine()
    }

    private mutating func endName() {
        text.append(ascii: ":")
        text.append(ascii: " ")
    }

    private mutating func breakLine() {
        text.append(ascii: "\n")
        for _ in 0..<depth {
            text.append(ascii: " ")
            text.append(ascii: " ")
        }
    }

    private mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
        text.append(ascii: "\"")
        if Self.isPlain(utf8) {
            text.append(utf8)
        } else {
            for byte in utf8 { escape(byte) }
        }
        text.append(ascii: "\"")
    }

    /// Whether nothing must be escaped; every byte is looked at in any case, so that many can be at once.
    private static func isPlain(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        var found: UInt8 = 0
        for byte in utf8 {
            found |= (byte < 0x20 ? 1 : 0) | (byte == UInt8(ascii: "\"") ? 1 : 0) | (byte == UInt8(ascii: "\\") ? 1 : 0)
        }
        return found == 0
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            text.append(ascii: "\\")
            text.append(byte)
        case 0x0A: text.append("\\n")
        case 0x0D: text.append("\\r")
        case 0x09: text.append("\\t")
        case 0..<0x20:
            let hex = String(byte, radix: 16)
            text.append("\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
        default: text.append(byte)
        }
    }
}

extension JSONValue {
    /// The text in UTF-8, indented by two spaces, with a line feed at its end; the same tree gives the same bytes.
    public var bytes: [UInt8] { JSONText.bytes { $0.value(self) } }

    /// The text in UTF-8 on one line, without its end.
    package var line: [UInt8] { JSONText.line(self) }
}
