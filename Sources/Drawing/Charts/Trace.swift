/// A line on its way into a picture.
struct Trace {
    let line: LineChart.Line
    /// Its values as pixels.
    let points: [Point?]
    private let frame: Frame

    /// How a line is broken where it is not firm.
    static let dash = "5 4"

    init(_ line: LineChart.Line, _ frame: Frame) {
        self.line = line
        self.frame = frame
        points = line.values.map { value in
            value.map { Point(frame.x.pixel($0.x), frame.y.pixel($0.y)) }
        }
    }

    /// The area between the ends of the values' bands; nil where there are none.
    var band: Element? {
        let edges = pieces { line.values[$0]?.band != nil }.map(edge)
        guard !edges.isEmpty else { return nil }
        return .path(edges, closed: true, fill: line.paint)
            .with(["fill-opacity": "0.2", "data-band": line.name])
    }

    /// The edge of the band of some neighbours; that of one value is as wide as its marker.
    private func edge(_ piece: Range<Int>) -> [Point] {
        let ends = piece.flatMap { index -> [(x: Double, band: ClosedRange<Double>)] in
            guard let value = line.values[index], let band = value.band else { return [] }
            let x = frame.x.pixel(value.x)
            return (piece.count == 1 ? [x - 3.5, x + 3.5] : [x]).map { ($0, band) }
        }
        return ends.map { Point($0.x, frame.y.pixel($0.band.lowerBound)) }
            + ends.reversed().map { Point($0.x, frame.y.pixel($0.band.upperBound)) }
    }

    /// The line with its markers, of which every line has its own places.
    func element(index: Int) -> Element {
        let firm = segments(isFirm: true)
        let loose = segments(isFirm: false)
        let width = line.marker == nil ? "2.5" : "2"
        let strokes = [(firm, ""), (loose, Self.dash)].filter { !$0.0.isEmpty }.map { paths, dash in
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
