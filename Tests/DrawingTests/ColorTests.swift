import Testing

@testable import Drawing

@Suite struct `Colours` {
    /// By the definition of WCAG; the last is the lightest grey that passes AA on white.
    @Test(arguments: [(0xFFFFFF, 0x000000, 21.0), (0x777777, 0x777777, 1), (0xFFFFFF, 0x767676, 4.54)])
    func `contrast as WCAG says`(one: UInt32, other: UInt32, ratio: Double) {
        // The ratios are rounded to the second decimal.
        #expect(abs(Color(one).contrast(with: Color(other)) - ratio) < 0.005)
        #expect(Color(one).contrast(with: Color(other)) == Color(other).contrast(with: Color(one)))
    }

    @Test(arguments: [UInt32](arrayLiteral: 0x000000, 0xFFFFFF, 0xD55E00, 0x0072B2, 0x440154, 0xFDE725))
    func `come back from where they are mixed`(digits: UInt32) {
        let color = Color(digits)
        #expect(color.mixed(with: Color(0x123456), 0).text == color.text)
        #expect(Color(0x123456).mixed(with: color, 1).text == color.text)
        #expect(color.text.count == 7 && color.text.hasPrefix("#"))
    }

    /// Half of OKLab's lightness is not half the light, nor half of sRGB: L 0.5 is a light of an eighth.
    @Test func `are mixed evenly to the eye`() {
        let grey = Color(0x000000).mixed(with: Color(0xFFFFFF), 0.5)
        // 0.125 of light is 99.0 of 255 in sRGB.
        #expect(grey.text == "#636363")
    }

    @Test(arguments: [Paint.ink, .muted]) func `of text stand out from the surface`(paint: Paint) {
        for (color, surfaces) in [
            (paint.light, [Paint.surface.light]), (paint.dark, [Paint.surface.dark]),
        ] {
            for surface in surfaces { #expect(color.contrast(with: surface) >= 4.5) }
        }
    }

    @Test func `of words without a plot stand out from its ground`() {
        #expect(Paint.ink.light.contrast(with: Paint.blank.light) >= 4.5)
        #expect(Paint.ink.dark.contrast(with: Paint.blank.dark) >= 4.5)
    }

    @Test(arguments: Paint.series) func `of lines stand out from the surface`(paint: Paint) {
        #expect(paint.light.contrast(with: Paint.surface.light) >= 3)
        #expect(paint.dark.contrast(with: Paint.surface.dark) >= 3)
    }

    @Test(arguments: 1...9) func `of classes differ`(count: Int) {
        #expect(Set(ColorScale.sequential(count).map(\.light)).count == count)
        let both = ColorScale.diverging(below: count, above: 10 - count)
        #expect(both.count == 10 && Set(both.map(\.light)).count == 10 && Set(both.map(\.dark)).count == 10)
    }

    @Test func `of differences are stronger the farther from 0`() {
        let paints = ColorScale.diverging(below: 3, above: 3)
        let contrasts = paints.map { $0.light.contrast(with: Color(0xF7F7F7)) }
        #expect(contrasts[0] > contrasts[1] && contrasts[1] > contrasts[2])
        #expect(contrasts[3] < contrasts[4] && contrasts[4] < contrasts[5])
    }
}

@Suite struct `Classes of values` {
    @Test func `part at 0 where both signs are among them`() {
        let classes = Classes.around0([-0.4, 0.02, 0.05])
        #expect(classes.limits == [-0.3, -0.1, -0.03, -0.01, 0, 0.01, 0.03])
        #expect(classes.paints.count == 8)
        #expect([-0.4, -0.3, -0.001, 0, 0.05].map(classes.index) == [0, 1, 4, 5, 7])
    }

    @Test(
        arguments: [
            ([0.0, 0], [], 1), ([], [], 1), ([0.2, 0.5], [0.03, 0.1, 0.3], 4),
            ([-0.2], [-0.1, -0.03, -0.01, -0.003], 5),
        ] as [([Double], [Double], Int)])
    func `are fewer where they have one sign, or none`(values: [Double], limits: [Double], paints: Int) {
        let classes = Classes.around0(values)
        #expect(classes.limits.filter { limits.contains($0) } == limits)
        #expect(classes.paints.count == classes.limits.count + 1 && classes.paints.count >= paints)
        #expect(!classes.limits.contains(0))
    }

    @Test func `of amounts are equally wide, and the highest has no end`() {
        let classes = Classes.rising((0..<100).map { 2 + Double($0) / 100 } + [30])
        #expect(classes.limits == [2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 2.8, 2.9])
        #expect(classes.index(of: 30) == 9 && classes.paints.count == 10)
        #expect(Classes.rising([3, 3]).limits == [] && Classes.rising([]).paints.count == 1)
    }
}
