/// A point of the grid, with coordinates from 0 to 2⁴⁰.
struct GridPoint: Hashable {
    let x, y, z: Int64

    var coordinates: SIMD3<Double> { SIMD3(Double(x), Double(y), Double(z)) }
}

/// Runs on a grid of whole numbers, where the side of a plane that a point is on is decided without rounding.
///
/// The runs of one student lie on one line and those of one size in one plane, so a hull that rounds would have to
/// guess. A step is 2⁻⁴⁰ of the runs' spread along its axis, a thousandth of what counts as flat, and the products
/// of three differences still fit in 128 bits.
struct HullGrid {
    static let steps = Double(1 << 40)

    /// The points, each once.
    let points: [GridPoint]

    /// For each point, the index of the position that it comes from.
    let origins: [Int]

    private let spread: SIMD3<Double>

    /// The grid over `positions`; absent where they have no spread along an axis, up to 1e-9 of that along another.
    init?(_ positions: [SIMD3<Double>]) {
        guard let first = positions.first else { return nil }
        let lower = positions.reduce(first) { pointwiseMin($0, $1) }
        let spread = positions.reduce(first) { pointwiseMax($0, $1) } - lower
        guard spread.min() > HullMesh.flatness * spread.max() else { return nil }
        self.spread = spread
        var found: Set<GridPoint> = []
        var (points, origins): ([GridPoint], [Int]) = ([], [])
        for (index, position) in positions.enumerated() {
            let scaled = ((position - lower) / spread * Self.steps).rounded(.toNearestOrEven)
            let point = GridPoint(x: Int64(scaled.x), y: Int64(scaled.y), z: Int64(scaled.z))
            guard found.insert(point).inserted else { continue }
            points.append(point)
            origins.append(index)
        }
        (self.points, self.origins) = (points, origins)
    }

    /// The normal of `plane` in the positions' own coordinates, of any length.
    func unscaled(_ plane: GridPlane) -> SIMD3<Double> { plane.normal / spread }
}

/// The plane through three points of a grid, its upper side the one from which they run counterclockwise.
struct GridPlane {
    private let x, y, z: Int128
    private let origin: GridPoint

    /// The plane; its normal is zero where the three are on one line.
    init(_ a: GridPoint, _ b: GridPoint, _ c: GridPoint) {
        let first = (Int128(b.x - a.x), Int128(b.y - a.y), Int128(b.z - a.z))
        let second = (Int128(c.x - a.x), Int128(c.y - a.y), Int128(c.z - a.z))
        x = first.1 * second.2 - first.2 * second.1
        y = first.2 * second.0 - first.0 * second.2
        z = first.0 * second.1 - first.1 * second.0
        origin = a
    }

    /// The sign says on which side `point` is: positive above, zero on the plane.
    func height(_ point: GridPoint) -> Int128 {
        // Below 3 · 2⁸¹ · 2⁴⁰.
        x * Int128(point.x - origin.x) + y * Int128(point.y - origin.y) + z * Int128(point.z - origin.z)
    }

    /// The normal of the upper side.
    var normal: SIMD3<Double> { SIMD3(Double(x), Double(y), Double(z)) }
}
