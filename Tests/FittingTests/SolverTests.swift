import Foundation
import ScalingLaws
import TestSupport
import Testing

@testable import Fitting

@Suite struct `The solver's parts` {
    @Test func `the Huber loss and its slope`() {
        let huber = Huber(delta: 0.5)
        #expect(huber.loss(0.25) == 0.03125 && huber.loss(-2) == 0.875)
        #expect(huber.slope(0.25) == 0.25 && huber.slope(-2) == -0.5 && huber.slope(3) == 0.5)
    }

    /// Hilbert's matrix of six rows: its least eigenvalue, 1.08279948e-7 (Fettis and Caslin 1967), is where digits go.
    @Test func `eigenvalues keep their digits`() {
        var matrix = SymmetricMatrix(size: 6)
        for row in 0..<6 { for column in 0..<6 { matrix[row, column] = 1 / Double(row + column + 1) } }
        let pairs = matrix.eigenpairs()
        #expect(relativeError(pairs[0].value, 1.6188998589243391) < 1e-14)
        #expect(relativeError(pairs[5].value, 1.0827994845655498e-7) < 1e-9)
        for pair in pairs {
            #expect(abs(dot(pair.vector, pair.vector) - 1) < 1e-14)
            for (image, element) in zip(matrix.times(pair.vector), pair.vector) {
                #expect(abs(image - pair.value * element) < 1e-15)
            }
        }
    }

    @Test func `a system is solved in the free rows alone`() throws {
        var matrix = SymmetricMatrix(size: 3)
        for (index, value) in [4.0, 3, 2].enumerated() { matrix[index, index] = value }
        (matrix[0, 2], matrix[2, 0]) = (1, 1)
        let solution = try matrix.solve([9, 100, 4], free: [0, 2]).unwrapped()
        // Square roots of fourths and halves round.
        #expect(zip(solution, [2, 0, 1]).allSatisfy { abs($0 - $1) < 1e-15 })
        matrix[0, 0] = -1
        #expect(matrix.solve([9, 100, 4], free: [0, 2]) == nil)
    }

    /// No point around the step is lower, within the bounds, in a model without any structure.
    @Test(arguments: 0..<40) func `a step is the least of its convex model`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func number() -> Double { .random(in: -1...1, using: &generator) }
        let (runs, size) = (60, 4)
        var quadratic = SymmetricMatrix(size: size)
        for index in 0..<size { quadratic[index, index] = seed % 2 == 0 ? 0.01 : 1e-9 }
        let step = ConvexStep(
            huber: Huber(delta: seed % 3 == 0 ? 1e-3 : 0.2), residuals: (0..<runs).map { _ in number() },
            slopes: (0..<runs * size).map { _ in number() }, weights: (0..<runs).map { _ in abs(number()) + 0.1 },
            linear: (0..<size).map { _ in number() / 10 }, quadratic: quadratic,
            bounds: (0..<size).map { _ in -0.2...Double.random(in: 0...2, using: &generator) }, tolerance: 1e-20)
        func value(_ point: [Double]) -> Double {
            var sum = dot(step.linear, point) + quadratic.form(point) / 2
            for run in 0..<runs {
                let moved = dot(Array(step.slopes[run * size..<(run + 1) * size]), point)
                sum += step.weights[run] * step.huber.loss(step.residuals[run] + moved)
            }
            return sum
        }
        let found = step.solution()
        let least = value(found.step)
        #expect(relativeError(found.reduction, value([0, 0, 0, 0]) - least) < 1e-10)
        for _ in 0..<500 {
            let radius = exp(Double.random(in: -12...0, using: &generator))
            let other = zip(found.step, step.bounds).map {
                min(max($0 + radius * number(), $1.lowerBound), $1.upperBound)
            }
            // The sum of sixty terms near one is rounded to 1e-15.
            #expect(value(other) >= least - 1e-14)
        }
        for (element, bounds) in zip(found.step, step.bounds) { #expect(bounds.contains(element)) }
    }

    /// Tables of the normal distribution to fifteen digits.
    @Test func `deviates of the normal distribution`() {
        #expect(normalQuantile(0.5) == 0)
        #expect(abs(normalQuantile(0.95) - 1.6448536269514722) < 1e-13)
        #expect(abs(normalQuantile(0.975) - 1.959963984540054) < 1e-13)
        #expect(abs(normalQuantile(0.0001) + 3.719016485455709) < 1e-11)
    }
}
