import Foundation

/// The convex hull of a set's runs in log N_S, log D_S and L_T: where the law rests on what was measured around it.
///
/// The logarithms are natural, the loss is in nats per token. Hulls of the same corners are equal, whatever the order
/// of their runs and whichever others lie inside.
public struct SupportHull: Hashable, Sendable {
    /// A run, or a corner of the region that is none, as far as its place is concerned.
    public struct Run: Hashable, Sendable {
        /// N_S.
        public let studentParameters: Double
        /// D_S.
        public let studentTokens: Double
        /// L_T in nats per token.
        public let teacherLossNats: Double

        /// Makes a run; the counts must be positive and finite, the loss finite.
        public init(studentParameters: Double, studentTokens: Double, teacherLossNats: Double) {
            precondition(
                Domain.positive.contains(studentParameters) && Domain.positive.contains(studentTokens)
                    && teacherLossNats.isFinite, "a run has counts and a loss")
            self.studentParameters = studentParameters
            self.studentTokens = studentTokens
            self.teacherLossNats = teacherLossNats
        }
    }

    /// One for each face; the region is where all of them hold.
    public let halfSpaces: [HalfSpace]

    /// The corners, sorted by their places.
    let corners: [Corner]

    /// The lines between two faces.
    let edges: [Edge]

    /// The hull of `runs`; absent where they do not span three dimensions, but lie in one plane up to 1e-9 of their
    /// spread.
    public init?(runs: [Run]) {
        guard let grid = HullGrid(runs.map(\.position)), let mesh = HullMesh(grid.points) else { return nil }
        let faces = HullFaces(mesh)
        let corners = faces.corners.enumerated().map { place, index in
            let run = runs[grid.origins[index]]
            return Corner(
                run: run, position: run.position,
                faces: Set(faces.cornersOfFaces.indices.filter { faces.cornersOfFaces[$0].contains(place) }))
        }
        let halfSpaces = faces.planes.map { HalfSpace(normal: grid.unscaled($0), touching: corners) }
        self.init(halfSpaces: halfSpaces, corners: corners)
    }

    /// Makes a hull of its parts; the corners name their faces by index.
    init(halfSpaces: [HalfSpace], corners: [Corner]) {
        self.halfSpaces = halfSpaces
        self.corners = corners
        edges = corners.indices.flatMap { from in
            corners.indices.dropFirst(from + 1)
                // Two corners of the same two faces lie on the line where these meet.
                .filter { corners[from].faces.intersection(corners[$0].faces).count >= 2 }
                .map { Edge(from: from, to: $0) }
        }
    }

    /// The corners of the region, sorted by N_S, then D_S, then L_T.
    public var vertices: [Run] { corners.map(\.run) }

    /// The range of log N_S over the whole region.
    public var logStudentParameters: ClosedRange<Double> {
        let values = corners.map(\.position.x)
        // A hull has at least four corners.
        return (values.min() ?? .nan)...(values.max() ?? .nan)
    }

    /// Whether a place is inside, or outside by no more than `tolerance`; never where a value is not finite.
    ///
    /// - Parameters:
    ///   - studentParameters: N_S.
    ///   - studentTokens: D_S.
    ///   - teacherLossNats: L_T in nats per token.
    ///   - tolerance: a distance from each face in the hull's coordinates, logarithms and nats. What is on a face may
    ///     be outside by its rounding, some 1e-14.
    public func contains(
        studentParameters: Double, studentTokens: Double, teacherLossNats: Double, tolerance: Double = 1e-9
    ) -> Bool {
        let position = SIMD3(log(studentParameters), log(studentTokens), teacherLossNats)
        return halfSpaces.allSatisfy { $0.height(position) <= tolerance }
    }
}

extension SupportHull {
    /// Where `weights · (log N_S, log D_S, L_T) ≤ bound`.
    public struct HalfSpace: Hashable, Sendable {
        /// The outward normal, of length one.
        package let normal: SIMD3<Double>
        /// The greatest value of the sum inside.
        public let bound: Double

        /// What log N_S counts in the sum; the squares of the three weights add up to one.
        public var logStudentParametersWeight: Double { normal.x }
        /// What log D_S counts in the sum.
        public var logStudentTokensWeight: Double { normal.y }
        /// What L_T in nats per token counts in the sum.
        public var teacherLossWeight: Double { normal.z }

        /// The half-space of a normal of any length, up to `bound` in the same length.
        init(normal: SIMD3<Double>, bound: Double) {
            let length = normal.length
            self.normal = normal / length
            self.bound = bound / length
        }

        /// The half-space that holds all of `corners`, and touches one of them at least.
        init(normal: SIMD3<Double>, touching corners: [Corner]) {
            let unit = normal / normal.length
            self.normal = unit
            bound = corners.map { unit.dot($0.position) }.max() ?? .nan
        }

        /// How far `position` is outside; negative inside.
        package func height(_ position: SIMD3<Double>) -> Double { normal.dot(position) - bound }
    }

    /// A corner with its faces, by their indices in ``halfSpaces``.
    struct Corner: Hashable, Sendable {
        let run: Run
        let position: SIMD3<Double>
        var faces: Set<Int>
    }

    /// Two corners, by their indices, with a line between them that belongs to two faces.
    struct Edge: Hashable, Sendable {
        let from: Int
        let to: Int
    }
}

extension SupportHull.Run {
    /// The hull's coordinates.
    var position: SIMD3<Double> { SIMD3(log(studentParameters), log(studentTokens), teacherLossNats) }
}

extension SIMD3<Double> {
    func dot(_ other: Self) -> Double { (self * other).sum() }

    var length: Double { dot(self).squareRoot() }

    func cross(_ other: Self) -> Self {
        Self(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }
}
