import Foundation
import ScalingLaws
import TestSupport
import Testing

@Suite struct `Slices of a support hull` {
    @Test func `of a cube are the square, up to the faces themselves`() throws {
        let hull = try SupportHull(`Support hulls`.cube).unwrapped()
        for size in [0, 0.3, 1] {
            #expect(hull.teacherLossNats(logStudentParameters: size) == 0...1)
            #expect(hull.teacherLossKinks(logStudentParameters: size) == [0, 1])
            for loss in [0, 0.5, 1] {
                #expect(hull.logTokens(logStudentParameters: size, teacherLossNats: loss) == 0...1)
            }
            for loss in [-0.1, 1.1, .nan] {
                #expect(hull.logTokens(logStudentParameters: size, teacherLossNats: loss) == nil)
            }
        }
        for size in [-0.1, 1.1, .nan] {
            #expect(hull.teacherLossNats(logStudentParameters: size) == nil)
            #expect(hull.teacherLossKinks(logStudentParameters: size).isEmpty)
            #expect(hull.logTokens(logStudentParameters: size, teacherLossNats: 0.5) == nil)
        }
    }

    @Test func `of an octahedron are squares on their corners, and one point at its ends`() throws {
        let hull = try SupportHull(`Support hulls`.octahedron).unwrapped()
        #expect(hull.teacherLossKinks(logStudentParameters: 1) == [-1, 0, 1])
        #expect(hull.logTokens(logStudentParameters: 1, teacherLossNats: 0.25) == -0.75...0.75)
        #expect(hull.teacherLossNats(logStudentParameters: 2) == 0...0)
        #expect(hull.logTokens(logStudentParameters: 2, teacherLossNats: 0) == 0...0)
        #expect(hull.logTokens(logStudentParameters: 2, teacherLossNats: 0.001) == nil)
    }

    /// The range of log D_S by the half-spaces alone.
    static func scanned(_ hull: SupportHull, _ size: Double, _ loss: Double) -> ClosedRange<Double>? {
        var (lower, upper) = (-Double.infinity, Double.infinity)
        for face in hull.halfSpaces {
            let rest = face.bound - face.logStudentParametersWeight * size - face.teacherLossWeight * loss
            let weight = face.logStudentTokensWeight
            if weight > 0 { upper = min(upper, rest / weight) }
            if weight < 0 { lower = max(lower, rest / weight) }
            if weight == 0, rest < 0 { return nil }
        }
        return lower <= upper ? lower...upper : nil
    }

    @Test(arguments: SupportCloud.allCases)
    func `agree with a dense scan of what the hull contains`(_ cloud: SupportCloud) throws {
        var generator = SeededGenerator(seed: 30)
        for _ in 0..<10 {
            let hull = try SupportHull(cloud.places(40, &generator)).unwrapped()
            for _ in 0..<5 {
                let size = Double.random(in: hull.logStudentParameters, using: &generator)
                let losses = try hull.teacherLossNats(logStudentParameters: size).unwrapped()
                let margin = (losses.upperBound - losses.lowerBound) / 1000
                for step in stride(from: -20.5, to: 1020, by: 7) {
                    let loss = losses.lowerBound + step * margin
                    let found = hull.logTokens(logStudentParameters: size, teacherLossNats: loss)
                    let scanned = Self.scanned(hull, size, loss)
                    #expect((found == nil) == (scanned == nil))
                    guard let found, let scanned else { continue }
                    // Beside the grid's 1e-12 of the spread there is the steepness of a face, up to some hundreds.
                    #expect(abs(found.lowerBound - scanned.lowerBound) < 1e-8)
                    #expect(abs(found.upperBound - scanned.upperBound) < 1e-8)
                    let middle = (found.lowerBound + found.upperBound) / 2
                    #expect(hull.contains(Place(size, middle, loss)))
                }
            }
        }
    }

    @Test(arguments: SupportCloud.allCases)
    func `bend at their kinks and nowhere else`(_ cloud: SupportCloud) throws {
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<10 {
            let hull = try SupportHull(cloud.places(40, &generator)).unwrapped()
            let size = Double.random(in: hull.logStudentParameters, using: &generator)
            func range(_ loss: Double) throws -> Place {
                let range = try hull.logTokens(logStudentParameters: size, teacherLossNats: loss).unwrapped()
                return Place(range.lowerBound, range.upperBound, 0)
            }
            let kinks = hull.teacherLossKinks(logStudentParameters: size)
            let losses = try hull.teacherLossNats(logStudentParameters: size).unwrapped()
            #expect(kinks.first == losses.lowerBound && kinks.last == losses.upperBound)
            var slopes: [Place] = []
            for (from, to) in zip(kinks, kinks.dropFirst()) {
                #expect(from < to)
                guard to - from > 1e-6 * (losses.upperBound - losses.lowerBound) else { continue }
                let (start, middle, end) = (try range(from), try range((from + to) / 2), try range(to))
                // Rounding of logarithms of up to 30.
                #expect(((start + end) / 2 - middle).max() < 1e-12 && ((start + end) / 2 - middle).min() > -1e-12)
                slopes.append((end - start) / (to - from))
            }
            for (before, after) in zip(slopes, slopes.dropFirst()) {
                #expect(before != after)
                // The region is convex: the lower end bends up and the upper down.
                #expect(after.x >= before.x - 1e-6 && after.y <= before.y + 1e-6)
            }
        }
    }

    @Test func `answer as often as they are asked`() throws {
        let hull = try SupportHull.published()
        let slice = try hull.slice(logStudentParameters: log(546e6)).unwrapped()
        #expect(slice.teacherLossNats.lowerBound == 1.8953 && slice.teacherLossNats.upperBound == 2.7545)
        let range = try slice.logTokens(teacherLossNats: 2.7545).unwrapped()
        #expect(range == log(12.3e9)...log(98.5e9))
        #expect(hull.logTokens(logStudentParameters: log(546e6), teacherLossNats: 2.7545) == range)
    }
}
