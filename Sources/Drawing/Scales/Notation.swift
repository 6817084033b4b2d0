import Foundation

/// How the numbers of an axis are written.
package enum Notation: Hashable, Sendable {
    /// With a power of ten: 10²², 1.63×10²².
    case power
    /// With a suffix: 300M, 1B, 2.5T.
    case count
    /// With decimals: 2.15, −0.003.
    case decimal

    /// `value` with up to `digits` significant digits.
    package func text(_ value: Double, digits: Int = 3) -> String {
        switch self {
        case .power: Self.power(value, digits)
        case .count: Self.count(value, digits)
        case .decimal: Self.significant(value, digits)
        }
    }

    /// `values` with as many digits as it takes to tell them apart; decimals all to the same place.
    func texts(of values: [Double]) -> [String] {
        let tries = (3...15).lazy.map { digits in values.map { text($0, digits: digits) } }
        let texts = tries.first { Set($0).count == values.count } ?? values.map { text($0) }
        guard self == .decimal else { return texts }
        let places = texts.map { $0.split(separator: ".").dropFirst().last?.count ?? 0 }.max() ?? 0
        return values.map { Self.fixed($0, places) }
    }

    private static func power(_ value: Double, _ digits: Int) -> String {
        guard value > 0 else { return significant(value, digits) }
        let parts = String(format: "%.\(digits - 1)e", value).split(separator: "e")
        let mantissa = parts[0].contains(".") ? trimmed(String(parts[0])) : String(parts[0])
        let exponent = "10" + String((Int(parts[1]) ?? 0).description.map { superscripts[$0] ?? $0 })
        return mantissa == "1" ? exponent : "\(mantissa)×\(exponent)"
    }

    private static let superscripts: [Character: Character] = [
        "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹", "-": "⁻",
    ]

    private static func count(_ value: Double, _ digits: Int) -> String {
        let units: [(Double, String)] = [(1e15, "P"), (1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")]
        // A value that is rounded up to the next unit is written in it.
        guard let unit = units.first(where: { value >= $0.0 * (1 - 0.5 * pow(10, -Double(digits))) }) else {
            return significant(value, digits)
        }
        return significant(value / unit.0, digits) + unit.1
    }

    private static func significant(_ value: Double, _ digits: Int) -> String {
        guard value != 0 else { return "0" }
        let exponent = Int(log10(abs(value)).rounded(.down))
        let text = fixed(value, max(0, digits - 1 - exponent))
        return text.contains(".") ? trimmed(text) : text
    }

    private static func fixed(_ value: Double, _ places: Int) -> String {
        let text = String(format: "%.\(places)f", abs(value))
        return value < 0 && text.contains { $0 != "0" && $0 != "." } ? "−" + text : text
    }

    /// A number with a point, without the zeros at its end.
    private static func trimmed(_ text: String) -> String {
        let short = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(short.reversed())
    }
}
