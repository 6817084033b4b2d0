package import Foundation

/// Draws as a matrix of little-endian 64-bit floats, a draw a row, a coefficient a column.
extension LawDraws {
    /// The matrix of `coefficients`, which every draw has.
    package func matrix(of coefficients: [Coefficient]) -> Data {
        var matrix = Data(capacity: 8 * laws.count * coefficients.count)
        for law in laws {
            for coefficient in coefficients {
                withUnsafeBytes(of: (law[coefficient] ?? .nan).bitPattern.littleEndian) {
                    matrix.append(contentsOf: $0)
                }
            }
        }
        return matrix
    }

    /// The laws of a matrix of `coefficients`, whose rows are whole; each has the coefficients `held` besides.
    ///
    /// - Throws: ``DomainError`` where a coefficient is missing, or outside its domain.
    package static func laws(
        matrix: Data, of coefficients: [Coefficient], held: [Coefficient: Double] = [:]
    ) throws(DomainError) -> [FittedLaws] {
        let width = coefficients.count
        precondition(matrix.count % (8 * width) == 0, "a matrix has whole rows")
        let numbers = matrix.withUnsafeBytes { bytes in
            (0..<bytes.count / 8).map { index in
                Double(
                    bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)))
            }
        }
        var laws: [FittedLaws] = []
        var values = held
        for row in stride(from: 0, to: numbers.count, by: width) {
            for (column, coefficient) in coefficients.enumerated() { values[coefficient] = numbers[row + column] }
            laws.append(try FittedLaws(values))
        }
        return laws
    }
}
