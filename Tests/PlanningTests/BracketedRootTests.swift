import Foundation
import Testing

@testable import Planning

@Suite struct `Bracketed roots` {
    /// Smooth, flat, steep and discontinuous functions with their zeros.
    static let functions: [(name: String, root: Double, at: @Sendable (Double) -> Double)] = [
        ("line", 0.3, { $0 - 0.3 }),
        ("cube", 0.7, { ($0 - 0.7) * ($0 - 0.7) * ($0 - 0.7) }),
        ("exponential", log(2), { exp($0) - 2 }),
        ("steep", 0.123, { tanh(1e6 * ($0 - 0.123)) }),
        ("jump", 0.4, { $0 < 0.4 ? -1 : 2 }),
        ("kink", 0.25, { $0 < 0.25 ? 0.001 * ($0 - 0.25) : 50 * ($0 - 0.25) }),
    ]

    @Test(arguments: functions.indices) func `a zero is found to the last digits, and soon`(_ index: Int) {
        let function = Self.functions[index]
        for (low, high) in [(-1.0, 2.0), (2.0, -1.0)] {
            var calls = 0
            let found = bracketedRoot(
                lower: (low, function.at(low)), upper: (high, function.at(high)), tolerance: 1e-14
            ) {
                calls += 1
                return function.at($0)
            }
            // A triple zero is no sharper than the cube root of what its values can tell apart.
            #expect(abs(found - function.root) < (function.name == "cube" ? 1e-5 : 1e-13), "\(function.name)")
            #expect(calls < 120, "\(function.name) \(calls)")
        }
    }

    @Test func `an end that is a zero is found at once`() {
        #expect(bracketedRoot(lower: (0, 0), upper: (1, 1), tolerance: 1e-14) { $0 } < 1e-13)
    }

    /// A guess at the zero, beside it, far from it and outside of the bracket.
    @Test(arguments: functions.indices) func `a guess changes the work alone`(_ index: Int) {
        let function = Self.functions[index]
        for guess in [function.root, function.root + 1e-3, -0.9, 1.9, -50, .nan] {
            let found = bracketedRoot(
                lower: (-1, function.at(-1)), upper: (2, function.at(2)), tolerance: 1e-14, guess: guess, function.at)
            #expect(abs(found - function.root) < (function.name == "cube" ? 1e-5 : 1e-13), "\(function.name) \(guess)")
        }
    }
}
