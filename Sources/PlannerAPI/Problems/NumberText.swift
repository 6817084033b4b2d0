import CNumberFormat

/// Numbers as people read them.
enum NumberText {
    /// Up to four significant digits, with an exponent where the number is large or small: 2.142, 1.5e+11.
    static func short(_ value: Double) -> String {
        DecimalDigits(significant: 4, of: value)?.text ?? text { write_significant($0, $1, 4, value) }
    }

    /// All digits that tell `value` from every other number, so that it can be handed back: 1000001000, 1.5e+22.
    static func exact(_ value: Double) -> String {
        let text = value.description
        return text.utf8.suffix(2).elementsEqual(".0".utf8) ? String(text.dropLast(2)) : text
    }

    /// A loss in nats per token, to the fourth decimal: the law's runs are read to no more.
    static func loss(_ value: Double) -> String {
        DecimalDigits(decimals: 4, of: value)?.text ?? text { write_fixed($0, $1, 4, value) }
    }

    /// A difference of losses, to the fourth decimal: -0.0031.
    static func signed(_ value: Double) -> String { (value < 0 ? "-" : "") + loss(abs(value)) }

    /// A share as a percentage with one decimal.
    static func percent(_ share: Double) -> String { text { write_fixed($0, $1, 1, 100 * share) } + " %" }

    /// A count of parameters or tokens with the suffix that requests take, to four digits: 1.62B, 893B, 1e+17.
    static func count(_ value: Double) -> String {
        for (suffix, unit) in [("T", 1e12), ("B", 1e9), ("M", 1e6)] where value >= unit && value < 9.9995e15 {
            return short(value / unit) + suffix
        }
        return short(value)
    }

    /// What `write` writes; no number has more than the 309 digits of the greatest before its point.
    private static func text(_ write: (UnsafeMutablePointer<CChar>?, Int) -> Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
            let count = Int(write(buffer.baseAddress, buffer.count))
            return String(decoding: UnsafeRawBufferPointer(buffer)[..<count], as: UTF8.self)
        }
    }
}
