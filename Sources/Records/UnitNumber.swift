/// Numbers as requests and files write them: in decimal, with an optional unit suffix such as `1.5B`.
public enum UnitNumber {
    /// The power of ten of a suffix, which is read in either case.
    ///
    /// A byte and not a character: the Kelvin sign equals a K as a character, in either case.
    private static func exponent(ofSuffix byte: UInt8) -> Int? {
        switch byte | 0x20 {
        case UInt8(ascii: "k"): 3
        case UInt8(ascii: "m"): 6
        case UInt8(ascii: "b"), UInt8(ascii: "g"): 9
        case UInt8(ascii: "t"): 12
        case UInt8(ascii: "p"): 15
        default: nil
        }
    }

    /// The number that `text` writes in decimal with an optional suffix; absent where it writes none.
    ///
    /// The suffix shifts the decimal exponent before the number is rounded, so that `"1.1B"` is exactly 1.1e9's
    /// nearest Double. What is too large for a Double is infinite, and zero has no sign: -0 asks what 0 asks.
    public static func parse(_ text: String) -> Double? {
        var digits = Substring(text)
        var shift = 0
        if let suffix = text.utf8.last, let exponent = exponent(ofSuffix: suffix) {
            digits = Substring(digits.utf8.dropLast())
            shift = exponent
        }
        let mark = digits.utf8.firstIndex { $0 | 0x20 == UInt8(ascii: "e") }
        let mantissa = digits[..<(mark ?? digits.endIndex)]
        let power = mark.map { digits[digits.utf8.index(after: $0)...] }
        guard isDecimal(mantissa), power.map(isSignedInteger) ?? true else { return nil }
        guard shift > 0 else { return unsignedZero(Double(text)) }
        guard let power else { return unsignedZero(Double("\(mantissa)e\(shift)")) }
        // An exponent beyond Int is zero or infinity long before the shift matters.
        guard let exponent = Int(power), (-1_000_000...1_000_000).contains(exponent) else {
            return unsignedZero(Double(digits))
        }
        return unsignedZero(Double("\(mantissa)e\(exponent + shift)"))
    }

    /// The shortest text that reads back as `value`, which must be finite: 1000001000, 1.5e+22.
    public static func text(_ value: Double) -> String {
        precondition(value.isFinite, "no text is a number for \(value)")
        let text = value.description
        // Swift marks whole numbers by ".0", which says nothing here.
        return text.utf8.suffix(2).elementsEqual(".0".utf8) ? String(text.dropLast(2)) : text
    }

    private static func unsignedZero(_ value: Double?) -> Double? { value == 0 ? 0 : value }

    private static func isDecimal(_ text: Substring) -> Bool {
        let unsigned = withoutSign(text)
        guard let point = unsigned.utf8.firstIndex(of: UInt8(ascii: ".")) else { return isDigits(unsigned) }
        return isDigits(unsigned[..<point]) && isDigits(unsigned[unsigned.utf8.index(after: point)...])
    }

    private static func isSignedInteger(_ text: Substring) -> Bool {
        isDigits(withoutSign(text))
    }

    private static func withoutSign(_ text: Substring) -> Substring {
        let isSigned = text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+")
        return isSigned ? Substring(text.utf8.dropFirst()) : text
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
