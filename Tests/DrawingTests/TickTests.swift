import Testing

@testable import Drawing

@Suite struct `The ticks of an axis` {
    @Test(
        arguments: [
            (0...1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0.05...0.95, 10, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]),
            (-0.12...0.06, 4, [-0.1, -0.05, 0, 0.05]), (1.8...2.8, 5, [1.8, 2, 2.2, 2.4, 2.6, 2.8]),
            (0...1e22, 4, [0, 5e21, 1e22]), (3...3.0001, 2, [3, 3.00005, 3.0001]),
        ] as [(ClosedRange<Double>, Int, [Double])])
    func `of equal differences are multiples of 1, 2 or 5`(domain: ClosedRange<Double>, most: Int, ticks: [Double]) {
        #expect(Ticks.linear(domain, most: most) == ticks)
    }

    @Test(
        arguments: [
            (1e20...1e24, 6, [1e20, 1e21, 1e22, 1e23, 1e24]),
            (1e9...1e11, 8, [1e9, 2e9, 5e9, 1e10, 2e10, 5e10, 1e11]),
            (1e20...1e26, 4, [1e20, 1e22, 1e24, 1e26]), (1...1e40, 5, [1, 1e10, 1e20, 1e30, 1e40]),
            (1.5e21...7e21, 5, [2e21, 5e21]), (2.1e21...2.9e21, 4, [2.2e21, 2.4e21, 2.6e21, 2.8e21]),
        ] as [(ClosedRange<Double>, Int, [Double])])
    func `of equal ratios are powers of ten`(domain: ClosedRange<Double>, most: Int, ticks: [Double]) throws {
        let found = Ticks.logarithmic(domain, most: most)
        try #require(found.count == ticks.count, "\(found)")
        // Powers of ten beyond 10²² are no Doubles.
        for (one, other) in zip(found, ticks) { #expect(abs(one / other - 1) < 1e-14) }
    }

    @Test func `are named so that they can be told apart`() {
        #expect(Notation.power.texts(of: [1e20, 1e21, 2e21]) == ["10²⁰", "10²¹", "2×10²¹"])
        #expect(Notation.count.texts(of: [300e6, 1e9, 2.5e12, 1e16]) == ["300M", "1B", "2.5T", "10P"])
        #expect(Notation.count.texts(of: [1.0001e9, 1.0002e9]) == ["1.0001B", "1.0002B"])
        #expect(Notation.decimal.texts(of: [-0.05, 0, 0.05, 0.1]) == ["−0.05", "0.00", "0.05", "0.10"])
    }

    @Test(
        arguments: [
            (.power, 1.6249e22, "1.62×10²²"), (.power, 9.999e21, "10²²"), (.power, 1, "10⁰"), (.power, 0.001, "10⁻³"),
            (.count, 999.9e6, "1B"), (.count, 1.82e9, "1.82B"), (.count, 12, "12"), (.count, 20_000, "20K"),
            (.decimal, -0.0031, "−0.0031"), (.decimal, 0, "0"), (.decimal, 100, "100"),
        ] as [(Notation, Double, String)])
    func `are as short as they can be`(notation: Notation, value: Double, text: String) {
        #expect(notation.text(value) == text)
    }
}

@Suite struct `An axis` {
    @Test func `begins and ends at its values, to the bit`() {
        let axis = Axis("", .logarithmic, .power, over: [1.3e20, 7.7e25, 1e21])
        #expect(axis.domain == 1.3e20...7.7e25)
        let scale = Scale(axis: axis, start: 50, end: 250)
        #expect(scale.pixel(1.3e20) == 50 && scale.pixel(7.7e25) == 250)
        // Halfway between the logarithms; their sum is rounded a few times.
        #expect(abs(scale.pixel((1.3e20 * 7.7e25).squareRoot()) - 150) < 1e-9)
    }

    @Test func `has room around one value, and around none`() {
        #expect(Axis("", .logarithmic, .power, over: [1e21]).share(1e21) == 0.5)
        #expect(abs(Axis("", .linear, .decimal, over: [2.1, 2.1]).share(2.1) - 0.5) < 1e-12)
        #expect(Axis("", .linear, .decimal, over: [0, 0]).share(0) == 0.5)
        #expect(Axis("", .linear, .decimal, over: []).domain == 0...1)
    }
}
