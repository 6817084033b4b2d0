import Foundation
import GRDB
import ScalingLaws

/// The draws of a law as a row: a matrix of little-endian 64-bit floats, a draw a row, a coefficient a column.
enum DrawsRecord {
    /// The columns of a row but for the law that it belongs to.
    static func columns(_ draws: LawDraws) -> LawRecord.Columns {
        let coefficients = draws.coefficients
        var matrix = Data(capacity: 8 * draws.laws.count * coefficients.count)
        for law in draws.laws {
            for coefficient in coefficients {
                // Every draw has what the first has: a value of draws is made of nothing else.
                withUnsafeBytes(of: (law[coefficient] ?? .nan).bitPattern.littleEndian) {
                    matrix.append(contentsOf: $0)
                }
            }
        }
        return [
            "resampling": draws.resampling.rawValue, "resamples": draws.resamples,
            "seed": Int64(bitPattern: draws.seed), "draws": draws.laws.count, "coefficients": coefficients.count,
            "matrix": matrix,
        ]
    }

    /// The draws of a row, whose form the schema has checked.
    ///
    /// - Throws: `DomainError` where a coefficient is outside its domain.
    static func draws(_ row: Row) throws -> LawDraws {
        let (count, width): (Int, Int) = (row["draws"], row["coefficients"])
        let matrix: Data = row["matrix"]
        let numbers = matrix.withUnsafeBytes { bytes in
            (0..<count * width).map { index in
                Double(
                    bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)))
            }
        }
        let laws = try (0..<count).map { draw in
            try FittedLaws(
                Dictionary(
                    uniqueKeysWithValues: zip(Coefficient.allCases, numbers[draw * width..<(draw + 1) * width])))
        }
        return LawDraws(
            laws, resampling: row["resampling"] == LawDraws.Resampling.run.rawValue ? .run : .configuration,
            resamples: row["resamples"], seed: UInt64(bitPattern: row["seed"] as Int64))
    }
}
