/// A quantity on a grid of places, and where it passes a value: marching squares, with straight lines between places.
struct Field {
    /// The places' distances from the left, in pixels.
    let xs: [Double]
    /// Their distances from the top, in pixels.
    let ys: [Double]
    /// The quantity by row and column; nil where there is none.
    let values: [[Double?]]

    /// A place of a contour.
    private struct Vertex {
        let point: Point
        /// Whether the quantity passes the value there; if not, it ends there.
        let isCrossing: Bool
    }

    /// The sides of a square, between its corners as they follow each other around it.
    private struct Edge: Hashable {
        let column: Int
        let row: Int
        let isVertical: Bool
    }

    /// The rings around where the quantity is at least `level`: those around holes go the other way round.
    func rings(from level: Double) -> [[Point]] {
        loops(level).map { Self.straightened($0.map(\.point)) }.filter { $0.count > 2 }
    }

    /// The lines along which the quantity passes `level`.
    func lines(at level: Double) -> [[Point]] { loops(level).flatMap(Self.crossings) }

    /// The runs of crossings of a loop; the whole loop where there is nothing else.
    private static func crossings(_ loop: [Vertex]) -> [[Point]] {
        guard let gap = loop.firstIndex(where: { !$0.isCrossing }) else {
            return [loop.map(\.point) + loop.prefix(1).map(\.point)]
        }
        let runs = (loop[gap...] + loop[..<gap]).split { !$0.isCrossing }
        return runs.map { $0.map(\.point) }.filter { $0.count > 1 }
    }

    /// Each loop keeps what is inside on the same side of it.
    private func loops(_ level: Double) -> [[Vertex]] {
        var (next, order): ([Edge: Edge], [Edge]) = ([:], [])
        // Around the grid there is a frame of places that are outside.
        for row in -1..<ys.count {
            for column in -1..<xs.count {
                for (from, to) in steps(column, row, level) {
                    next[from] = to
                    order.append(from)
                }
            }
        }
        return order.compactMap { start in
            guard var edge = next.removeValue(forKey: start) else { return nil }
            var loop = [vertex(start, level)]
            while edge != start {
                loop.append(vertex(edge, level))
                guard let following = next.removeValue(forKey: edge) else { break }
                edge = following
            }
            return loop
        }
    }

    /// The pieces of contours across one square: around it, from where the inside ends to where it begins again.
    private func steps(_ column: Int, _ row: Int, _ level: Double) -> [(Edge, Edge)] {
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map { isInside(column + $0.0, row + $0.1, level) }
        let edges = [
            Edge(column: column, row: row, isVertical: false), Edge(column: column + 1, row: row, isVertical: true),
            Edge(column: column, row: row + 1, isVertical: false), Edge(column: column, row: row, isVertical: true),
        ]
        return (0..<4).filter { corners[$0] && !corners[($0 + 1) % 4] }.map { side in
            let end = (1...3).first { !corners[(side + $0) % 4] && corners[(side + $0 + 1) % 4] } ?? 3
            return (edges[side], edges[(side + end) % 4])
        }
    }

    private func value(_ column: Int, _ row: Int) -> Double? {
        ys.indices.contains(row) && xs.indices.contains(column) ? values[row][column] : nil
    }

    private func isInside(_ column: Int, _ row: Int, _ level: Double) -> Bool {
        value(column, row).map { $0 >= level } ?? false
    }

    private func vertex(_ edge: Edge, _ level: Double) -> Vertex {
        let other = (column: edge.column + (edge.isVertical ? 0 : 1), row: edge.row + (edge.isVertical ? 1 : 0))
        let (one, two) = (place(edge.column, edge.row), place(other.column, other.row))
        guard let first = value(edge.column, edge.row), let second = value(other.column, other.row) else {
            return Vertex(point: Point((one.x + two.x) / 2, (one.y + two.y) / 2), isCrossing: false)
        }
        let share = (level - first) / (second - first)
        // An infinite level or quantity is passed nowhere between; the middle is as good.
        let part = share.isFinite ? min(max(share, 0), 1) : 0.5
        return Vertex(
            point: Point(one.x + (two.x - one.x) * part, one.y + (two.y - one.y) * part), isCrossing: true)
    }

    /// A place of the grid, or of its frame, which lies on the grid's own border.
    private func place(_ column: Int, _ row: Int) -> Point {
        Point(xs[min(max(column, 0), xs.count - 1)], ys[min(max(row, 0), ys.count - 1)])
    }

    /// A ring without those points that lie on a horizontal or vertical line between their neighbours.
    private static func straightened(_ ring: [Point]) -> [Point] {
        // The frame has each corner of the grid twice.
        let ring = ring.indices.filter { ring[$0] != ring[($0 + 1) % ring.count] }.map { ring[$0] }
        return ring.indices.filter { index in
            let (one, two, three) = (
                ring[(index + ring.count - 1) % ring.count], ring[index], ring[(index + 1) % ring.count]
            )
            return !(one.x == two.x && two.x == three.x) && !(one.y == two.y && two.y == three.y)
        }.map { ring[$0] }
    }
}
