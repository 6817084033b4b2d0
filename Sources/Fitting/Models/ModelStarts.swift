extension LossModel {
    /// `vector` with every parameter inside its bounds.
    func clamped(_ vector: [Double]) -> [Double] {
        zip(vector, parameters).map { min(max($0, $1.bounds.lowerBound), $1.bounds.upperBound) }
    }
}

/// The vector whose parameters lie at `shares` of their usual ranges.
func between(_ parameters: [FitParameter], _ shares: [Double]) -> [Double] {
    zip(parameters, shares).map { parameter, share in
        parameter.usual.lowerBound + share * (parameter.usual.upperBound - parameter.usual.lowerBound)
    }
}

/// The arithmetic mean; of nothing, 0.
func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

/// The middle value, the lower of two; of nothing, 0.
func median(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.sorted()[(values.count - 1) / 2] }
