import ScalingLaws
import TestSupport
import Testing

@testable import Drawing

@Suite struct `SVG` {
    @Test func `is drawn to the tenth of a pixel`() {
        #expect([0, 1.5, 12.345, -0.04, 99.96, -3.25].map(\.pixels) == ["0", "1.5", "12.3", "0", "100", "-3.3"])
    }

    @Test func `escapes every text`() {
        let text = "<&\"'>\u{0}\n"
        let element = Element("text", ["data-name": text], [.text(text)])
        let escaped = "&lt;&amp;&quot;&#39;&gt;\u{FFFD}&#10;"
        #expect(SVGDocument.text(element, theme: .light) == "<text data-name=\"\(escaped)\">\(escaped)</text>\n")
    }

    @Test func `is painted for a theme, or for the reader's`() {
        let line = Element.line(Point(0, 0), Point(1, 1), .ink)
        let plain = ##"<path d="M0 0L1 1" fill="none" stroke-width="1" stroke="#1f2328"/>"##
        #expect(SVGDocument.text(line, theme: .light) == plain + "\n")
        #expect(SVGDocument.text(line, theme: .dark) == plain.replacing("#1f2328", with: "#f0f3f6") + "\n")
        let both = SVGDocument.text(.group([:], [line]), theme: nil)
        #expect(both.contains(##"stroke="#1f2328" class="s-ink""##))
        #expect(both.contains("<style>@media (prefers-color-scheme:dark){.s-ink{stroke:#f0f3f6}}</style>"))
    }

    @Test func `has attributes once`() {
        let element = Element("a", ["x": "1", "y": "2"]).with(["x": "3"])
        #expect(element.attributes.map(\.name) == ["y", "x"])
    }

    @Test func `keeps text within a width, word by word`() {
        let lines = TextMeasure.wrap("one two three four five six", 60, 12)
        #expect(lines.joined(separator: " ") == "one two three four five six" && lines.count > 1)
        for line in lines { #expect(TextMeasure.width(line, 12) <= 60) }
        #expect(TextMeasure.wrap("incomprehensibilities", 10, 12) == ["incomprehensibilities"])
        #expect(TextMeasure.wrap("", 10, 12) == [])
    }
}

@Suite struct `Labels that would meet` {
    @Test func `stay where they are if they do not`() {
        #expect(spread([10, 50, 90], heights: [20, 20, 20], within: 0...100) == [10, 50, 90])
    }

    @Test func `part evenly around where they would be`() {
        #expect(spread([50, 50, 50], heights: [20, 20, 20], within: 0...100) == [30, 50, 70])
        #expect(spread([50, 50], heights: [10, 30], within: 0...100) == [40, 60])
    }

    @Test func `stay within their range`() {
        #expect(spread([0, 1], heights: [20, 20], within: 0...100) == [10, 30])
        #expect(spread([99, 100], heights: [20, 20], within: 0...100) == [70, 90])
        #expect(spread([], heights: [], within: 0...100) == [])
    }

    @Test func `never lie over each other, wherever there is room`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let heights = (0..<6).map { _ in Double.random(in: 10...30, using: &generator) }
            let targets = (0..<6).map { _ in Double.random(in: 0...200, using: &generator) }.sorted()
            let places = spread(targets, heights: heights, within: 0...200)
            let ends = zip(places, heights).map { ($0 - $1 / 2, $0 + $1 / 2) }
            // Sums of a dozen rounded numbers of this size.
            for (one, other) in zip(ends, ends.dropFirst()) { #expect(one.1 <= other.0 + 1e-9) }
            #expect((ends.first?.0 ?? 0) >= -1e-9 && (ends.last?.1 ?? 0) <= 200 + 1e-9)
        }
    }
}
