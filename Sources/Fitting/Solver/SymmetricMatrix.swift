import Foundation

/// A small symmetric matrix, kept whole.
struct SymmetricMatrix {
    let size: Int
    private var elements: [Double]

    /// All zeros.
    init(size: Int) {
        self.size = size
        elements = [Double](repeating: 0, count: size * size)
    }

    subscript(row: Int, column: Int) -> Double {
        get { elements[row * size + column] }
        set { elements[row * size + column] = newValue }
    }

    /// Lets `body` add to the elements, row after row; what it writes above the diagonal is for ``mirror()`` to replace.
    @inline(__always)
    mutating func withLowerTriangle(_ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
        elements.withUnsafeMutableBufferPointer { body($0) }
    }

    /// Adds v vᵀ.
    mutating func addOuter(_ vector: [Double]) {
        for row in 0..<size { for column in 0..<size { self[row, column] += vector[row] * vector[column] } }
    }

    /// Copies the lower triangle to the upper.
    mutating func mirror() {
        for row in 0..<size { for column in 0..<row { self[column, row] = self[row, column] } }
    }

    func times(_ vector: [Double]) -> [Double] {
        (0..<size).map { row in
            var sum = 0.0
            for column in 0..<size { sum += self[row, column] * vector[column] }
            return sum
        }
    }

    /// vᵀ M v.
    func form(_ vector: [Double]) -> Double {
        var sum = 0.0
        for row in 0..<size {
            var image = 0.0
            for column in 0..<size { image += self[row, column] * vector[column] }
            sum += vector[row] * image
        }
        return sum
    }

    /// x with M x = `right` in the rows and columns `free`, and 0 elsewhere; nil where that part is not positive definite.
    func solve(_ right: [Double], free: [Int]) -> [Double]? {
        guard let factor = choleskyFactor(free) else { return nil }
        let count = free.count
        var solution = [Double](repeating: 0, count: size)
        var partial = [Double](repeating: 0, count: count)
        for row in 0..<count {
            var value = right[free[row]]
            for column in 0..<row { value -= factor[row * count + column] * partial[column] }
            partial[row] = value / factor[row * count + row]
        }
        for row in stride(from: count - 1, through: 0, by: -1) {
            var value = partial[row]
            for below in row + 1..<max(count, row + 1) { value -= factor[below * count + row] * partial[below] }
            partial[row] = value / factor[row * count + row]
            solution[free[row]] = partial[row]
        }
        return solution
    }

    private func choleskyFactor(_ free: [Int]) -> [Double]? {
        let count = free.count
        var factor = [Double](repeating: 0, count: count * count)
        for row in 0..<count {
            for column in 0...row {
                let element = self[free[row], free[column]]
                var value = element
                for inner in 0..<column { value -= factor[row * count + inner] * factor[column * count + inner] }
                if row == column {
                    // What rounding alone leaves of a diagonal element is no curvature.
                    guard value > 1e-14 * element else { return nil }
                    factor[row * count + row] = value.squareRoot()
                } else {
                    factor[row * count + column] = value / factor[column * count + column]
                }
            }
        }
        return factor
    }
}

// MARK: - Inverses

extension SymmetricMatrix {
    /// M⁻¹ of a matrix that is positive definite, but perhaps for rounding.
    ///
    /// Where the rounding of its elements could have made it singular, its diagonal is raised by `least` of its greatest
    /// element.
    func inverse(least: Double) -> SymmetricMatrix {
        var matrix = self
        let all = Array(0..<size)
        let raise = least * (all.map { self[$0, $0] }.max() ?? 0)
        var columns = matrix.columnsOfInverse()
        while columns == nil {
            for index in all { matrix[index, index] += raise }
            columns = matrix.columnsOfInverse()
        }
        var inverse = SymmetricMatrix(size: size)
        for (column, values) in (columns ?? []).enumerated() {
            for row in all { inverse[row, column] = values[row] }
        }
        return inverse
    }

    private func columnsOfInverse() -> [[Double]]? {
        let all = Array(0..<size)
        var columns: [[Double]] = []
        for column in all {
            var unit = [Double](repeating: 0, count: size)
            unit[column] = 1
            guard let solution = solve(unit, free: all) else { return nil }
            columns.append(solution)
        }
        return columns
    }

    /// `outer` M `outer`.
    func between(_ outer: SymmetricMatrix) -> SymmetricMatrix {
        var product = SymmetricMatrix(size: size)
        for column in 0..<size {
            let image = outer.times(times((0..<size).map { outer[$0, column] }))
            for row in 0..<size { product[row, column] = image[row] }
        }
        return product
    }
}

// MARK: - Eigenvalues

extension SymmetricMatrix {
    /// An eigenvalue and its vector of length 1.
    struct Eigenpair {
        let value: Double
        let vector: [Double]
    }

    /// All eigenpairs, the greatest value first, by Jacobi's rotations.
    ///
    /// They keep the small eigenvalues' digits, which are the ones that identifiability asks about.
    func eigenpairs() -> [Eigenpair] {
        var matrix = self
        var vectors = SymmetricMatrix(size: size)
        for index in 0..<size { vectors[index, index] = 1 }
        // Convergence is quadratic: a matrix of nine rows takes six or seven sweeps.
        for _ in 0..<50 where matrix.offDiagonal > 0 {
            for row in 0..<size {
                for column in row + 1..<max(size, row + 1) { matrix.rotate(row, column, &vectors) }
            }
        }
        return (0..<size)
            .map { index in Eigenpair(value: matrix[index, index], vector: (0..<size).map { vectors[$0, index] }) }
            .sorted { $0.value > $1.value }
    }

    private var offDiagonal: Double {
        var sum = 0.0
        for row in 0..<size { for column in 0..<row { sum += abs(self[row, column]) } }
        return sum
    }

    /// Turns the plane of `p` and `q` so that their element becomes zero.
    private mutating func rotate(_ p: Int, _ q: Int, _ vectors: inout SymmetricMatrix) {
        let element = self[p, q]
        guard abs(element) > 1e-17 * (abs(self[p, p]) * abs(self[q, q])).squareRoot() else {
            (self[p, q], self[q, p]) = (0, 0)
            return
        }
        let cotangent = (self[q, q] - self[p, p]) / (2 * element)
        let tangent = (cotangent >= 0 ? 1 : -1) / (abs(cotangent) + (1 + cotangent * cotangent).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        let sine = tangent * cosine
        for k in 0..<size {
            let (left, right) = (self[k, p], self[k, q])
            (self[k, p], self[k, q]) = (cosine * left - sine * right, sine * left + cosine * right)
        }
        for k in 0..<size {
            let (left, right) = (self[p, k], self[q, k])
            (self[p, k], self[q, k]) = (cosine * left - sine * right, sine * left + cosine * right)
            let (a, b) = (vectors[k, p], vectors[k, q])
            (vectors[k, p], vectors[k, q]) = (cosine * a - sine * b, sine * a + cosine * b)
        }
    }
}
