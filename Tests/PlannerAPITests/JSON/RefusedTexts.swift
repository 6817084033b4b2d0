import PlannerAPI
import Testing

/// A text that is not JSON, and where it goes wrong.
struct Refused: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let reason: JSONSyntaxError.Reason
    let line: Int
    let column: Int

    init(_ bytes: [UInt8], _ reason: JSONSyntaxError.Reason, _ column: Int, line: Int = 1) {
        self.bytes = bytes
        self.reason = reason
        self.line = line
        self.column = column
    }

    init(_ text: String, _ reason: JSONSyntaxError.Reason, _ column: Int, line: Int = 1) {
        self.init(Array(text.utf8), reason, column, line: line)
    }

    /// A text whose character `found`, of ASCII, cannot stand where it does.
    init(_ text: String, _ found: Unicode.Scalar, _ column: Int, line: Int = 1) {
        self.init(text, .unexpectedByte(UInt8(ascii: found)), column, line: line)
    }

    var testDescription: String { String(decoding: bytes, as: UTF8.self).debugDescription }

    static let all = ends + literals + numbers + structures + strings + encodings
}

extension Refused {
    private static let ends: [Refused] = [
        Refused("", .unexpectedEnd, 1), Refused(" \n\t", .unexpectedEnd, 2, line: 2), Refused("nul", .unexpectedEnd, 4),
        Refused("-", .unexpectedEnd, 2), Refused("1.", .unexpectedEnd, 3), Refused("1e", .unexpectedEnd, 3),
        Refused("1e+", .unexpectedEnd, 4), Refused("[1", .unexpectedEnd, 3), Refused("[1,", .unexpectedEnd, 4),
        Refused("{", .unexpectedEnd, 2), Refused("{\"a\"", .unexpectedEnd, 5), Refused("\"a", .unexpectedEnd, 3),
        Refused("\"\\", .unexpectedEnd, 3),
    ]

    private static let literals: [Refused] = [
        Refused("nulL", "L", 4), Refused("True", "T", 1), Refused("NaN", "N", 1), Refused("Infinity", "I", 1),
        Refused("-Infinity", "I", 2), Refused("nullnull", "n", 5), Refused("'a'", "'", 1), Refused("a", "a", 1),
    ]

    private static let numbers: [Refused] = [
        Refused("+1", "+", 1), Refused("01", "1", 2), Refused("-01", "1", 3), Refused("00", "0", 2),
        Refused("1.e3", "e", 3), Refused(".5", ".", 1), Refused("-.5", ".", 2), Refused("1e1.5", ".", 4),
        Refused("1e+-1", "-", 4), Refused("0x10", "x", 2), Refused("1_000", "_", 2), Refused("1 2", "2", 3),
        Refused("--1", "-", 2), Refused("1B", "B", 2),
    ]

    private static let structures: [Refused] = [
        Refused("[1,]", "]", 4), Refused("[,1]", ",", 2), Refused("[1 2]", "2", 4), Refused("]", "]", 1),
        Refused("[1}", "}", 3), Refused("{\"a\"}", "}", 5), Refused("{\"a\":}", "}", 6),
        Refused("{\"a\":1,}", "}", 8), Refused("{,}", ",", 2), Refused("{a:1}", "a", 2), Refused("{1:1}", "1", 2),
        Refused("{'a':1}", "'", 2), Refused("{\"a\":1 \"b\":2}", "\"", 8), Refused("{\"a\" 1}", "1", 6),
        Refused("{}{}", "{", 3), Refused("// c\n1", "/", 1), Refused("1 /* c */", "/", 3), Refused("1#", "#", 2),
        Refused("{\n  \"a\": 1,\n  \"b\": tru\n}", "\n", 11, line: 3), Refused("[\r\n1,\r\n}", "}", 1, line: 3),
        Refused("\n\n é", .unexpectedByte(0xC3), 2, line: 3), Refused("\u{C}1", .unexpectedByte(0x0C), 1),
        Refused("\u{A0}1", .unexpectedByte(0xC2), 1), Refused("1\0", .unexpectedByte(0), 2),
    ]

    private static let strings: [Refused] = [
        Refused("\"a\nb\"", "\n", 3), Refused("\"\t\"", "\t", 2), Refused("\"\0\"", "\0", 2),
        Refused("\"\u{1F}\"", "\u{1F}", 2), Refused(#""\x41""#, .invalidEscape, 2),
        Refused(#""\U0041""#, .invalidEscape, 2), Refused(#""\'""#, .invalidEscape, 2),
        Refused(#""\u12""#, .invalidEscape, 2), Refused(#""\u12G4""#, .invalidEscape, 2),
        Refused(#""\u+123""#, .invalidEscape, 2), Refused(#""\u""#, .invalidEscape, 2),
        Refused(#""\u００４１""#, .invalidEscape, 2), Refused(#""\uD800""#, .invalidEscape, 2),
        Refused(#""a\uDC00""#, .invalidEscape, 3), Refused(#""\uD800\uD800""#, .invalidEscape, 2),
        Refused(#""\uD800x""#, .invalidEscape, 2), Refused(#""\uD800\n""#, .invalidEscape, 2),
        Refused(#""\uD800\u12""#, .invalidEscape, 2), Refused(#""\uDC00\uD800""#, .invalidEscape, 2),
        Refused(#""\uD800\u0041""#, .invalidEscape, 2), Refused("\"\\é\"", .invalidEscape, 2),
    ]

    /// A byte order mark, Latin-1, an overlong slash, a surrogate, beyond Unicode, half a character, UTF-16.
    private static let encodings: [Refused] = [
        Refused("\u{FEFF}{}", .unexpectedByte(0xEF), 1), Refused([0x22, 0xE9, 0x22], .notUTF8, 2),
        Refused([0x5B, 0x0A, 0x22, 0xC0, 0xAF, 0x22, 0x5D], .notUTF8, 2, line: 2),
        Refused([0x22, 0xED, 0xA0, 0x80, 0x22], .notUTF8, 2),
        Refused([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .notUTF8, 2), Refused([0x22, 0x61, 0xC3], .notUTF8, 3),
        Refused([0xFF, 0xFE, 0x31, 0x00], .notUTF8, 1), Refused([0x31, 0x00], .unexpectedByte(0), 2),
    ]
}
