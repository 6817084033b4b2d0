/// Numbers as requests write them: JSON numbers, or strings with a unit suffix such as `"1.5B"`.
enum UnitNumber {
    /// Powers of ten of the suffixes, which are read in either case.
    private static let exponents: [Character: Int] = ["k": 3, "m": 6, "b": 9, "g": 9, "t": 12, "p": 15]

    /// The number that `text` writes in decimal with an optional suffix; absent where it writes none.
    ///
    /// The suffix shifts the decimal exponent before the number is rounded, so that `"1.1B"` is exactly 1.1e9's
    /// nearest Double. What is too large for a Double is infinite.
    static func parse(_ text: String) -> Double? {
        var digits = Substring(text)
        var shift = 0
        // The Kelvin sign's lower case is k.
        if let suffix = digits.last, suffix.isASCII, let exponent = exponents[Character(suffix.lowercased())] {
            digits.removeLast()
            shift = exponent
        }
        let parts = digits.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        guard let mantissa = parts.first, isDecimal(mantissa), parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return Double("\(mantissa)e\(shift)") }
        guard isSignedInteger(parts[1]) else { return nil }
        // An exponent beyond Int is zero or infinity long before the shift matters.
        guard let exponent = Int(parts[1]), abs(exponent) < 1_000_000 else { return Double("\(mantissa)e\(parts[1])") }
        return Double("\(mantissa)e\(exponent + shift)")
    }

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
