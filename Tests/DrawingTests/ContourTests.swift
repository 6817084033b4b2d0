import Foundation
import ScalingLaws
import TestSupport
import Testing

@testable import Drawing

@Suite struct `Contours` {
    /// A plane of steps of ten pixels: x + 2 y, in grid steps.
    private let plane = Field(
        xs: [0, 10, 20, 30], ys: [0, 10, 20], values: (0..<3).map { row in (0..<4).map { Double($0 + 2 * row) } })

    @Test func `of a plane are straight`() throws {
        let lines = plane.lines(at: 2.5)
        #expect(lines.count == 1)
        for point in try lines.first.unwrapped() { #expect(abs(point.x + 2 * point.y - 25) < 1e-12) }
        let ends = try [lines.first?.first, lines.first?.last].map { try $0.unwrapped() }
        #expect(Set(ends) == [Point(25, 0), Point(0, 12.5)])
    }

    @Test func `of a plane enclose what is at least as high`() throws {
        let rings = plane.rings(from: 2.5)
        #expect(rings.count == 1)
        // The whole of 600 less the triangle of 25 by 12.5 that is cut off.
        #expect(abs(abs(area(try rings.first.unwrapped())) - (600 - 156.25)) < 1e-9)
        #expect(abs(area(try plane.rings(from: -.infinity).first.unwrapped())) == 600)
        #expect(plane.rings(from: 100).isEmpty && plane.lines(at: 100).isEmpty)
    }

    /// A disc in a grid of pixels: its area is off by no more than straight lines between places make it.
    @Test func `go around holes the other way`() {
        let places = (0...40).map(Double.init)
        let hill = Field(xs: places, ys: places, values: places.map { y in places.map { x in hypot(x - 20, y - 20) } })
        let rings = hill.rings(from: 10)
        #expect(rings.count == 2)
        #expect(abs(rings.map(area).reduce(0, +).magnitude - (1600 - 100 * Double.pi)) < 1)
        #expect(hill.lines(at: 10).count == 1)
    }

    @Test func `end where there is no value`() {
        var values: [[Double?]] = [[0, 0, 0, 0], [1, 1, nil, 1], [1, 1, 1, 1]]
        let lines = Field(xs: [0, 10, 20, 30], ys: [0, 10, 20], values: values).lines(at: 0.5)
        // At the right a single crossing is left, which is no line.
        #expect(lines.map { Set($0) } == [[Point(0, 5), Point(10, 5)]])
        values = [[nil, nil], [nil, nil]]
        #expect(Field(xs: [0, 10], ys: [0, 10], values: values).rings(from: 0).isEmpty)
    }

    /// Every place is inside the rings of just those levels that it reaches, whatever the values.
    @Test func `of random values enclose just the places that are as high`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            let places = (0..<7).map { Double($0) * 10 }
            let values: [[Double?]] = places.map { _ in
                places.map { _ in Bool.random(using: &generator) ? .random(in: 0...1, using: &generator) : nil }
            }
            let rings = Field(xs: places, ys: places, values: values).rings(from: 0.4)
            for (row, y) in places.enumerated() where row > 0 && row < 6 {
                for (column, x) in places.enumerated() where column > 0 && column < 6 {
                    let isInside = rings.reduce(false) { $0 != contains($1, Point(x, y)) }
                    #expect(isInside == (values[row][column].map { $0 >= 0.4 } ?? false))
                }
            }
        }
    }

    private func area(_ ring: [Point]) -> Double {
        zip(ring, ring.dropFirst() + ring.prefix(1)).reduce(0) { $0 + ($1.0.x * $1.1.y - $1.1.x * $1.0.y) / 2 }
    }

    private func contains(_ ring: [Point], _ point: Point) -> Bool {
        zip(ring, ring.dropFirst() + ring.prefix(1)).reduce(false) { isInside, side in
            let (one, other) = side
            guard (one.y > point.y) != (other.y > point.y) else { return isInside }
            let crossing = one.x + (point.y - one.y) / (other.y - one.y) * (other.x - one.x)
            return crossing > point.x ? !isInside : isInside
        }
    }
}
