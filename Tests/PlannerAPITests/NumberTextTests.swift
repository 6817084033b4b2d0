import Foundation
import ScalingLaws
import TestSupport
import Testing

@testable import PlannerAPI

/// Numbers for people are what C's formatting writes, whichever way they are made.
@Suite struct NumberTextTests {
    /// Numbers of every size, decimals in the middle between two roundings, and their neighbours.
    private static func numbers(seed: UInt64) -> [Double] {
        var random = SeededGenerator(seed: seed)
        var numbers: [Double] = [
            0, 1, 9.9995, 9999, 9999.5, 10_000, 0.0001, 0.00009999999, 999.95, 2.14155, 0.5, 1e300,
        ]
        for _ in 0..<20_000 {
            numbers.append(pow(10, Double.random(in: -6...18, using: &random)))
            let digits = Double(Int.random(in: 0...99_999, using: &random))
            for exponent in [-9.0, -5, -4, -3, -2, -1, 0, 1] { numbers.append(digits * pow(10, exponent)) }
        }
        return numbers + numbers.flatMap { [$0.nextUp, max(0, $0.nextDown)] }
    }

    @Test func shortIsFourSignificantDigitsAsCWritesThem() {
        let wrong = Self.numbers(seed: 1).filter { NumberText.short($0) != String(format: "%.4g", $0) }
        #expect(wrong == [])
    }

    @Test func lossIsFourDecimalsAsCWritesThem() {
        let wrong = Self.numbers(seed: 2).filter { NumberText.loss($0) != String(format: "%.4f", $0) }
        #expect(wrong == [])
    }

    @Test func negativeNumbersAreWrittenToo() {
        #expect(NumberText.short(-2.5) == "-2.5")
        #expect(NumberText.loss(-0.0328) == "-0.0328")
        #expect(NumberText.loss(-0.0) == "-0.0000")
    }

    /// The way without C is the usual one: the numbers of an answer are of ordinary size and seldom halfway.
    @Test func ordinaryNumbersHaveDigitsOfTheirOwn() {
        #expect(DecimalDigits(significant: 4, of: 1.6199).map(text) == "1.62")
        #expect(DecimalDigits(decimals: 4, of: 2.14160).map(text) == "2.1416")
        #expect(DecimalDigits(significant: 4, of: 1e17) == nil)
        #expect(DecimalDigits(decimals: 4, of: 0.00005) == nil)
    }

    private func text(_ digits: DecimalDigits) -> String {
        var text: [UInt8] = []
        digits.write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
