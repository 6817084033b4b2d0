/// A quantity over two others, as areas of one colour for each class of it.
package struct HeatMap: Chart {
    /// What the quantity is.
    package enum Kind: Hashable, Sendable {
        /// A difference: the sign matters most, and 0 is marked.
        case difference
        /// An amount.
        case amount
    }

    /// What the colours mean.
    package struct Key: Sendable {
        /// The quantity and its unit.
        package let title: String
        /// What stands at the lower end of the colours.
        package let low: String
        /// What stands at the upper end.
        package let high: String
        /// Of the line along which a difference is 0.
        package let zero: String
        /// Of places without a value.
        package let blank: String
        /// Of the line around what is enclosed.
        package let inside: String
        /// Of the line of the ``HeatMap/ridge``.
        package let ridge: String

        /// Makes a key.
        package init(
            title: String, low: String, high: String, zero: String, blank: String, inside: String, ridge: String
        ) {
            self.title = title
            self.low = low
            self.high = high
            self.zero = zero
            self.blank = blank
            self.inside = inside
            self.ridge = ridge
        }
    }

    private let x: (axis: Axis, values: [Double])
    private let y: (axis: Axis, values: [Double])
    private let values: [[Double?]]
    private let depths: [[Double?]]
    private let ridge: [(x: Double, y: Double)?]
    private let key: Key
    private let classes: Classes

    /// Makes a map.
    ///
    /// - Parameters:
    ///   - x: the horizontal axis, and the columns' places on it.
    ///   - y: the vertical axis, and the rows' places on it.
    ///   - kind: what the quantity is.
    ///   - values: the quantity by row and column; nil where there is none.
    ///   - depths: how far inside something that is to be outlined, by row and column: at least 0 inside, less outside.
    ///   - ridge: a place for each column, to be joined by a line that is broken where one is absent.
    ///   - key: what all that means.
    package init(
        x: (axis: Axis, values: [Double]), y: (axis: Axis, values: [Double]), kind: Kind, values: [[Double?]],
        depths: [[Double?]], ridge: [(x: Double, y: Double)?], key: Key
    ) {
        self.x = x
        self.y = y
        self.values = values
        self.depths = depths
        self.ridge = ridge
        self.key = key
        let known = values.joined().compactMap { $0 }
        classes = kind == .difference ? .around0(known) : .rising(known)
    }

    package var legend: [LegendItem] {
        let known = values.joined()
        return [
            classes.limits.contains(0) && classes.isDiverging
                ? LegendItem.stroke(nil, key.zero, .ink, width: 2.5) : nil,
            ridge.contains { $0 != nil } ? .ridge(key.ridge) : nil,
            depths.joined().contains { ($0 ?? -1) >= 0 } ? .stroke(Self.dash, key.inside, .ink, width: 1.5) : nil,
            known.contains(nil) ? .swatch(.blank, key.blank) : nil,
        ].compactMap { $0 }
    }

    package func leastHeight(width: Double) -> Double { ColorBar.height + Frame.height(ofPlots: [150]) }

    package func elements(in area: Area) -> [Element] {
        var area = area
        let bar = ColorBar(classes: classes, key: key).elements(&area)
        let frame = Frame.stack(x.axis, [(y.axis, 1)], in: area, right: 12)[0]
        guard values.joined().contains(where: { $0 != nil }) else { return frame.blank(key.blank) }
        return bar + [.rectangle(frame.plot, fill: .blank)] + bands(frame) + lines(frame) + frame.axes
            + ridgeLine(frame)
    }

    private static let dash = "6 3 1.5 3"

    /// From the lowest class on, each paints what is at least as high.
    private func bands(_ frame: Frame) -> [Element] {
        let field = field(values, frame)
        return zip([-Double.infinity] + classes.limits, classes.paints).enumerated().compactMap { index, band in
            let rings = field.rings(from: band.0)
            guard !rings.isEmpty else { return nil }
            return .path(rings, closed: true, fill: band.1).with(["fill-rule": "evenodd", "data-class": String(index)])
        }
    }

    private func lines(_ frame: Frame) -> [Element] {
        let field = field(values, frame)
        let plain = classes.limits.filter { $0 != 0 || !classes.isDiverging }.flatMap { field.lines(at: $0) }
        let zero = classes.isDiverging && classes.limits.contains(0) ? field.lines(at: 0) : []
        let outline = self.field(depths, frame).lines(at: 0)
        return
            (plain.isEmpty ? [] : [Element.path(plain, stroke: .ink).with(["stroke-width": "0.6", "opacity": "0.35"])])
            + line(zero, width: "2.5", name: "zero") + line(outline, width: "1.5", dash: Self.dash, name: "runs")
    }

    /// A line that stands out from any colour by a halo of the surface.
    private func line(_ lines: [[Point]], width: String, dash: String = "none", name: String) -> [Element] {
        guard !lines.isEmpty else { return [] }
        let halo = Element.path(lines, stroke: .surface).with(["stroke-width": "4.5", "opacity": "0.7"])
        let line = Element.path(lines, stroke: .ink).with(["stroke-width": width, "stroke-dasharray": dash])
        return [.group(["data-lines": name], [halo, line])]
    }

    private func ridgeLine(_ frame: Frame) -> [Element] {
        let places = ridge.map { place in
            place.map { Point(frame.x.pixel($0.x), frame.y.pixel($0.y)) }
        }
        let runs = places.split { $0 == nil }.map { $0.compactMap { $0 } }
        guard !runs.isEmpty else { return [] }
        let every = max(1, places.count / 8)
        let marked = places.enumerated().filter { $0.offset % every == every / 2 }.compactMap(\.element)
        let beads = marked.map { Element.disc($0, 3.2, fill: .surface, stroke: .ink).with(["stroke-width": "1.5"]) }
        return [.group(["data-part": "ridge"], line(runs, width: "1.5", name: "best") + beads)]
    }

    /// A quantity of the grid in pixels; an axis of one value has it at both of its ends.
    private func field(_ values: [[Double?]], _ frame: Frame) -> Field {
        let columns = x.values.count == 1 ? [frame.plot.left, frame.plot.right] : x.values.map(frame.x.pixel)
        let rows = y.values.count == 1 ? [frame.plot.bottom, frame.plot.top] : y.values.map(frame.y.pixel)
        let wide = x.values.count == 1 ? values.map { $0 + $0 } : values
        return Field(xs: columns, ys: rows, values: y.values.count == 1 ? wide + wide : wide)
    }
}

extension LegendItem {
    /// A line with a bead.
    fileprivate static func ridge(_ text: String) -> LegendItem {
        LegendItem(text: text) { left in
            let right = Point(left.x + Layout.symbolWidth, left.y)
            let middle = Point(left.x + Layout.symbolWidth / 2, left.y)
            return [
                .line(left, right, .ink, width: 1.5),
                .disc(middle, 3.2, fill: .surface, stroke: .ink),
            ]
        }
    }
}
