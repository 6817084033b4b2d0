/// The classes of a map side by side, with the limits between them.
struct ColorBar {
    let classes: Classes
    let key: HeatMap.Key

    /// The bar, for which `area` loses its top.
    func elements(_ area: inout Area) -> [Element] {
        let (left, right, top) = (area.left, area.right, area.top)
        area.top += 74
        let width = (right - left) / Double(classes.paints.count)
        let title = Element.text(key.title, at: Point(left, top + 10), .muted, size: Layout.labelSize)
        let boxes = classes.paints.enumerated().map { index, paint in
            Element.rectangle(
                Area(
                    left: left + width * Double(index), top: top + 18, right: left + width * Double(index + 1),
                    bottom: top + 30), fill: paint)
        }
        let ticks = classes.limits.enumerated().flatMap { index, limit in
            tick(limit, at: left + width * Double(index + 1), top: top + 18, room: width)
        }
        let ends: [Element] = [
            .text(key.low, at: Point(left, top + 59), .muted, size: Layout.footSize),
            .text(key.high, at: Point(right, top + 59), .muted, size: Layout.footSize, anchor: .end),
        ]
        return [.group(["data-part": "key"], [title] + boxes + ticks + ends)]
    }

    private func tick(_ limit: Double, at x: Double, top: Double, room: Double) -> [Element] {
        let isZero = classes.isDiverging && limit == 0
        let mark = Element.line(
            Point(x, top - (isZero ? 4 : 0)), Point(x, top + 16), isZero ? .ink : .rule, width: isZero ? 2.5 : 1)
        let text = Notation.decimal.text(limit)
        return [
            mark,
            .text(
                text, at: Point(x, top + 27), isZero ? .ink : .muted, size: Layout.footSize, anchor: .middle),
        ]
    }
}
