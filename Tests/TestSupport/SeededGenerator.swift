package import ScalingLaws

/// The product's own generator, for tests that need nothing else of it.
package typealias SeededGenerator = ScalingLaws.SeededGenerator

extension SeededGenerator {
    /// A number between the two whose logarithm is uniform.
    package mutating func logUniform(_ range: ClosedRange<Double>) -> Double {
        let share = Double.random(in: 0...1, using: &self)
        return (range.lowerBound * power(range.upperBound / range.lowerBound, share)).clamped(range)
    }
}
