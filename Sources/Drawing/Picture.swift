/// A picture: words above, a chart, its legend, and a foot.
package struct Picture: Sendable {
    /// How large it is drawn, in pixels.
    package struct Size: Hashable, Sendable {
        /// From side to side.
        package let width: Double
        /// From top to bottom.
        package let height: Double

        /// The widths that can be drawn.
        package static let widths = 360.0...2400
        /// The heights that can be drawn.
        package static let heights = 360.0...1600
        /// The size of a picture of which nothing is said.
        package static let standard = Size(width: 720, height: 540)

        /// Makes a size of a width in ``widths`` and a height in ``heights``.
        package init(width: Double, height: Double) {
            precondition(Self.widths.contains(width) && Self.heights.contains(height), "a picture has its bounds")
            self.width = width
            self.height = height
        }
    }

    private let title: String
    private let summary: String
    private let details: String
    private let foot: String

    /// Makes the words of a picture.
    ///
    /// - Parameters:
    ///   - title: what is drawn.
    ///   - summary: what it comes to, in a sentence or two.
    ///   - details: what one who does not see it must know beside that; not drawn.
    ///   - foot: where it comes from.
    package init(title: String, summary: String, details: String, foot: String) {
        self.title = title
        self.summary = summary
        self.details = details
        self.foot = foot
    }

    /// The picture of `chart` as SVG, which loads and runs nothing; in the reader's theme where `theme` is nil.
    ///
    /// Where the words and the chart need more height than `size` has, they take it.
    package func svg(_ chart: some Chart, size: Size, theme: Theme?) -> String {
        let margin = size.width < Layout.narrow ? 14.0 : 20
        var page = Area(left: margin, top: margin, right: size.width - margin, bottom: size.height - margin)
        page.bottom += max(0, chart.leastHeight(width: page.width) - frame(chart, page).rest.height).rounded(.up)
        let (words, rest) = frame(chart, page)
        let height = page.bottom + margin
        let root = Element(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "width": size.width.pixels, "height": height.pixels,
                "viewBox": "0 0 \(size.width.pixels) \(height.pixels)", "role": "img",
                "aria-labelledby": "title desc", "font-family": Layout.fonts, "font-variant": "tabular-nums",
            ],
            ([
                Element("title", ["id": "title"], [.text(title)]),
                Element("desc", ["id": "desc"], [.text("\(summary) \(details)")]),
                .rectangle(Area(left: 0, top: 0, right: size.width, bottom: height), fill: .surface),
            ] + words + chart.elements(in: rest)).map { .element($0) })
        return SVGDocument.text(root, theme: theme)
    }

    /// What stands around a chart, and what of `page` that leaves to it.
    private func frame(_ chart: some Chart, _ page: Area) -> (words: [Element], rest: Area) {
        var rest = page
        let head = Layout.head(title: title, summary: summary, &rest)
        let foot = Layout.foot(foot, &rest)
        return (head + Layout.legend(chart.legend, &rest) + foot, rest)
    }
}

/// What stands in the middle of a picture.
package protocol Chart: Sendable {
    /// What its marks mean.
    var legend: [LegendItem] { get }
    /// The height below which it is not to be read at this width, in pixels.
    func leastHeight(width: Double) -> Double
    /// The chart, drawn inside `area`, which has that height.
    func elements(in area: Area) -> [Element]
}

/// A mark and what it means.
package struct LegendItem: Sendable {
    let symbol: @Sendable (Point) -> [Element]
    let text: String
}

/// Sizes and places that all pictures have in common.
enum Layout {
    /// Pictures of less than this width are for a phone: their labels take several lines.
    static let narrow = 520.0

    static let fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

    /// Sizes of fonts.
    static let (titleSize, textSize, labelSize, footSize) = (16.0, 13.0, 12.0, 11.0)

    /// The width of a legend's mark.
    static let symbolWidth = 26.0

    /// The title and the summary, for which `area` loses its top.
    static func head(title: String, summary: String, _ area: inout Area) -> [Element] {
        let bold = 1.18
        let titles = lines(title, &area, .ink, size: titleSize, height: 21, wider: bold)
            .map { $0.with(["font-weight": "600"]) }
        let summaries = lines(summary, &area, .muted, size: textSize, height: 18)
        area.top += 14
        return titles + summaries
    }

    /// The foot, for which `area` loses its bottom.
    static func foot(_ text: String, _ area: inout Area) -> [Element] {
        let lines = TextMeasure.wrap(text, area.width, footSize)
        let bottom = area.bottom
        area.bottom -= Double(lines.count) * 15 + 6
        return lines.enumerated().map { index, line in
            .text(
                line, at: Point(area.left, bottom - Double(lines.count - 1 - index) * 15 - 1), .muted, size: footSize)
        }
    }

    /// The marks with what they mean, side by side as far as there is room; `area` loses its bottom.
    static func legend(_ items: [LegendItem], _ area: inout Area) -> [Element] {
        guard !items.isEmpty else { return [] }
        let (rowHeight, gap) = (18.0, 18.0)
        var rows: [[(item: LegendItem, left: Double)]] = []
        var end = Double.infinity
        for item in items {
            let width = symbolWidth + 6 + TextMeasure.width(item.text, labelSize)
            if end + gap + width > area.right { rows.append([]) }
            let left = rows[rows.count - 1].isEmpty ? area.left : end + gap
            rows[rows.count - 1].append((item, left))
            end = left + width
        }
        area.bottom -= Double(rows.count) * rowHeight + 8
        let top = area.bottom + 8
        return rows.enumerated().flatMap { index, row in
            row.flatMap { item, left in
                let middle = top + (Double(index) + 0.5) * rowHeight
                let place = Point(left + symbolWidth + 6, middle + 4)
                return item.symbol(Point(left, middle)) + [.text(item.text, at: place, .muted, size: labelSize)]
            }
        }
    }

    private static func lines(
        _ text: String, _ area: inout Area, _ paint: Paint, size: Double, height: Double, wider factor: Double = 1
    ) -> [Element] {
        TextMeasure.wrap(text, area.width / factor, size).map { line in
            area.top += height
            return .text(line, at: Point(area.left, area.top - height + size), paint, size: size)
        }
    }
}
