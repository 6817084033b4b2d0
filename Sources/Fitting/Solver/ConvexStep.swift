/// The step s that minimises Σ w_i Huber(r_i + J_i s) + cᵀ s + ½ sᵀ Q s within bounds: what a fit looks like close by.
///
/// The Huber losses are kept as they are, and only the law is made linear, so that a step knows which runs it takes
/// across the corner of their loss. Newton's method with an exact line search solves it; where the runs within δ of
/// the law do not change any more, its next step is the last.
struct ConvexStep {
    let huber: Huber
    /// r_i.
    let residuals: [Double]
    /// J_i, a row after the other.
    let slopes: [Double]
    /// w_i, above zero.
    let weights: [Double]
    /// c.
    let linear: [Double]
    /// Q.
    let quadratic: SymmetricMatrix
    /// Where s may go.
    let bounds: [ClosedRange<Double>]
    /// The share of the objective below which what is left to gain is not worth an iteration.
    let tolerance: Double

    /// A step and by how much it lowers the model.
    struct Solution {
        let step: [Double]
        let reduction: Double
    }

    private var size: Int { linear.count }

    func solution() -> Solution {
        var step = [Double](repeating: 0, count: size)
        var moved = residuals
        let scale = value(step, residuals)
        for _ in 0..<Self.mostIterations {
            let (slope, curvature) = derivatives(step, moved)
            guard let direction = direction(from: step, slope, curvature) else { break }
            let decrement = -dot(slope, direction)
            guard decrement > tolerance * scale else { break }
            let along = movement(direction)
            let length = lineMinimum(step, direction, moved, along)
            guard length > 0 else { break }
            for index in step.indices { step[index] = clamp(step[index] + length * direction[index], bounds[index]) }
            let isSettled = advance(&moved, along, length)
            if isSettled, length == 1, staysHeld(step, slope, curvature, direction) { break }
        }
        return Solution(step: step, reduction: scale - value(step, moved))
    }

    /// Every iteration adds or drops runs from those within δ; few change once the step is nearly right.
    private static let mostIterations = 40

    /// Whether what stood still is still held at the bottom of the parabola that Newton's step ended at, which is the model's
    /// own where no run crossed δ.
    private func staysHeld(
        _ step: [Double], _ slope: [Double], _ curvature: SymmetricMatrix, _ direction: [Double]
    ) -> Bool {
        let change = curvature.times(direction)
        return step.indices.allSatisfy { direction[$0] != 0 || isHeld($0, step[$0], slope[$0] + change[$0]) }
    }

    /// Moves the residuals; whether none of them crossed δ.
    private func advance(_ moved: inout [Double], _ along: [Double], _ length: Double) -> Bool {
        let delta = huber.delta
        var crossings = 0
        for run in moved.indices {
            let next = moved[run] + length * along[run]
            let isSame = (abs(moved[run]) <= delta) == (abs(next) <= delta) && (next > delta) == (moved[run] > delta)
            crossings += isSame ? 0 : 1
            moved[run] = next
        }
        return crossings == 0
    }

    private func value(_ step: [Double], _ moved: [Double]) -> Double {
        var sum = 0.0
        for run in moved.indices { sum += weights[run] * huber.loss(moved[run]) }
        return sum + dot(linear, step) + quadratic.form(step) / 2
    }

    private func derivatives(_ step: [Double], _ moved: [Double]) -> (slope: [Double], curvature: SymmetricMatrix) {
        var slope = quadratic.times(step)
        for index in slope.indices { slope[index] += linear[index] }
        var curvature = quadratic
        slope.withUnsafeMutableBufferPointer { slope in
            curvature.withLowerTriangle { curvature in
                slopes.withUnsafeBufferPointer { slopes in
                    moved.withUnsafeBufferPointer { moved in
                        weights.withUnsafeBufferPointer { addRuns(moved, slopes, $0, &slope, curvature) }
                    }
                }
            }
        }
        curvature.mirror()
        return (slope, curvature)
    }

    private func addRuns(
        _ moved: UnsafeBufferPointer<Double>, _ slopes: UnsafeBufferPointer<Double>,
        _ weights: UnsafeBufferPointer<Double>, _ slope: inout UnsafeMutableBufferPointer<Double>,
        _ curvature: UnsafeMutableBufferPointer<Double>
    ) {
        let (size, delta) = (size, huber.delta)
        var start = 0
        for run in moved.indices {
            let (residual, weight) = (moved[run], weights[run])
            let force = weight * huber.slope(residual)
            for index in 0..<size { slope[index] += force * slopes[start + index] }
            if abs(residual) <= delta {
                for row in 0..<size {
                    let factor = weight * slopes[start + row]
                    for column in 0...row { curvature[row * size + column] += factor * slopes[start + column] }
                }
            }
            start += size
        }
    }

