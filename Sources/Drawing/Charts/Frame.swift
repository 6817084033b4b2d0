/// Two axes around the inside of a chart.
struct Frame {
    let x: Scale
    let y: Scale
    /// What the axes enclose.
    let plot: Area

    /// Where the titles begin.
    private let left: Double
    private let xTicks: [Axis.Tick]
    private let yTicks: [Axis.Tick]
    /// Whether the horizontal axis is named below; if not, another frame below has the same.
    private let isNamed: Bool

    /// What is above the plot, the title of the vertical axis, and below it, ticks and the title of the horizontal one.
    private static let (head, foot) = (22.0, 42.0)

    /// What is between two frames.
    private static let gap = 10.0

    /// The height of frames around plots of these heights.
    static func height(ofPlots plots: [Double]) -> Double {
        plots.reduce(foot - gap) { $0 + head + $1 + gap }
    }

    /// Frames over one horizontal axis, each with its vertical one and its share of the height of `area`, with `right`
    /// pixels beside them left for labels.
    static func stack(
        _ x: Axis, _ panels: [(y: Axis, weight: Double)], in area: Area, right: Double
    ) -> [Frame] {
        let weights = panels.reduce(0) { $0 + $1.weight }
        let room = area.height - height(ofPlots: panels.map { _ in 0 })
        var top = area.top + head
        let plots = panels.map { panel in
            defer { top += room * panel.weight / weights + gap + head }
            return (top, top + room * panel.weight / weights)
        }
        let ticks = zip(panels, plots).map { panel, plot in
            panel.y.ticks(most: max(4, Int((plot.1 - plot.0) / 24)))
        }
        let labels = ticks.joined().map { TextMeasure.width($0.text, Layout.labelSize) }.max() ?? 0
        return panels.indices.map { index in
            let plot = Area(
                left: area.left + labels + 8, top: plots[index].0, right: area.right - right, bottom: plots[index].1)
            return Frame(x, panels[index].y, plot, from: area.left, ticks[index], isNamed: index == panels.count - 1)
        }
    }

    private init(
        _ xAxis: Axis, _ yAxis: Axis, _ plot: Area, from left: Double, _ yTicks: [Axis.Tick], isNamed: Bool
    ) {
        self.plot = plot
        self.left = left
        self.yTicks = yTicks
        self.isNamed = isNamed
        x = Scale(axis: xAxis, start: plot.left, end: plot.right)
        xTicks = Self.ticks(x)
        y = Scale(axis: yAxis, start: plot.bottom, end: plot.top)
    }

    /// As many ticks of a horizontal axis as have room for their names beside each other.
    private static func ticks(_ x: Scale) -> [Axis.Tick] {
        func haveRoom(_ ticks: [Axis.Tick]) -> Bool {
            zip(ticks, ticks.dropFirst()).allSatisfy { one, other in
                let widths = [one, other].map { TextMeasure.width($0.text, Layout.labelSize) }
                return x.pixel(other.value) - x.pixel(one.value) >= (widths[0] + widths[1]) / 2 + 12
            }
        }
        let most = max(2, Int((x.end - x.start) / 44))
        let tries = (2...most).reversed().lazy.map { x.axis.ticks(most: $0) }
        return tries.first(where: haveRoom) ?? []
    }

    /// Lines across the plot at the ticks, to be drawn first.
    var grid: [Element] {
        yTicks.map { tick in
            let height = y.pixel(tick.value)
            return .line(Point(plot.left, height), Point(plot.right, height), .grid)
        }
            + xTicks.map { tick in
                let place = x.pixel(tick.value)
                return .line(Point(place, plot.top), Point(place, plot.bottom), .grid)
            }
    }

    /// The axes with their ticks and titles.
    var axes: [Element] {
        let base = Element.line(Point(plot.left, plot.bottom), Point(plot.right, plot.bottom), .rule)
        let title = Element.text(y.axis.title, at: Point(left, plot.top - 10), .muted, size: Layout.labelSize)
        let vertical = Element.group(["data-part": "y-ticks"], yTicks.map(mark))
        guard isNamed else { return [base, vertical, title] }
        return [base, .group(["data-part": "x-ticks"], xTicks.flatMap(marks)), vertical, title, name]
    }

    /// The horizontal axis alone, and words where the plot would be.
    func blank(_ text: String) -> [Element] {
        let lines = TextMeasure.wrap(text, plot.width * 0.8, Layout.textSize)
        let middle = (plot.top + plot.bottom - 18 * Double(lines.count)) / 2
        let words = lines.enumerated().map { index, line in
            Element.text(
                line, at: Point((plot.left + plot.right) / 2, middle + 18 * Double(index + 1)), .ink,
                size: Layout.textSize, anchor: .middle)
        }
        let ground = Element.rectangle(plot, fill: .blank)
        return [ground] + words + (isNamed ? [.group(["data-part": "x-ticks"], xTicks.flatMap(marks)), name] : [])
    }

    private var name: Element {
        .text(
            x.axis.title, at: Point((plot.left + plot.right) / 2, plot.bottom + 38), .muted, size: Layout.labelSize,
            anchor: .middle)
    }

    private func marks(_ tick: Axis.Tick) -> [Element] {
        let place = x.pixel(tick.value)
        return [
            .line(Point(place, plot.bottom), Point(place, plot.bottom + 5), .rule),
            .text(
                tick.text, at: Point(place, plot.bottom + 19), .muted, size: Layout.labelSize, anchor: .middle),
        ]
    }

    private func mark(_ tick: Axis.Tick) -> Element {
        .text(
            tick.text, at: Point(plot.left - 8, y.pixel(tick.value) + 4), .muted, size: Layout.labelSize, anchor: .end)
    }
}
