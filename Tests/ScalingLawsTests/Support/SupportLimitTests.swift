import Foundation
import ScalingLaws
import TestSupport
import Testing

@Suite struct `Support hulls with a limit on tokens per parameter` {
    @Test func `of a cube cut in half are a prism`() throws {
        let hull = try SupportHull(`Support hulls`.cube).unwrapped()
        let half = try hull.limited(tokensPerParameter: 0...1).unwrapped()
        // log D_S ≤ log N_S leaves the corners with y ≤ x, two of them on the cut.
        #expect(Set(half.places) == Set(`Support hulls`.cube.filter { $0.y <= $0.x }))
        #expect(half.halfSpaces.count == 5)
        #expect(half.logTokens(logStudentParameters: 0.5, teacherLossNats: 0.5) == 0...0.5)
    }

    @Test func `are the same where the limit touches nothing`() throws {
        let hull = try SupportHull.published()
        #expect(hull.limited(tokensPerParameter: 0...Double.infinity) == hull)
        #expect(hull.limited(tokensPerParameter: 1...1000) == hull)
        // 202.1 and 16.57 are the runs' own ends: 28.9 B over 143 M, 128.4 B over 7.75 B.
        #expect(hull.limited(tokensPerParameter: (128.4e9 / 7.75e9)...(28.9e9 / 143e6)) == hull)
    }

    @Test(arguments: [0...10.0, 300...1000.0, 50...50.0, 0...(128.4 / 7.75)])
    func `do not exist where nothing with a volume is left`(_ range: ClosedRange<Double>) throws {
        #expect(try SupportHull.published().limited(tokensPerParameter: range) == nil)
    }

    @Test(arguments: SupportCloud.allCases)
    func `contain what the whole contains within the limit`(_ cloud: SupportCloud) throws {
        var generator = SeededGenerator(seed: 40)
        for _ in 0..<10 {
            let places = cloud.places(40, &generator)
            let hull = try SupportHull(places).unwrapped()
            let ratios = places.map { $0.y - $0.x }.sorted()
            let range = ratios[10]...ratios[30]
            let part = try hull.limited(tokensPerParameter: exp(range.lowerBound)...exp(range.upperBound)).unwrapped()
            for corner in part.places {
                #expect(hull.contains(corner))
                #expect(corner.y - corner.x > range.lowerBound - 1e-9 && corner.y - corner.x < range.upperBound + 1e-9)
            }
            for _ in 0..<300 {
                let place = SupportCloud.place(near: places, &generator)
                #expect(part.contains(place) == (hull.contains(place) && range.contains(place.y - place.x)))
            }
            // The corners span the region: their own hull is the same one.
            let again = try SupportHull(runs: part.vertices).unwrapped()
            for _ in 0..<300 {
                let place = SupportCloud.place(near: places, &generator)
                #expect(part.contains(place) == again.contains(place))
            }
        }
    }

    @Test func `cut slices to the limit`() throws {
        let hull = try SupportHull.published().limited(tokensPerParameter: 20...100).unwrapped()
        let size = log(400e6)
        for loss in stride(from: 1.9, to: 2.7, by: 0.05) {
            let whole = try SupportHull.published().logTokens(logStudentParameters: size, teacherLossNats: loss)
                .unwrapped()
            let part = try hull.logTokens(logStudentParameters: size, teacherLossNats: loss).unwrapped()
            // Rounding of logarithms of up to 30.
            #expect(abs(part.lowerBound - max(whole.lowerBound, size + log(20))) < 1e-12)
            #expect(abs(part.upperBound - min(whole.upperBound, size + log(100))) < 1e-12)
        }
    }
}
