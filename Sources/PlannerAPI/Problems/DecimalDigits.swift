/// The digits of a number of ordinary size, rounded to decimals, in a tenth of the time of C's formatting.
///
/// An answer has dozens of such numbers in its words. What this cannot write for sure as `printf` would has no digits
/// here: numbers that need an exponent, and those so near to the middle between two roundings that the product with a
/// power of ten may fall on the other side of it.
struct DecimalDigits {
    /// The rounded number, in units of its last decimal.
    private var units: Int
    private var decimals: Int
    private let keepsZeros: Bool

    /// The digits of `value` with this many decimals, like `%.*f`; nil for numbers below 0 or from 10 000 on.
    init?(decimals: Int, of value: Double) {
        guard value >= 0, value < 10_000, value.sign == .plus else { return nil }
        self.init(value, decimals, keepsZeros: true)
    }

    /// This many significant digits of `value` without zeros at the end, like `%.*g`; nil for numbers that are not
    /// from 0.0001 to below 10^`digits`.
    init?(significant digits: Int, of value: Double) {
        guard value >= 0.0001, value < Self.power(digits) - 0.5 else { return nil }
        var decimals = digits + 3
        while decimals > 0, value * Self.power(decimals) >= Self.power(digits) { decimals -= 1 }
        self.init(value, decimals, keepsZeros: false)
        // Rounding may have carried into one digit more, whose last is a zero then.
        if units == Int(Self.power(digits)), decimals > 0 { (units, self.decimals) = (units / 10, decimals - 1) }
    }

    private init?(_ value: Double, _ decimals: Int, keepsZeros: Bool) {
        let scaled = value * Self.power(decimals)
        let floor = scaled.rounded(.down)
        // Both factors are at most 1e8, and the product is exact to half a unit of its last binary digit.
        guard scaled < 1e8, abs(scaled - floor - 0.5) > 1e-7 else { return nil }
        units = Int(floor) + (scaled - floor > 0.5 ? 1 : 0)
        self.decimals = decimals
        self.keepsZeros = keepsZeros
    }

    private static func power(_ exponent: Int) -> Double { powers[exponent] }

    private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]

    /// Writes the number behind `text`, which is in UTF-8.
    func write(to text: inout [UInt8]) {
        var (units, decimals) = (units, decimals)
        while !keepsZeros, decimals > 0, units % 10 == 0 { (units, decimals) = (units / 10, decimals - 1) }
        // Written from behind, at least one digit before the point.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { buffer in
            var start = buffer.count
            var written = 0
            repeat {
                if written == decimals, decimals > 0 {
                    start -= 1
                    buffer[start] = UInt8(ascii: ".")
                }
                start -= 1
                buffer[start] = UInt8(ascii: "0") + UInt8(units % 10)
                units /= 10
                written += 1
            } while units > 0 || written <= decimals
            text.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start...]))
        }
    }
}
