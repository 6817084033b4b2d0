extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let tab = UInt8(ascii: "\t")
    static let space = UInt8(ascii: " ")
    static let colon = UInt8(ascii: ":")

    /// Optional white space: the only kind that HTTP knows inside a line (RFC 9110, section 5.6.3).
    var isBlank: Bool { self == .space || self == .tab }

    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var isSmallLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }

    var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
        default: isDigit
        }
    }

    /// The bytes of a token (RFC 9110, section 5.6.2).
    var isTokenByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: isDigit || "!#$%&'*+-.^_`|~".utf8.contains(self)
        }
    }

    /// ASCII that prints and is not a space.
    var isVisible: Bool { (0x21...0x7E).contains(self) }

    /// The bytes that a line may hold: all but controls, tab excepted (RFC 9110, section 5.5).
    var isLineContent: Bool { self >= 0x20 && self != 0x7F || self == .tab }
}

/// The number that a run of decimal digits spells; nil where there is anything else, nothing, or too much of it.
func decimal(_ digits: some Collection<UInt8>) -> Int? {
    guard digits.allSatisfy(\.isDigit) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
}

/// The number that a run of hexadecimal digits spells; nil where there is anything else, nothing, or too much of it.
func hexadecimal(_ digits: some Collection<UInt8>) -> Int? {
    guard digits.allSatisfy(\.isHexDigit) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: 16)
}

/// The bytes without blanks at either end.
func trimmingBlanks(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = bytes.firstIndex { !$0.isBlank } ?? bytes.endIndex
    let end = bytes.lastIndex { !$0.isBlank } ?? start
    return start == bytes.endIndex ? [] : bytes[start...end]
}
