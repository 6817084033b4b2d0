/// The faces of a hull with the corners of each: the triangles of a mesh, those of one plane taken together.
///
/// All is sorted by the corners' places, so that the same corners make the same faces to the last bit.
struct HullFaces {
    /// The corners, by the indices of their points.
    let corners: [Int]

    /// The corners of each face, by their indices in ``corners``, ascending.
    let cornersOfFaces: [[Int]]

    /// The plane of each face, with the hull below.
    let planes: [GridPlane]

    init(_ mesh: HullMesh) {
        let faces = Self.merged(mesh)
        // What is inside a face or on the line between two is no corner, though it may be one of a triangle.
        let counts = faces.reduce(into: [:]) { counts, face in face.forEach { counts[$0, default: 0] += 1 } }
        let corners = counts.filter { $0.value >= 3 }.keys.sorted { mesh.points[$0].precedes(mesh.points[$1]) }
        let cornersOfFaces = faces.map { face in corners.indices.filter { face.contains(corners[$0]) } }
            .sorted { $0.lexicographicallyPrecedes($1) }
        self.corners = corners
        self.cornersOfFaces = cornersOfFaces
        planes = cornersOfFaces.map { face in
            // No three corners of a face are on one line.
            let points = face.prefix(3).map { mesh.points[corners[$0]] }
            let plane = GridPlane(points[0], points[1], points[2])
            let isOutward = corners.allSatisfy { plane.height(mesh.points[$0]) <= 0 }
            return isOutward ? plane : GridPlane(points[0], points[2], points[1])
        }
    }

    /// The points of all triangles of each plane.
    private static func merged(_ mesh: HullMesh) -> [Set<Int>] {
        var faces: [(plane: GridPlane, points: Set<Int>)] = []
        for triangle in mesh.triangles {
            let match = faces.firstIndex { face in
                triangle.corners.allSatisfy { face.plane.height(mesh.points[$0]) == 0 }
            }
            if let match {
                faces[match].points.formUnion(triangle.corners)
            } else {
                faces.append((triangle.plane, Set(triangle.corners)))
            }
        }
        return faces.map(\.points)
    }
}

extension GridPoint {
    /// Whether it comes first in the order of the axes.
    fileprivate func precedes(_ other: GridPoint) -> Bool { (x, y, z) < (other.x, other.y, other.z) }
}