    /// Whether the bound of a variable stands in the way of going down.
    private func isHeld(_ index: Int, _ value: Double, _ slope: Double) -> Bool {
        (value <= bounds[index].lowerBound && slope > 0) || (value >= bounds[index].upperBound && slope < 0)
            || bounds[index].lowerBound == bounds[index].upperBound
    }

    /// Newton's direction in the variables that no bound holds; one that it would push over its bound is held too.
    private func direction(from step: [Double], _ slope: [Double], _ curvature: SymmetricMatrix) -> [Double]? {
        var free = (0..<size).filter { !isHeld($0, step[$0], slope[$0]) }
        while !free.isEmpty, let direction = newtonDirection(slope, curvature, free) {
            let inside = free.filter { index in
                !(step[index] <= bounds[index].lowerBound && direction[index] < 0)
                    && !(step[index] >= bounds[index].upperBound && direction[index] > 0)
            }
            if inside.count == free.count { return direction }
            free = inside
        }
        return nil
    }

    /// −H⁻¹ g, with as much more on the diagonal as makes H positive definite.
    private func newtonDirection(_ slope: [Double], _ curvature: SymmetricMatrix, _ free: [Int]) -> [Double]? {
        let down = slope.map { -$0 }
        var share = 0.0
        while share < 1e3 {
            var matrix = curvature
            for index in free { matrix[index, index] += share * (abs(curvature[index, index]) + .leastNormalMagnitude) }
            if let direction = matrix.solve(down, free: free) { return direction }
            share = share == 0 ? 1e-12 : share * 100
        }
        return nil
    }

    private func movement(_ direction: [Double]) -> [Double] {
        let size = size
        return slopes.withUnsafeBufferPointer { slopes in
            direction.withUnsafeBufferPointer { direction in
                residuals.indices.map { run in
                    var sum = 0.0
                    for index in 0..<size { sum += slopes[run * size + index] * direction[index] }
                    return sum
                }
            }
        }
    }

    /// The length along `direction` at which the model is least, no further than the bounds.
    private func lineMinimum(_ step: [Double], _ direction: [Double], _ moved: [Double], _ along: [Double]) -> Double {
        let straight = dot(linear, direction) + dot(quadratic.times(step), direction)
        let bend = quadratic.form(direction)
        func slope(_ length: Double) -> Double {
            var sum = straight + length * bend
            for run in moved.indices {
                sum += weights[run] * along[run] * huber.slope(moved[run] + length * along[run])
            }
            return sum
        }
        let most = furthest(step, direction)
        var (lower, lowerSlope) = (0.0, slope(0))
        guard lowerSlope < 0 else { return 0 }
        var upper = min(1, most)
        var upperSlope = slope(upper)
        let enough = 1e-3 * -lowerSlope
        while upperSlope < -enough, upper < min(most, 64) {
            (lower, lowerSlope) = (upper, upperSlope)
            upper = min(2 * upper, most)
            upperSlope = slope(upper)
        }
        if upperSlope <= enough { return upper }
        // The slope is piecewise linear and rises: a secant of both ends, kept away from them.
        for _ in 0..<60 {
            let middle = lower + (upper - lower) * min(0.95, max(0.05, lowerSlope / (lowerSlope - upperSlope)))
            let found = slope(middle)
            if abs(found) <= enough { return middle }
            if found < 0 { (lower, lowerSlope) = (middle, found) } else { (upper, upperSlope) = (middle, found) }
        }
        return lower
    }

    private func furthest(_ step: [Double], _ direction: [Double]) -> Double {
        var most = Double.infinity
        for index in step.indices where direction[index] != 0 {
            let end = direction[index] > 0 ? bounds[index].upperBound : bounds[index].lowerBound
            most = min(most, (end - step[index]) / direction[index])
        }
        return max(0, most)
    }
}

func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
}

private func clamp(_ value: Double, _ bounds: ClosedRange<Double>) -> Double {
    min(max(value, bounds.lowerBound), bounds.upperBound)
}
