/// A small shape by which a line is known.
package enum Marker: CaseIterable, Sendable {
    case circle, square, triangle, diamond

    /// The shape around `center`.
    func element(at center: Point, _ paint: Paint) -> Element {
        shape(center, fill: paint, stroke: nil)
    }

    /// Its outline alone.
    func outline(at center: Point, _ paint: Paint) -> Element {
        shape(center, fill: .surface, stroke: paint).with(["stroke-width": "1.5"])
    }

    private func shape(_ center: Point, fill: Paint, stroke: Paint?) -> Element {
        let radius = 3.5
        func corners(_ offsets: [(Double, Double)]) -> Element {
            let corners = offsets.map { Point(center.x + $0 * radius, center.y + $1 * radius) }
            return .path([corners], closed: true, fill: fill, stroke: stroke)
        }
        switch self {
        case .circle: return .disc(center, radius, fill: fill, stroke: stroke)
        case .square: return corners([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
        case .triangle: return corners([(0, -1.25), (1.15, 0.85), (-1.15, 0.85)])
        case .diamond: return corners([(0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)])
        }
    }
}

extension Element {
    static func disc(_ center: Point, _ radius: Double, fill: Paint, stroke: Paint? = nil) -> Element {
        let disc = Element(
            "circle", ["cx": center.x.pixels, "cy": center.y.pixels, "r": radius.pixels], fill: fill, stroke: stroke)
        return stroke == nil ? disc : disc.with(["stroke-width": "2"])
    }
}

extension LegendItem {
    /// A line, dashed where `dash` says how.
    static func stroke(_ dash: String?, _ text: String, _ paint: Paint = .ink, width: Double = 2) -> LegendItem {
        LegendItem(text: text) { left in
            let line = Element.line(left, Point(left.x + Layout.symbolWidth, left.y), paint, width: width)
            return [dash.map { line.with(["stroke-dasharray": $0]) } ?? line]
        }
    }

    /// A band of any colour.
    static func band(_ text: String) -> LegendItem {
        LegendItem(text: text) { [.rectangle(.symbol($0), fill: .muted).with(["fill-opacity": "0.25"])] }
    }

    /// A ring.
    static func ring(_ text: String) -> LegendItem {
        LegendItem(text: text) { left in
            [.disc(Point(left.x + Layout.symbolWidth / 2, left.y), 4.5, fill: .surface, stroke: .ink)]
        }
    }

    /// An area of one colour.
    static func swatch(_ paint: Paint, _ text: String) -> LegendItem {
        LegendItem(text: text) { [.rectangle(.symbol($0), fill: paint)] }
    }

    init(text: String, symbol: @escaping @Sendable (Point) -> [Element]) {
        self.symbol = symbol
        self.text = text
    }
}

extension Area {
    /// The area of a legend's mark that begins at the middle of its left side.
    fileprivate static func symbol(_ left: Point) -> Area {
        Area(left: left.x, top: left.y - 6, right: left.x + Layout.symbolWidth, bottom: left.y + 6)
    }
}
