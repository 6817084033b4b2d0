/// Finds a local minimum of Σ w_i Huber(log L̂_i − log L_i) over a law's parameters.
///
/// Far from it, steps are those of Levenberg and Marquardt on a Huber loss so wide that it is least squares; then δ is
/// tightened by stages to the one that was asked for, each from the minimum of the one before (Madsen and Nielsen
/// 1993): with δ far below the errors of the law the objective is nearly a sum of absolute values, whose own
/// landscape is full of corners. At the last stage the law's curvature is added, and steps are Newton's.
struct HuberMinimiser<Model: LossModel> {
    let model: Model
    /// log L_i.
    let logLosses: [Double]
    /// w_i, above zero.
    let weights: [Double]
    let huber: Huber
    let prior: Prior?
    /// Parameters that stay where they start.
    let fixed: Set<Int>

    /// A weak belief about one parameter: adds ½ `weight` (θ − `centre`)².
    struct Prior: Hashable, Sendable {
        let parameter: Int
        let centre: Double
        let weight: Double
    }

    init(
        _ model: Model, logLosses: [Double], weights: [Double], huber: Huber, prior: Prior? = nil,
        fixed: Set<Int> = []
    ) {
        precondition(model.runCount == logLosses.count && weights.count == logLosses.count, "one of each for every run")
        self.model = model
        self.logLosses = logLosses
        self.weights = weights
        self.huber = huber
        self.prior = prior
        self.fixed = fixed
    }

    /// Where a search stands.
    struct Point {
        let vector: [Double]
        let residuals: [Double]
        let slopes: [Double]
    }

    /// A local minimum, or the place where the search gave up.
    struct Minimum {
        let vector: [Double]
        let objective: Double
        /// max over parameters of |slope| / (the slope that all runs together could have), those that a bound holds left out.
        let scaledGradient: Double
        let isConverged: Bool
        let evaluations: Int
    }

    func evaluate(_ vector: [Double]) -> Point {
        let count = model.runCount
        var slopes = [Double](repeating: 0, count: count * vector.count)
        var residuals = [Double](repeating: 0, count: count)
        residuals.withUnsafeMutableBufferPointer { residuals in
            slopes.withUnsafeMutableBufferPointer { slopes in
                model.evaluate(vector, logLosses: residuals, slopes: slopes)
            }
        }
        for run in 0..<count { residuals[run] -= logLosses[run] }
        return Point(vector: vector, residuals: residuals, slopes: slopes)
    }

    func objective(_ point: Point, _ huber: Huber) -> Double {
        var sum = prior.map { $0.weight / 2 * square(point.vector[$0.parameter] - $0.centre) } ?? 0
        for run in weights.indices { sum += weights[run] * huber.loss(point.residuals[run]) }
        return sum
    }
}

// MARK: - The way down

extension HuberMinimiser {
    /// Follows the stages from `start`; `widest` is the first stage's δ.
    ///
    /// - Parameter known: a minimum that another search found; where this one ends up beside it, it need not be found again.
    func minimum(from start: [Double], widest: Double, known: Minimum? = nil) -> Minimum {
        var search = Search(self, at: evaluate(start))
        var delta = max(widest, huber.delta)
        while delta > huber.delta {
            search.descend(Huber(delta: delta), tolerance: 1e-3, most: 60)
            delta = max(delta / 8, huber.delta)
        }
        search.descend(huber, tolerance: 1e-6, most: 60)
        if let known, search.isBeside(known) { return known }
        return search.finish()
    }

    private struct Search {
        let problem: HuberMinimiser
        var point: Point
        var evaluations = 1
        /// Levenberg's λ.
        var damping = 1e-3

        init(_ problem: HuberMinimiser, at point: Point) {
            self.problem = problem
            self.point = point
        }

        /// Steps until the model promises less than `tolerance` of the objective, or `most` steps.
        mutating func descend(_ huber: Huber, tolerance: Double, most: Int, curvature: SymmetricMatrix? = nil) {
            var objective = problem.objective(point, huber)
            for _ in 0..<most {
                let solution = problem.step(point, huber, damping, curvature, tolerance: tolerance / 100)
                guard solution.reduction > tolerance * objective else { return }
                let next = problem.evaluate(zip(point.vector, solution.step).map { $0 + $1 })
                evaluations += 1
                let reached = problem.objective(next, huber)
                let quality = (objective - reached) / solution.reduction
                // NaN is no gain either.
                if quality > 1e-4 {
                    (point, objective) = (next, reached)
                    damping = quality > 0.75 ? max(damping / 10, 1e-12) : quality < 0.25 ? damping * 4 : damping
                } else {
                    damping *= 10
                    if damping > 1e12 { return }
                }
            }
        }

        /// Whether `minimum` is where this search is about to end: what the last step left of the objective, and of the
        /// parameters, is no more than lies between the two.
        func isBeside(_ minimum: Minimum) -> Bool {
            problem.objective(point, problem.huber) <= minimum.objective * (1 + 1e-5)
                && zip(point.vector, minimum.vector).allSatisfy { abs($0 - $1) < 1e-3 }
        }

        mutating func finish() -> Minimum {
            let huber = problem.huber
            var gradient = Double.infinity
            for _ in 0..<Self.mostCurvatures where gradient > Self.sharpestGradient {
                let (curvature, cost) = problem.lawCurvature(point, huber)
                evaluations += cost
                descend(huber, tolerance: 1e-12, most: 20, curvature: curvature)
                gradient = sharpen(huber, curvature)
            }
            return Minimum(
                vector: point.vector, objective: problem.objective(point, huber), scaledGradient: gradient,
                isConverged: gradient <= Self.sharpestGradient, evaluations: evaluations)
        }

