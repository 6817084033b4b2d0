/// Lines over one quantity, each with its name at its end.
package struct LineChart: Chart {
    /// One value of a line.
    package struct Value: Hashable, Sendable {
        /// Along the horizontal axis.
        package let x: Double
        /// Along the vertical one.
        package let y: Double
        /// From where to where it may be.
        package let band: ClosedRange<Double>?
        /// Whether it is well founded; the line is dashed where it is not.
        package let isFirm: Bool

        /// Makes a value.
        package init(x: Double, y: Double, band: ClosedRange<Double>? = nil, isFirm: Bool = true) {
            self.x = x
            self.y = y
            self.band = band
            self.isFirm = isFirm
        }
    }

    /// A line.
    package struct Line: Sendable {
        /// What stands at its end.
        package let name: String
        /// Its colour.
        package let paint: Paint
        /// What is drawn on it here and there, so that it is known without its colour; nil for the one line without.
        package let marker: Marker?
        /// Its values, from left to right; it is broken where one is absent.
        package let values: [Value?]

        /// Makes a line.
        package init(name: String, paint: Paint, marker: Marker?, values: [Value?]) {
            self.name = name
            self.paint = paint
            self.marker = marker
            self.values = values
        }
    }

    /// A ring around a place on a line, with words beside it where it has some.
    package struct Flag: Sendable {
        /// Along the horizontal axis.
        package let x: Double
        /// Along the vertical one.
        package let y: Double
        /// The words, and those of them for which there is room on a phone.
        package let words: (all: String, few: String)?
        /// The colour of the ring.
        package let paint: Paint

        /// Makes a flag.
        package init(x: Double, y: Double, words: (all: String, few: String)?, paint: Paint) {
            self.x = x
            self.y = y
            self.words = words
            self.paint = paint
        }
    }

    /// Lines over the same horizontal axis as those of the panels above and below.
    package struct Panel: Sendable {
        /// The vertical axis.
        package let y: Axis
        /// What is drawn, the last on top.
        package let lines: [Line]
        /// Places to point at.
        package let flags: [Flag]
        /// Whether the names of the lines stand at their ends.
        package let hasNames: Bool
        /// Whether the lines are differences, and a line stands at 0.
        package let hasZero: Bool
        /// How much of the chart's height it takes, of the sum over all panels.
        package let weight: Double

        /// Makes a panel.
        package init(y: Axis, lines: [Line], flags: [Flag], hasNames: Bool, hasZero: Bool, weight: Double) {
            self.y = y
            self.lines = lines
            self.flags = flags
            self.hasNames = hasNames
            self.hasZero = hasZero
            self.weight = weight
        }

        fileprivate var isEmpty: Bool { !lines.contains { $0.values.contains { $0 != nil } } }
    }

    /// What the marks mean; nil where there are none.
    package struct Meanings: Sendable {
        /// Of a solid line.
        package var firm: String?
        /// Of a dashed one.
        package var loose: String?
        /// Of a band.
        package var band: String?
        /// Of a ring.
        package var flag: String?

        /// Makes meanings.
        package init(firm: String? = nil, loose: String? = nil, band: String? = nil, flag: String? = nil) {
            self.firm = firm
            self.loose = loose
            self.band = band
            self.flag = flag
        }
    }

    private let x: Axis
    private let panels: [Panel]
    private let meanings: Meanings
    private let blankText: String

    /// Makes a chart.
    ///
    /// - Parameters:
    ///   - x: the horizontal axis.
    ///   - panels: from top to bottom.
    ///   - meanings: what the legend says.
    ///   - blankText: what stands in a panel where no line has a value.
    package init(x: Axis, panels: [Panel], meanings: Meanings, blankText: String) {
        self.x = x
        self.panels = panels
        self.meanings = meanings
        self.blankText = blankText
    }

    package var legend: [LegendItem] {
        [
            meanings.firm.map { LegendItem.stroke(nil, $0) }, meanings.loose.map { LegendItem.stroke(dash, $0) },
            meanings.band.map(LegendItem.band), meanings.flag.map(LegendItem.ring),
        ].compactMap { $0 }
    }

    package func elements(in area: Area) -> [Element] {
        let isNarrow = area.width < Layout.narrow
        let labels = panels.map { EndLabels($0.hasNames ? $0.lines : [], isNarrow: isNarrow) }
        let frames = Frame.stack(
            x, panels.map { ($0.y, $0.weight) }, in: area, right: labels.map(\.width).max() ?? 0)
        return zip(panels, zip(labels, frames)).flatMap { panel, parts in
            elements(panel, labels: parts.0, frame: parts.1, isNarrow: isNarrow)
        }
    }

    private func elements(_ panel: Panel, labels: EndLabels, frame: Frame, isNarrow: Bool) -> [Element] {
        guard !panel.isEmpty else { return frame.blank(blankText) }
        let traces = panel.lines.map { Trace($0, frame) }
        let ends = traces.map { $0.points.compactMap { $0 }.last }
        let height = frame.y.pixel(0)
        let zero = Element.line(Point(frame.plot.left, height), Point(frame.plot.right, height), .ink, width: 2.5)
        return frame.grid + traces.compactMap(\.band) + frame.axes + (panel.hasZero ? [zero] : [])
            + traces.enumerated().map { $1.element(index: $0) }
            + FlagDrawing(frame: frame, traces: traces, isNarrow: isNarrow).elements(panel.flags)
            + labels.elements(ends, frame.plot)
    }
}

