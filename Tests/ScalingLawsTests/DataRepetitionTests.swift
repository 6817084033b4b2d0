import Foundation
import ScalingLaws
import TestSupport
import Testing

/// What repeated tokens are worth, by numbers worked out by hand.
@Suite struct `Repeated data` {
    private let rule: DataRepetition

    init() throws { rule = try DataRepetition(uniqueTokens: 1e9) }

    @Test(arguments: [
        (1e6, 1e6), (1e9, 1e9),
        // 1 + 15.39 (1 − exp(−3/15.39)) and 1 + 15.39 (1 − exp(−39/15.39)), to the digits of a pocket calculator.
        (4e9, 3.725_710_6e9), (4e10, 15.169_079_7e9),
    ])
    func `is worth what the equation says`(_ tokens: Double, _ worth: Double) {
        #expect(relativeError(rule.effectiveTokens(tokens), worth) < 1e-6)
    }

    /// However often it is repeated, a token is worth at most 1 + R new ones.
    @Test func `has a worth that rises to a limit`() {
        let worths = stride(from: 9.0, through: 17, by: 0.25).map { rule.effectiveTokens(pow(10, $0)) }
        #expect(zip(worths, worths.dropFirst()).allSatisfy { $0 <= $1 })
        // exp(log D) with a logarithm of 24 is exact to 24 roundings.
        #expect(relativeError(worths.last ?? 0, (1 + DataRepetition.decayEpochs) * 1e9) < 1e-14)
    }

    @Test(arguments: [0, 9.9e5, 1.1e17, .nan])
    func `has a number of unique tokens in the laws' domain`(_ unique: Double) {
        #expect(throws: DomainError.self) { try DataRepetition(uniqueTokens: unique) }
    }
}
