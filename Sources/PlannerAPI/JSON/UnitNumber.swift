/// Numbers as requests write them: JSON numbers, or strings with a unit suffix such as `"1.5B"`.
enum UnitNumber {
    /// Powers of ten of the suffixes, which are read in either case.
    ///
    /// Bytes and not characters: the Kelvin sign equals a K as a character, in either case.
    private static let exponents: [UInt8: Int] = [
        UInt8(ascii: "k"): 3, UInt8(ascii: "m"): 6, UInt8(ascii: "b"): 9, UInt8(ascii: "g"): 9, UInt8(ascii: "t"): 12,
        UInt8(ascii: "p"): 15,
    ]

    /// The number that `text` writes in decimal with an optional suffix; absent where it writes none.
    ///
    /// The suffix shifts the decimal exponent before the number is rounded, so that `"1.1B"` is exactly 1.1e9's
    /// nearest Double. What is too large for a Double is infinite, and zero has no sign: -0 asks what 0 asks.
    static func parse(_ text: String) -> Double? {
        var digits = Substring(text)
        var shift = 0
        if let suffix = text.utf8.last, let exponent = exponents[suffix | 0x20] {
            digits = Substring(digits.utf8.dropLast())
            shift = exponent
        }
        let parts = digits.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        guard let mantissa = parts.first, isDecimal(mantissa), parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return unsignedZero(Double("\(mantissa)e\(shift)")) }
        guard isSignedInteger(parts[1]) else { return nil }
        // An exponent beyond Int is zero or infinity long before the shift matters.
        guard let exponent = Int(parts[1]), (-1_000_000...1_000_000).contains(exponent) else {
            return unsignedZero(Double("\(mantissa)e\(parts[1])"))
        }
        return unsignedZero(Double("\(mantissa)e\(exponent + shift)"))
    }

    private static func unsignedZero(_ value: Double?) -> Double? { value == 0 ? 0 : value }

    private static func isDecimal(_ text: Substring) -> Bool {
        let unsigned = text.first == "-" || text.first == "+" ? text.dropFirst() : text
        let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && parts.allSatisfy(isDigits)
    }

    private static func isSignedInteger(_ text: Substring) -> Bool {
        isDigits(text.first == "-" || text.first == "+" ? text.dropFirst() : text)
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
