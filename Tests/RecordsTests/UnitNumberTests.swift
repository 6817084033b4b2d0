import Records
import ScalingLaws
import TestSupport
import Testing

@Suite struct `Numbers with unit suffixes` {
    @Test(arguments: [
        ("1B", 1e9), ("1b", 1e9), ("1G", 1e9), ("300m", 3e8), ("300M", 3e8), ("1.5G", 1.5e9), ("2T", 2e12),
        ("1P", 1e15),
        ("7k", 7000), ("7K", 7000), ("1e3K", 1e6), ("1E-3k", 1), ("1.1B", 1.1e9), ("0.07T", 7e10), ("+5", 5),
        ("-5", -5),
        ("5", 5), ("007", 7), ("1e22", 1e22), ("1e+22", 1e22), ("0e99", 0),
    ])
    func `are read`(text: String, value: Double) {
        #expect(UnitNumber.parse(text) == value)
    }

    @Test(arguments: [
        "", "B", "K", "-", "+", ".", "1.", ".5", "-.5", "- 1", " 1", "1 ", "1 B", "1X", "1KB", "1BB", "1B5", "0x10",
        "NaN",
        "nan", "inf", "Infinity", "-inf", "1_000", "1,000", "1e", "eB", "e5", "1e5e5", "1e1.5", "1e B", "--1", "+-1",
        "1e+-5", "1.2.3", "١", "１", "1\u{212A}", "1k\u{301}", "1\0", "1B\n",
    ])
    func `are not made of other texts`(text: String) {
        #expect(UnitNumber.parse(text) == nil)
    }

    @Test(arguments: [
        "1e400", "1e308K", "1e99999999999999999999", "1e9223372036854775807B", "9e1000000P",
    ])
    func `are infinite where no Double holds them`(text: String) {
        #expect(UnitNumber.parse(text) == .infinity)
        #expect(UnitNumber.parse("-" + text) == -.infinity)
    }

    @Test(arguments: [
        "-0", "-0B", "-0.0e5", "1e-400", "-1e-400", "1e-99999999999999999999", "-1e-9223372036854775808",
        "1e-9223372036854775808B", "-1e-1000001P", "0e9223372036854775807",
    ])
    func `are zero without a sign where they are that small`(text: String) {
        #expect(UnitNumber.parse(text)?.bitPattern == 0)
    }

    /// The decimal point is moved in the text, so that the literal is rounded once, as the number must be.
    @Test func `are as exact as the decimal literal`() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<10_000 {
            let suffix = "KMBGTP".randomElement(using: &generator) ?? "K"
            let zeros = ["K": 3, "M": 6, "B": 9, "G": 9, "T": 12, "P": 15][suffix] ?? 0
            let whole = String(Int.random(in: 0...999_999, using: &generator))
            let places = Int.random(in: 1...zeros, using: &generator)
            let fraction = (0..<places).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
            let literal = whole + fraction + String(repeating: "0", count: zeros - places)
            #expect(UnitNumber.parse("\(whole).\(fraction)\(suffix)") == Double(literal))
        }
    }
}
