/// The convex hull of points of a grid as triangles, by adding one point after the other.
struct HullMesh {
    /// Points that lie in one plane up to this share of the grid's width have no hull.
    static let flatness = 1e-9

    /// Three points, by their indices, with the plane that has all others on it or below.
    struct Triangle {
        let corners: [Int]
        let plane: GridPlane
    }

    let points: [GridPoint]
    private(set) var triangles: [Triangle] = []

    /// The hull of `points`; absent where they are flat.
    init?(_ points: [GridPoint]) {
        self.points = points
        guard let first = Self.tetrahedron(points) else { return nil }
        triangles = first.indices.map { left in
            let base = first.indices.filter { $0 != left }.map { first[$0] }
            let triangle = triangle(base[0], base[1], base[2])
            return triangle.plane.height(points[first[left]]) < 0 ? triangle : self.triangle(base[0], base[2], base[1])
        }
        for index in points.indices { add(index) }
    }

    private func triangle(_ a: Int, _ b: Int, _ c: Int) -> Triangle {
        Triangle(corners: [a, b, c], plane: GridPlane(points[a], points[b], points[c]))
    }

    /// Replaces the triangles that see the point by those between it and their outline.
    ///
    /// A triangle in whose plane the point lies does not see it. Those that do are one patch all the same, and the
    /// point is on the line of no edge of its outline: both its triangles would have to see the point, or neither.
    private mutating func add(_ index: Int) {
        let isVisible = triangles.map { $0.plane.height(points[index]) > 0 }
        guard isVisible.contains(true) else { return }
        let outline = Set(zip(triangles, isVisible).filter(\.1).flatMap { $0.0.sides })
        triangles = zip(triangles, isVisible).filter { !$0.1 }.map(\.0)
        for side in outline where !outline.contains(side.reversed) {
            triangles.append(triangle(side.from, side.to, index))
        }
    }

    /// Four points far from one plane, by their indices; nil where there are none.
    private static func tetrahedron(_ points: [GridPoint]) -> [Int]? {
        let places = points.map(\.coordinates)
        func farthest(_ distance: (SIMD3<Double>) -> Double) -> Int? {
            let distances = places.map { abs(distance($0)) }
            guard let most = distances.max(), most > flatness * HullGrid.steps else { return nil }
            return distances.firstIndex(of: most)
        }
        guard let base = places.first, let second = farthest({ ($0 - base).length }) else { return nil }
        let line = places[second] - base
        guard let third = farthest({ ($0 - base).cross(line).length / line.length }) else { return nil }
        let normal = line.cross(places[third] - base)
        guard let fourth = farthest({ ($0 - base).dot(normal) / normal.length }) else { return nil }
        return [0, second, third, fourth]
    }
}

extension HullMesh.Triangle {
    fileprivate struct Side: Hashable {
        let from, to: Int

        var reversed: Side { Side(from: to, to: from) }
    }

    fileprivate var sides: [Side] {
        corners.indices.map { Side(from: corners[$0], to: corners[($0 + 1) % 3]) }
    }
}
