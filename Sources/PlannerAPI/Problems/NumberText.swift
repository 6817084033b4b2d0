import Foundation

/// Numbers as people read them.
enum NumberText {
    /// Up to four significant digits, with an exponent where the number is large or small: 2.142, 1.5e+11.
    static func short(_ value: Double) -> String { formatted("%.4g", value) }

    /// All digits that tell `value` from every other number, so that it can be handed back: 1000001000, 1.5e+22.
    static func exact(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A loss in nats per token, to the fourth decimal: the law's runs are read to no more.
    static func loss(_ value: Double) -> String { formatted("%.4f", value) }

    /// A share as a percentage with one decimal.
    static func percent(_ share: Double) -> String { formatted("%.1f %%", 100 * share) }

    /// A count of parameters or tokens with the suffix that requests take, to four digits: 1.62B, 893B, 1e+17.
    static func count(_ value: Double) -> String {
        for (suffix, unit) in [("T", 1e12), ("B", 1e9), ("M", 1e6)] where value >= unit && value < 9.9995e15 {
            return formatted("%.4g", value / unit) + suffix
        }
        return short(value)
    }

    /// `value` as the C library writes it: ten times as fast as Foundation, and most of what a plan's words cost.
    private static func formatted(_ format: String, _ value: Double) -> String {
        var buffer = [CChar](repeating: 0, count: 400)
        let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
        return String(decoding: buffer[..<Int(count)].lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
