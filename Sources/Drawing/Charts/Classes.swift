import Foundation

/// The classes into which values are sorted, each with a colour.
struct Classes {
    /// Where one class ends and the next begins, rising.
    let limits: [Double]
    /// A colour for each class, one more than limits.
    let paints: [Paint]
    /// Whether the values are differences, whose 0 is a limit wherever it is among them.
    let isDiverging: Bool

    /// The class of `value`; a limit belongs to the class above it.
    func index(of value: Double) -> Int { limits.count { $0 <= value } }

    /// Classes of differences around 0, finer towards it: their limits are 1 and 3 times powers of ten.
    static func around0(_ values: [Double]) -> Classes {
        let greatest = values.map(abs).max() ?? 0
        let sizes = greatest > 0 ? limitSizes(below: greatest) : []
        let (lower, upper) = (values.min() ?? 0, values.max() ?? 0)
        let below = sizes.reversed().map { -$0 }.filter { $0 > lower }
        let above = sizes.filter { $0 < upper }
        let zero = lower < 0 && upper > 0 ? [0.0] : []
        return Classes(
            limits: below + zero + above,
            paints: ColorScale.diverging(
                below: lower < 0 ? below.count + 1 : 0, above: upper > 0 || lower >= 0 ? above.count + 1 : 0),
            isDiverging: true)
    }

    /// The four greatest of 1 and 3 times powers of ten below `greatest`, rising.
    private static func limitSizes(below greatest: Double) -> [Double] {
        let exponent = Int(log10(greatest).rounded(.down))
        let sizes = (exponent - 3...exponent).flatMap { power -> [Double] in
            let unit = pow(10, Double(abs(power)))
            return [1, 3].map { digit in power < 0 ? digit / unit : digit * unit }
        }
        return Array(sizes.filter { $0 < greatest }.suffix(4))
    }

    /// Classes of quantities, in equal steps over the lower nine tenths of `values`: the highest has no end.
    static func rising(_ values: [Double]) -> Classes {
        let sorted = values.sorted()
        guard let least = sorted.first, let greatest = sorted.last, greatest > least else {
            return Classes(limits: [], paints: ColorScale.sequential(1), isDiverging: false)
        }
        let most = sorted[(sorted.count - 1) * 9 / 10]
        let limits = Ticks.linear(least...(most > least ? most : greatest), most: 10)
            .filter { $0 > least && $0 < greatest }
        return Classes(limits: limits, paints: ColorScale.sequential(limits.count + 1), isDiverging: false)
    }
}
