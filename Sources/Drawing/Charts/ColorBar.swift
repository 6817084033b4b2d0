/// The classes of a map side by side, with the limits between them.
struct ColorBar {
    let classes: Classes
    let key: HeatMap.Key

    /// What it takes of its area.
    static let height = 74.0

    /// The bar, for which `area` loses its top.
    func elements(_ area: inout Area) -> [Element] {
        let (left, right, top) = (area.left, area.right, area.top)
        area.top += Self.height
        let width = (right - left) / Double(classes.paints.count)
        let title = Element.text(key.title, at: Point(left, top + 10), .muted, size: Layout.labelSize)
        let boxes = classes.paints.enumerated().map { index, paint in
            Element.rectangle(
                Area(
                    left: left + width * Double(index), top: top + 18, right: left + width * Double(index + 1),
                    bottom: top + 30), fill: paint)
        }
        let every = every(width)
        let first = (classes.limits.firstIndex(of: 0) ?? 0) % every
        let ticks = classes.limits.enumerated().flatMap { index, limit in
            tick(limit, at: left + width * Double(index + 1), top: top + 18, isNamed: index % every == first)
        }
        let ends: [Element] = [
            .text(key.low, at: Point(left, top + 59), .muted, size: Layout.footSize),
            .text(key.high, at: Point(right, top + 59), .muted, size: Layout.footSize, anchor: .end),
        ]
        return [.group(["data-part": "key"], [title] + boxes + ticks + ends)]
    }

    /// Which limits are named, counted from 0: every one, or every second or third where they have less room.
    private func every(_ room: Double) -> Int {
        let widest = classes.limits.map { TextMeasure.width(Notation.decimal.text($0), Layout.footSize) }.max() ?? 0
        return max(1, Int(((widest + 6) / room).rounded(.up)))
    }

    private func tick(_ limit: Double, at x: Double, top: Double, isNamed: Bool) -> [Element] {
        let isZero = classes.isDiverging && limit == 0
        let mark = Element.line(
            Point(x, top - (isZero ? 4 : 0)), Point(x, top + 16), isZero ? .ink : .rule, width: isZero ? 2.5 : 1)
        let name = Element.text(
            Notation.decimal.text(limit), at: Point(x, top + 27), isZero ? .ink : .muted, size: Layout.footSize,
            anchor: .middle)
        return isNamed ? [mark, name] : [mark]
    }
}