        /// Newton's steps by the gradient alone, where the objective's own digits are used up; the gradient left.
        private mutating func sharpen(_ huber: Huber, _ curvature: SymmetricMatrix) -> Double {
            var gradient = problem.scaledGradient(point, huber)
            for _ in 0..<6 where gradient > Self.sharpestGradient {
                // The decrement is of the second order in the gradient.
                let solution = problem.step(point, huber, 0, curvature, tolerance: 1e-24)
                let next = problem.evaluate(zip(point.vector, solution.step).map { $0 + $1 })
                evaluations += 1
                let reached = problem.scaledGradient(next, huber)
                let isNoHigher = problem.objective(next, huber) <= problem.objective(point, huber) * (1 + 1e-12)
                guard reached < gradient / 2, isNoHigher else { break }
                (point, gradient) = (next, reached)
            }
            return gradient
        }

        /// A gradient of this share of the runs' own pull is what their rounding leaves.
        private static var sharpestGradient: Double { 1e-9 }

        private static var mostCurvatures: Int { 5 }
    }

    /// - Parameter tolerance: how much of the objective the model may leave.
    private func step(
        _ point: Point, _ huber: Huber, _ damping: Double, _ curvature: SymmetricMatrix?, tolerance: Double
    ) -> ConvexStep.Solution {
        let size = point.vector.count
        var linear = [Double](repeating: 0, count: size)
        var quadratic = curvature ?? SymmetricMatrix(size: size)
        for (index, weight) in diagonal(point, huber).enumerated() { quadratic[index, index] += damping * weight }
        if let prior {
            linear[prior.parameter] += prior.weight * (point.vector[prior.parameter] - prior.centre)
            quadratic[prior.parameter, prior.parameter] += prior.weight
        }
        return ConvexStep(
            huber: huber, residuals: point.residuals, slopes: point.slopes, weights: weights, linear: linear,
            quadratic: quadratic,
            bounds: (0..<size).map { index in
                let bounds = model.parameters[index].bounds
                return fixed.contains(index)
                    ? 0...0
                    : min(0, bounds.lowerBound - point.vector[index])...max(0, bounds.upperBound - point.vector[index])
            }, tolerance: tolerance
        ).solution()
    }

    /// The diagonal of Jᵀ W J with the weights of iteratively reweighted least squares: the scale of each parameter.
    private func diagonal(_ point: Point, _ huber: Huber) -> [Double] {
        let size = point.vector.count
        var diagonal = [Double](repeating: 0, count: size)
        for run in weights.indices {
            let weight = weights[run] * min(1, huber.delta / abs(point.residuals[run]))
            for index in 0..<size { diagonal[index] += weight * square(point.slopes[run * size + index]) }
        }
        return diagonal
    }

    /// Σ w_i ψ(r_i) ∇²log L̂_i, by differences of the slopes, and how many evaluations that took.
    private func lawCurvature(_ point: Point, _ huber: Huber) -> (SymmetricMatrix, evaluations: Int) {
        let size = point.vector.count
        let forces = forces(point, huber)
        let here = pull(point, forces)
        var columns = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        for index in 0..<size where !fixed.contains(index) {
            // Parameters are logarithms and numbers near one, and a curvature that is right to four digits makes every
            // Newton step gain four.
            var moved = point.vector
            moved[index] += point.vector[index] + 1e-5 > model.parameters[index].bounds.upperBound ? -1e-5 : 1e-5
            let there = pull(evaluate(moved), forces)
            columns[index] = zip(there, here).map { ($0 - $1) / (moved[index] - point.vector[index]) }
        }
        var curvature = SymmetricMatrix(size: size)
        for row in 0..<size where !fixed.contains(row) {
            for column in 0..<size where !fixed.contains(column) {
                curvature[row, column] = (columns[row][column] + columns[column][row]) / 2
            }
        }
        return (curvature, size - fixed.count)
    }

    /// w_i ψ(r_i): how hard each run pulls at the law.
    private func forces(_ point: Point, _ huber: Huber) -> [Double] {
        weights.indices.map { weights[$0] * huber.slope(point.residuals[$0]) }
    }

    private func pull(_ point: Point, _ forces: [Double]) -> [Double] {
        let size = point.vector.count
        var sums = [Double](repeating: 0, count: size)
        for run in forces.indices {
            for index in 0..<size { sums[index] += forces[run] * point.slopes[run * size + index] }
        }
        return sums
    }

    func scaledGradient(_ point: Point, _ huber: Huber) -> Double {
        let size = point.vector.count
        var slopes = pull(point, forces(point, huber))
        if let prior { slopes[prior.parameter] += prior.weight * (point.vector[prior.parameter] - prior.centre) }
        var most = 0.0
        for index in 0..<size where !fixed.contains(index) {
            let bounds = model.parameters[index].bounds
            if point.vector[index] <= bounds.lowerBound, slopes[index] > 0 { continue }
            if point.vector[index] >= bounds.upperBound, slopes[index] < 0 { continue }
            var possible = 0.0
            for run in weights.indices {
                possible += weights[run] * huber.delta * abs(point.slopes[run * size + index])
            }
            most = max(most, possible > 0 ? abs(slopes[index]) / possible : 0)
        }
        return most
    }
}

private func square(_ value: Double) -> Double { value * value }
