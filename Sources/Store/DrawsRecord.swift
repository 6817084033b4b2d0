import Foundation
import GRDB
import ScalingLaws

/// The draws of a law as a row, the laws as their matrix.
enum DrawsRecord {
    /// The columns of a row but for the law that it belongs to.
    static func columns(_ draws: LawDraws) -> LawRecord.Columns {
        let coefficients = draws.coefficients
        return [
            "resampling": draws.resampling.rawValue, "resamples": draws.resamples,
            "seed": Int64(bitPattern: draws.seed), "draws": draws.laws.count, "coefficients": coefficients.count,
            "matrix": draws.matrix(of: coefficients),
        ]
    }

    /// The draws of a row, whose form the schema has checked.
    ///
    /// - Throws: `DomainError` where a coefficient is outside its domain.
    static func draws(_ row: Row) throws -> LawDraws {
        let width: Int = row["coefficients"]
        return LawDraws(
            try LawDraws.laws(matrix: row["matrix"], of: Array(Coefficient.allCases.prefix(width))),
            resampling: row["resampling"] == LawDraws.Resampling.run.rawValue ? .run : .configuration,
            resamples: row["resamples"], seed: UInt64(bitPattern: row["seed"] as Int64))
    }
}
