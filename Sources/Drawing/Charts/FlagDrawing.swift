/// Rings on lines, each with its words where no line is.
struct FlagDrawing {
    let frame: Frame
    let traces: [Trace]
    let isNarrow: Bool

    private static let height = 17.0

    func elements(_ flags: [LineChart.Flag]) -> [Element] {
        let inside = flags.filter { frame.x.axis.domain.contains($0.x) }.sorted { $0.x < $1.x }
        let rings = inside.map { Point(frame.x.pixel($0.x), frame.y.pixel($0.y)) }
        var taken = rings.map { Area(left: $0.x - 6, top: $0.y - 6, right: $0.x + 6, bottom: $0.y + 6) }
        var (leaders, marks): ([Element], [Element]) = ([], [])
        for (flag, ring) in zip(inside, rings) {
            marks.append(.disc(ring, 4.5, fill: .surface, stroke: flag.paint))
            guard let text = isNarrow ? flag.words?.few : flag.words?.all else { continue }
            let box = box(text, at: ring, clearOf: taken)
            taken.append(box)
            leaders.append(leader(ring, box))
            marks.append(words(text, box))
        }
        // Words keep clear of each other's leaders by their halo.
        return leaders + marks
    }

    private func leader(_ ring: Point, _ box: Area) -> Element {
        let foot = Point(min(max(ring.x, box.left), box.right), box.bottom <= ring.y ? box.bottom : box.top)
        return .line(foot, ring, .rule)
    }

    private func words(_ text: String, _ box: Area) -> Element {
        let place = Point((box.left + box.right) / 2, box.bottom - 5)
        return Element.text(text, at: place, .ink, size: Layout.labelSize, anchor: .middle, halo: .surface)
    }

    /// The place for the words that is nearest to their ring, of those that no line and nothing of `taken` meets.
    private func box(_ text: String, at ring: Point, clearOf taken: [Area]) -> Area {
        let width = TextMeasure.width(text, Layout.labelSize) + 6
        let plot = frame.plot
        let steps = stride(from: 12.0, through: max(plot.height, 12), by: 4)
        let boxes = steps.flatMap { step in
            [ring.y - step - Self.height, ring.y + step].flatMap { top in
                // Over the ring, or to a side of it.
                [0.5, 0.2, 0.8, -0.1, 1.1].map { share in
                    let left = min(max(ring.x - width * share, plot.left + 2), plot.right - width)
                    return Area(left: left, top: top, right: left + width, bottom: top + Self.height)
                }
            }
        }
        let free = boxes.filter { box in
            box.top >= plot.top && box.bottom <= plot.bottom && !taken.contains(where: box.meets)
        }
        return free.first { box in !traces.contains { $0.crosses(box) } } ?? free.first ?? boxes[0]
    }
}
