import CNumberFormat
import Records

/// Numbers as people read them.
enum NumberText {
    /// How a number is written.
    enum Form {
        /// Up to four significant digits, with an exponent where the number is large or small: 2.142, 1.5e+11.
        case short
        /// A loss in nats per token, to the fourth decimal: the law's runs are read to no more.
        case loss
        /// A share as a percentage with one decimal.
        case percent
        /// Parameters or tokens with the suffix that requests take, to four digits: 1.62B, 893B, 1e+17.
        case count
    }

    /// Writes `value` behind `text`, which is in UTF-8.
    static func write(_ value: Double, _ form: Form, to text: inout [UInt8]) {
        switch form {
        case .short:
            if DecimalDigits(significant: 4, of: value)?.write(to: &text) == nil {
                write(to: &text) { write_significant($0, $1, 4, value) }
            }
        case .loss:
            if DecimalDigits(decimals: 4, of: value)?.write(to: &text) == nil {
                write(to: &text) { write_fixed($0, $1, 4, value) }
            }
        case .percent:
            write(to: &text) { write_fixed($0, $1, 1, 100 * value) }
            text += " %".utf8
        case .count:
            let (unit, suffix) = unit(of: value)
            write(value / unit, .short, to: &text)
            if let suffix { text.append(suffix) }
        }
    }

    /// ``Form/short``.
    static func short(_ value: Double) -> String { text(value, .short) }

    /// ``Form/loss``.
    static func loss(_ value: Double) -> String { text(value, .loss) }

    /// A difference of losses, to the fourth decimal: -0.0031.
    static func signed(_ value: Double) -> String { (value < 0 ? "-" : "") + loss(abs(value)) }

    /// ``Form/percent``.
    static func percent(_ share: Double) -> String { text(share, .percent) }

    /// ``Form/count``.
    static func count(_ value: Double) -> String { text(value, .count) }

    /// All digits that tell `value` from every other number, so that it can be handed back: 1000001000, 1.5e+22.
    static func exact(_ value: Double) -> String {
        value.isFinite ? UnitNumber.text(value) : value.description
    }

    private static func text(_ value: Double, _ form: Form) -> String {
        var text: [UInt8] = []
        write(value, form, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private static func unit(of value: Double) -> (size: Double, suffix: UInt8?) {
        switch value {
        case 1e12..<9.9995e15: (1e12, UInt8(ascii: "T"))
        case 1e9..<1e12: (1e9, UInt8(ascii: "B"))
        case 1e6..<1e9: (1e6, UInt8(ascii: "M"))
        default: (1, nil)
        }
    }

    /// Writes what `format` writes; no number has more than the 309 digits of the greatest before its point.
    private static func write(
        to text: inout [UInt8], _ format: (UnsafeMutablePointer<CChar>?, Int) -> Int32
    ) {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
            let count = Int(format(buffer.baseAddress, buffer.count))
            text.append(contentsOf: UnsafeRawBufferPointer(buffer)[..<count])
        }
    }
}
