import Foundation
import ScalingLaws
import TestSupport
import Testing

@Suite struct `Support hulls` {
    static let cube: [Place] = (0..<8).map { Place(Double($0 & 1), Double($0 >> 1 & 1), Double($0 >> 2)) }

    static let octahedron = [
        Place(2, 0, 0), Place(-2, 0, 0), Place(0, 2, 0), Place(0, -2, 0), Place(0, 0, 2), Place(0, 0, -2),
    ]

    @Test func `of a cube are its corners and six faces, whatever lies inside or on it`() throws {
        let edge = [Place(0.25, 0, 0), Place(0.5, 0, 0), Place(1, 0.5, 1)]
        let face = [Place(0.5, 0.5, 1), Place(0.25, 0.75, 0), Place(0, 0.5, 0.5)]
        let inside = [Place(0.5, 0.5, 0.5), Place(0.1, 0.2, 0.3)]
        // The first three are on one line and the first eight in one plane.
        let hull = try SupportHull(edge + face + inside + Self.cube + Self.cube).unwrapped()
        #expect(hull == SupportHull(Self.cube))
        #expect(Set(hull.places) == Set(Self.cube))
        let axes = [Place(1, 0, 0), Place(0, 1, 0), Place(0, 0, 1)]
        let expected = Set(axes.map { [$0: 1.0] } + axes.map { [-$0: 0.0] })
        #expect(hull.halfSpaces.count == 6 && Set(hull.halfSpaces.map { [$0.normal: $0.bound] }) == expected)
        #expect(hull.logStudentParameters == 0...1)
    }

    @Test func `of an octahedron are six corners and eight faces`() throws {
        let hull = try SupportHull([Place(0, 0, 0), Place(1, 1, 0)] + Self.octahedron).unwrapped()
        #expect(Set(hull.places) == Set(Self.octahedron))
        #expect(hull.halfSpaces.count == 8)
        for face in hull.halfSpaces {
            // Every face is at 2/√3 and leans equally to all axes; rounding is a few units of 1e-16.
            #expect(abs(face.bound - 2 / 3.0.squareRoot()) < 1e-14)
            let weights = [face.logStudentParametersWeight, face.logStudentTokensWeight, face.teacherLossWeight]
            #expect(weights.allSatisfy { abs(abs($0) - 1 / 3.0.squareRoot()) < 1e-14 })
        }
        #expect(hull.contains(Place(1, 1, 0)) && !hull.contains(Place(1, 1, 0.01)))
        #expect(hull.contains(Place(1, 1, 0.01), tolerance: 0.01))
    }

    @Test func `of places out of the domain contain nothing`() throws {
        let hull = try SupportHull(Self.cube).unwrapped()
        for bad in [Double.nan, .infinity, -.infinity, -1] {
            #expect(!hull.contains(studentParameters: bad, studentTokens: 2, teacherLossNats: 0.5))
            #expect(!hull.contains(studentParameters: 2, studentTokens: bad, teacherLossNats: 0.5))
            #expect(!hull.contains(studentParameters: 2, studentTokens: 2, teacherLossNats: bad))
        }
    }

    @Test(arguments: SupportCloud.allCases)
    func `contain what every supporting plane of three runs has below it`(_ cloud: SupportCloud) throws {
        var generator = SeededGenerator(seed: 20)
        var hulls = 0
        for count in [8, 18, 30] {
            for _ in 0..<5 {
                let places = cloud.places(count, &generator)
                let planes = SupportingPlanes(places)
                // Eight runs of one student are flat.
                guard let hull = SupportHull(places) else { continue }
                hulls += 1
                for place in places { #expect(hull.contains(place)) }
                for _ in 0..<300 {
                    let place = SupportCloud.place(near: places, &generator)
                    let height = planes.height(place)
                    // The grid moves a run by 1e-12 of the spread, which a sliver of a face may lengthen.
                    guard abs(height) > 1e-9 else { continue }
                    #expect(hull.contains(place, tolerance: 0) == (height < 0), "\(place) \(height)")
                }
            }
        }
        #expect(hulls >= 10)
    }

    @Test(arguments: SupportCloud.allCases)
    func `do not depend on the order of the runs, nor on those inside`(_ cloud: SupportCloud) throws {
        var generator = SeededGenerator(seed: 21)
        for _ in 0..<20 {
            let places = cloud.places(60, &generator)
            let hull = try SupportHull(places).unwrapped()
            #expect(SupportHull(places.shuffled(using: &generator)) == hull)
            #expect(SupportHull(runs: hull.vertices) == hull)
            // Euler: with E edges, 2 E = the corners of all faces, and V − E + F = 2.
            let touching = hull.halfSpaces.map { face in hull.places.filter { face.height($0) > -1e-9 }.count }
            #expect(2 * (hull.vertices.count + hull.halfSpaces.count - 2) == touching.reduce(0, +))
        }
    }

    @Test func `of thousands of runs are found in a moment`() throws {
        var generator = SeededGenerator(seed: 22)
        let places = SupportCloud.random.places(4000, &generator)
        let hull = try SupportHull(places).unwrapped()
        #expect(places.allSatisfy { hull.contains($0) })
        #expect(hull.vertices.allSatisfy(Set(places.map(SupportHull.Run.init)).contains))
    }

    @Test func `do not exist where the runs have no volume`() {
        var generator = SeededGenerator(seed: 23)
        let places = SupportCloud.random.places(50, &generator)
        #expect(SupportHull(runs: []) == nil)
        for count in 1...3 { #expect(SupportHull(Array(places.prefix(count))) == nil) }
        #expect(SupportHull(Array(repeating: places[0], count: 9)) == nil)
        for axis in 0..<3 {
            var flat = places
            for index in flat.indices { flat[index][axis] = 20 }
            #expect(SupportHull(flat) == nil)
        }
        let line = places.map { Place($0.x, 3 * $0.x, 7 - $0.x) }
        #expect(SupportHull(line) == nil)
    }

    @Test func `take runs for flat up to 1e-9 of their spread, in a plane of any slope`() {
        var generator = SeededGenerator(seed: 24)
        func cloud(_ thickness: Double) -> [Place] {
            SupportCloud.random.places(50, &generator).map { place in
                let share = Double.random(in: 0...1, using: &generator)
                return Place(place.x, place.y, (place.x + place.y) / 40 + thickness * share)
            }
        }
        // log(exp(x)) is off by 4e-15, so a thickness of 1e-11 is no accident.
        #expect(SupportHull(cloud(0)) == nil && SupportHull(cloud(1e-11)) == nil)
        #expect(SupportHull(cloud(1e-7)) != nil)
    }
}
