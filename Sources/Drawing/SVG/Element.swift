import Foundation

/// An element of SVG: what it is, how it is painted, what is in it.
package struct Element: Sendable {
    /// What stands inside an element.
    enum Content: Sendable {
        case element(Element)
        case text(String)
    }

    let name: String
    private(set) var attributes: [(name: String, value: String)]
    private(set) var fill: Paint?
    private(set) var stroke: Paint?
    private(set) var content: [Content]

    init(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], fill: Paint? = nil, stroke: Paint? = nil,
        _ content: [Content] = []
    ) {
        self.name = name
        self.attributes = attributes.map { ($0.key, $0.value) }
        self.fill = fill
        self.stroke = stroke
        self.content = content
        if fill == nil, stroke != nil { self.attributes.append(("fill", "none")) }
    }

    /// The same element with `more` attributes, in place of those of the same names.
    func with(_ more: KeyValuePairs<String, String>) -> Element {
        var element = self
        element.attributes.removeAll { attribute in more.contains { $0.key == attribute.name } }
        element.attributes += more.map { ($0.key, $0.value) }
        return element
    }
}

// MARK: - Shapes

extension Element {
    static func group(_ attributes: KeyValuePairs<String, String> = [:], _ elements: [Element]) -> Element {
        Element("g", attributes, elements.map { .element($0) })
    }

    static func rectangle(_ area: Area, fill: Paint? = nil, stroke: Paint? = nil) -> Element {
        Element(
            "rect",
            [
                "x": area.left.pixels, "y": area.top.pixels, "width": area.width.pixels, "height": area.height.pixels,
            ], fill: fill, stroke: stroke)
    }

    static func line(_ from: Point, _ to: Point, _ stroke: Paint, width: Double = 1) -> Element {
        path([[from, to]], stroke: stroke).with(["stroke-width": width.pixels])
    }

    /// Lines through points, or the areas inside them where they are `closed`.
    static func path(_ lines: [[Point]], closed: Bool = false, fill: Paint? = nil, stroke: Paint? = nil) -> Element {
        let text = lines.map { $0.pathText + (closed ? "Z" : "") }.joined()
        return Element("path", ["d": text], fill: fill, stroke: stroke)
    }

    /// A line of text whose base line begins, or as `anchor` says is in the middle or ends, at a point; a `halo` parts it
    /// from what is below.
    static func text(
        _ text: String, at point: Point, _ fill: Paint, size: Double, anchor: Anchor = .start, halo: Paint? = nil
    ) -> Element {
        var element = Element(
            "text", ["x": point.x.pixels, "y": point.y.pixels, "font-size": size.pixels], fill: fill, stroke: halo,
            [.text(text)])
        if halo != nil { element = element.with(["stroke-width": "4", "paint-order": "stroke"]) }
        return anchor == .start ? element : element.with(["text-anchor": anchor.rawValue])
    }

    enum Anchor: String {
        case start, middle, end
    }
}

extension [Point] {
    /// The points as a path, those that fall on the pixel of the one before left out.
    fileprivate var pathText: String {
        var text = ""
        var last = ""
        for (index, point) in enumerated() {
            let place = "\(point.x.pixels) \(point.y.pixels)"
            guard place != last || count == 1 else { continue }
            text += (index == 0 ? "M" : "L") + place
            last = place
        }
        return text
    }
}

extension Double {
    /// The number to a tenth of a pixel: less is not seen, and more is sent.
    var pixels: String {
        let tenths = Int((self * 10).rounded())
        let (whole, part) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        return (tenths < 0 ? "-" : "") + "\(whole)" + (part == 0 ? "" : ".\(part)")
    }
}
