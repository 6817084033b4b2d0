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
            meanings.firm.map { LegendItem.stroke(nil, $0) }, meanings.loose.map { LegendItem.stroke(Trace.dash, $0) },
            meanings.band.map(LegendItem.band), meanings.flag.map(LegendItem.ring),
        ].compactMap { $0 }
    }

    package func leastHeight(width: Double) -> Double {
        let labels = labels(width)
        // Heights go by weight, so the panel that needs the most for its weight tells what all get.
        let unit = zip(panels, labels).map { max($1.height, 90) / $0.weight }.max() ?? 0
        return Frame.height(ofPlots: panels.map { $0.weight * unit })
    }

    private func labels(_ width: Double) -> [EndLabels] {
        panels.map { EndLabels($0.hasNames ? $0.lines : [], isNarrow: width < Layout.narrow) }
    }

    package func elements(in area: Area) -> [Element] {
        let isNarrow = area.width < Layout.narrow
        let labels = labels(area.width)
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
