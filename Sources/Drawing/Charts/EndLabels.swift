/// The names of lines beside their right ends, moved apart where these are close, with leaders to them.
struct EndLabels {
    private let lines: [LineChart.Line]
    private let texts: [[String]]

    /// What is between a line's end and its name: the leader, and the mark.
    private static let (leader, mark) = (18.0, 14.0)
    private static let lineHeight = 14.0

    init(_ lines: [LineChart.Line], isNarrow: Bool) {
        self.lines = lines
        texts = lines.map { TextMeasure.wrap($0.name, isNarrow ? 74 : 130, Layout.labelSize) }
    }

    /// How much room they take beside the plot.
    var width: Double {
        guard !lines.isEmpty else { return 8 }
        return Self.leader + Self.mark + (texts.joined().map { TextMeasure.width($0, Layout.labelSize) }.max() ?? 0)
    }

    /// How much of it they take from top to bottom.
    var height: Double { lines.indices.reduce(0) { $0 + height($1) } }

    private func height(_ index: Int) -> Double { Double(texts[index].count) * Self.lineHeight + 5 }

    /// The names of the lines that end at `ends`, beside `plot`.
    func elements(_ ends: [Point?], _ plot: Area) -> [Element] {
        let shown = lines.indices.filter { ends[$0] != nil }
            .sorted { (ends[$0]?.y ?? 0, $0) < (ends[$1]?.y ?? 0, $1) }
        let places = spread(
            shown.compactMap { ends[$0]?.y }, heights: shown.map(height), within: plot.top...plot.bottom)
        return zip(shown, places).flatMap { index, place in
            ends[index].map { elements(index, from: $0, at: Point(plot.right + Self.leader, place)) } ?? []
        }
    }

    private func elements(_ index: Int, from end: Point, at place: Point) -> [Element] {
        let line = lines[index]
        let leader = Element.path(
            [[Point(end.x + 3, end.y), Point(place.x - 8, place.y), Point(place.x - 3, place.y)]], stroke: .rule)
        let center = Point(place.x + 4, place.y)
        let mark =
            line.marker?.element(at: center, line.paint)
            ?? .line(Point(place.x - 1, place.y), Point(place.x + 9, place.y), line.paint, width: 2.5)
        let top = place.y - Double(texts[index].count) * Self.lineHeight / 2
        let words = texts[index].enumerated().map { row, text in
            Element.text(
                text, at: Point(place.x + Self.mark, top + Double(row) * Self.lineHeight + 11), .ink,
                size: Layout.labelSize)
        }
        return [leader, mark] + words
    }
}

/// Middles near rising `targets` for things of these `heights`, none over another, as close to them as that allows, and
/// inside `range` as far as it has room.
func spread(_ targets: [Double], heights: [Double], within range: ClosedRange<Double>) -> [Double] {
    // Measured from where each would stand if all were stacked, none may be below the one before it; what is out of
    // order becomes one block at the mean of its members.
    var offsets: [Double] = []
    for (index, height) in heights.enumerated() {
        offsets.append(index == 0 ? height / 2 : offsets[index - 1] + (heights[index - 1] + height) / 2)
    }
    var blocks: [Block] = []
    for (target, offset) in zip(targets, offsets) {
        blocks.append(Block(sum: target - offset, count: 1))
        while blocks.count > 1, blocks[blocks.count - 2].mean >= blocks[blocks.count - 1].mean {
            let last = blocks.removeLast()
            blocks[blocks.count - 1].sum += last.sum
            blocks[blocks.count - 1].count += last.count
        }
    }
    let room = range.lowerBound...max(range.lowerBound, range.upperBound - heights.reduce(0, +))
    let shifts = blocks.flatMap { block in
        Array(repeating: min(max(block.mean, room.lowerBound), room.upperBound), count: block.count)
    }
    return zip(offsets, shifts).map { $0 + $1 }
}

/// Neighbours that touch.
private struct Block {
    var sum: Double
    var count: Int

    var mean: Double { sum / Double(count) }
}
