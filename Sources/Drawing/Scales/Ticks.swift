import Foundation

/// The values that are marked on an axis.
enum Ticks {
    /// The multiples of 1, 2 or 5 times a power of ten inside `domain`, `most` at most.
    static func linear(_ domain: ClosedRange<Double>, most: Int) -> [Double] {
        let least = (domain.upperBound - domain.lowerBound) / Double(most)
        var exponent = Int(log10(least).rounded(.down))
        let digit = [1, 2, 5].first { Double($0) * power(exponent) >= least * (1 - 1e-9) }
        if digit == nil { exponent += 1 }
        // Whole numbers and one division: 0.3, and not three times a rounded 0.1.
        func value(_ count: Double) -> Double {
            let digits = count * Double(digit ?? 1)
            return exponent < 0 ? digits / power(-exponent) : digits * power(exponent)
        }
        let step = value(1)
        // The sum makes 0 of -0, which would be written with its sign.
        let first = (domain.lowerBound / step - 1e-6).rounded(.up) + 0
        let last = (domain.upperBound / step + 1e-6).rounded(.down)
        return stride(from: first, through: last, by: 1).map { value($0) }
    }

    /// Powers of ten inside `domain`, with their multiples where there is room for these, and without some of them where
    /// there is not; `most` at most.
    static func logarithmic(_ domain: ClosedRange<Double>, most: Int) -> [Double] {
        let first = Int((log10(domain.lowerBound) - 1e-9).rounded(.down))
        let last = Int((log10(domain.upperBound) + 1e-9).rounded(.up))
        let inside = domain.lowerBound * (1 - 1e-9)...domain.upperBound * (1 + 1e-9)
        func ticks(_ digits: [Int], every step: Int = 1) -> [Double] {
            (first...last).filter { $0.isMultiple(of: step) }
                .flatMap { exponent in digits.map { Double($0) * power(exponent) } }
                .filter(inside.contains)
        }
        for digits in [[1, 2, 5], [1]] {
            let found = ticks(digits)
            if found.count <= most { return found.count < 2 ? linear(domain, most: most) : found }
        }
        return [2, 3, 5, 10, 20].map { ticks([1], every: $0) }.first { $0.count <= most } ?? []
    }

    private static func power(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
}
