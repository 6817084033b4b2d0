import Foundation
import ScalingLaws
import TestSupport

typealias Place = SIMD3<Double>

extension SupportHull {
    /// The hull of places in its own coordinates.
    init?(_ places: [Place]) { self.init(runs: places.map(Run.init)) }

    func contains(_ place: Place, tolerance: Double = 1e-9) -> Bool {
        contains(
            studentParameters: exp(place.x), studentTokens: exp(place.y), teacherLossNats: place.z,
            tolerance: tolerance)
    }

    /// The corners in the hull's own coordinates.
    var places: [Place] {
        vertices.map { Place(log($0.studentParameters), log($0.studentTokens), $0.teacherLossNats) }
    }
}

extension SupportHull.Run {
    init(_ place: Place) {
        self.init(studentParameters: exp(place.x), studentTokens: exp(place.y), teacherLossNats: place.z)
    }
}

/// Clouds of places to make hulls of.
enum SupportCloud: CaseIterable {
    /// Anywhere in a box.
    case random
    /// On the points of a small lattice, many of them more than once and most in one plane with many others.
    case lattice
    /// A few students with many teacher losses each, as runs are: most on one line with many others.
    case columns
    /// As random, with axes that differ by a factor of a million.
    case stretched

    func places(_ count: Int, _ generator: inout SeededGenerator) -> [Place] {
        func uniform(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &generator) }
        func whole() -> Double { Double(Int.random(in: 0...4, using: &generator)) }
        switch self {
        case .random: return (0..<count).map { _ in Place(uniform(18...23), uniform(22...27), uniform(1.9...2.8)) }
        case .lattice: return (0..<count).map { _ in Place(whole(), whole(), whole()) }
        case .columns:
            let students = (0..<(count / 6)).map { (18 + Double($0 % 5), uniform(22...27)) }
            return (0..<count).map {
                let student = students[$0 % students.count]
                return Place(student.0, student.1, 1.9 + whole() / 5)
            }
        case .stretched:
            return (0..<count).map { _ in Place(uniform(18...18.001), uniform(22...27), uniform(0...1000)) }
        }
    }

    /// A place in the box around `places`, or a little outside.
    static func place(near places: [Place], _ generator: inout SeededGenerator) -> Place {
        let lower = places.reduce(places[0]) { pointwiseMin($0, $1) }
        let upper = places.reduce(places[0]) { pointwiseMax($0, $1) }
        let share = Place.random(in: -0.1...1.1, using: &generator)
        return lower + (upper - lower) * share
    }
}

/// The planes through any three places that have all others on one side, found by trying them all.
struct SupportingPlanes {
    private var planes: [(normal: Place, bound: Double)] = []

    /// Scaled as a hull scales, so that one tolerance does for all clouds.
    private let lower: Place
    private let spread: Place

    init(_ places: [Place]) {
        lower = places.reduce(places[0]) { pointwiseMin($0, $1) }
        spread = places.reduce(places[0]) { pointwiseMax($0, $1) } - lower
        let scaled = Set(places).map { [lower, spread] in ($0 - lower) / spread }
        for a in scaled.indices {
            for b in scaled.indices.dropFirst(a + 1) {
                for c in scaled.indices.dropFirst(b + 1) { add(scaled[a], scaled[b], scaled[c], scaled) }
            }
        }
    }

    private mutating func add(_ a: Place, _ b: Place, _ c: Place, _ places: [Place]) {
        let (u, v) = (b - a, c - a)
        let cross = Place(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x)
        let length = (cross * cross).sum().squareRoot()
        guard length > 1e-9 else { return }
        let normal = cross / length
        let bound = (normal * a).sum()
        let heights = places.map { (normal * $0).sum() - bound }
        // Coplanar ones are off by rounding, 1e-15 over the length of the product.
        if heights.allSatisfy({ $0 < 1e-12 / length }) { planes.append((normal, bound)) }
        if heights.allSatisfy({ $0 > -1e-12 / length }) { planes.append((-normal, -bound)) }
    }

    /// How far outside `place` is, as a share of the spread; negative inside.
    func height(_ place: Place) -> Double {
        let scaled = (place - lower) / spread
        return planes.map { ($0.normal * scaled).sum() - $0.bound }.max() ?? .nan
    }
}
