/// A sentence with numbers in it, in UTF-8, made by interpolation: `"a loss of \(value, .loss)"`.
///
/// Its pieces are written one behind the other. An answer has a dozen numbers in its warnings, and a String for each would
/// take longer than the digits.
struct Words: ExpressibleByStringInterpolation, Sendable {
    /// The sentence.
    let utf8: [UInt8]

    init(stringLiteral text: String) { utf8 = Array(text.utf8) }

    init(stringInterpolation words: StringInterpolation) { utf8 = words.utf8 }

    /// The sentence as a String.
    var text: String { String(decoding: utf8, as: UTF8.self) }

    /// What the compiler makes of the pieces of a literal.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var utf8: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            utf8.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { utf8 += literal.utf8 }

        mutating func appendInterpolation(_ text: String) { utf8 += text.utf8 }

        mutating func appendInterpolation(_ value: Double, _ form: NumberText.Form) {
            NumberText.write(value, form, to: &utf8)
        }

        /// Names that stand in `path` with dots between, as a JSON Pointer has them.
        mutating func appendInterpolation(pointer path: String) {
            let start = utf8.count
            utf8 += path.utf8
            for index in start..<utf8.count where utf8[index] == UInt8(ascii: ".") { utf8[index] = UInt8(ascii: "/") }
        }
    }
}