/// How a line is broken where it is not firm.
private let dash = "5 4"

/// A line on its way into a picture.
struct Trace {
    let line: LineChart.Line
    /// Its values as pixels.
    let points: [Point?]
    private let frame: Frame

    init(_ line: LineChart.Line, _ frame: Frame) {
        self.line = line
        self.frame = frame
        points = line.values.map { value in
            value.map { Point(frame.x.pixel($0.x), frame.y.pixel($0.y)) }
        }
    }

    /// The area between the ends of the values' bands; nil where there are none.
    var band: Element? {
        let edges = pieces { line.values[$0]?.band != nil }.map { piece -> [Point] in
            let ends = piece.compactMap { index -> (Double, ClosedRange<Double>)? in
                guard let value = line.values[index], let band = value.band else { return nil }
                return (frame.x.pixel(value.x), band)
            }
            return ends.map { Point($0, frame.y.pixel($1.lowerBound)) }
                + ends.reversed().map { Point($0, frame.y.pixel($1.upperBound)) }
        }
        guard !edges.isEmpty else { return nil }
        return .path(edges, closed: true, fill: line.paint)
            .with(["fill-opacity": "0.2", "data-band": line.name])
    }

    /// The line with its markers, of which every line has its own places.
    func element(index: Int) -> Element {
        let firm = segments(isFirm: true)
        let loose = segments(isFirm: false)
        let width = line.marker == nil ? "2.5" : "2"
        let strokes = [(firm, ""), (loose, dash)].filter { !$0.0.isEmpty }.map { paths, dash in
            let path = Element.path(paths, stroke: line.paint).with(["stroke-width": width])
            return dash.isEmpty ? path : path.with(["stroke-dasharray": dash])
        }
        return .group(["data-line": line.name, "stroke-linejoin": "round"], strokes + markers(index))
    }

    /// The markers of about every sixth of the line, and of each value that no segment shows.
    private func markers(_ index: Int) -> [Element] {
        let every = max(1, (points.count + 5) / 6)
        return points.indices.compactMap { place in
            guard let point = points[place] else { return nil }
            let neighbours = [place - 1, place + 1].filter(points.indices.contains)
            let isLone = neighbours.allSatisfy { points[$0] == nil }
            let isMarked = line.marker != nil && (place + index * every / 4) % every == every / 2
            guard isLone || isMarked else { return nil }
            let marker = line.marker ?? .circle
            // What is alone has no dashes to be told by.
            return isLone && line.values[place]?.isFirm == false
                ? marker.outline(at: point, line.paint) : marker.element(at: point, line.paint)
        }
    }

    /// The pieces that are firm, or not: a segment is only where both of its ends are.
    private func segments(isFirm: Bool) -> [[Point]] {
        func isSegment(_ index: Int) -> Bool {
            guard index + 1 < line.values.count, let one = line.values[index], let other = line.values[index + 1]
            else { return false }
            return (one.isFirm && other.isFirm) == isFirm
        }
        return pieces(isSegment).map { piece in
            (piece.lowerBound...piece.upperBound).compactMap { points[$0] }
        }
    }

    /// The runs of indices that pass, each with the index behind its last.
    private func pieces(_ passes: (Int) -> Bool) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        for index in line.values.indices where passes(index) {
            if let last = pieces.last, last.upperBound == index {
                pieces[pieces.count - 1] = last.lowerBound..<index + 1
            } else {
                pieces.append(index..<index + 1)
            }
        }
        return pieces
    }

    /// Whether the line passes through `box`.
    func crosses(_ box: Area) -> Bool {
        zip(points, points.dropFirst()).contains { one, other in
            guard let one, let other, other.x >= box.left, one.x <= box.right else { return false }
            func height(_ x: Double) -> Double {
                other.x == one.x ? one.y : one.y + (other.y - one.y) * (x - one.x) / (other.x - one.x)
            }
            let ends = [height(max(one.x, box.left)), height(min(other.x, box.right))]
            return ends.contains { $0 >= box.top } && ends.contains { $0 <= box.bottom }
        }
    }
}
