import Fitting

/// How predictions of fitted laws compare with the truth, and how often their intervals cover it.
struct Coverage {
    private(set) var worstError = 0.0
    /// Resamples that could not be fitted.
    var failed = 0
    private var errors: [Double] = []
    private var widths: [Double] = []
    private var covered = 0

    /// The share of intervals that cover the truth.
    var share: Double { Double(covered) / Double(max(1, widths.count)) }

    /// The cells of a table's row.
    var row: String {
        let covered = widths.isEmpty ? "" : String((share * 10000).rounded() / 100) + " %"
        return "\(worstError) | \(Self.median(errors)) | \(Self.median(widths)) | \(covered) | \(failed)"
    }

    private static func median(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.sorted()[values.count / 2] }

    /// Asks a fit, its draws and the truth the same question.
    mutating func add<Law>(
        _ fit: FitOutcome<Law>, truth: Law, level: Double, _ question: (Law) throws -> Double
    ) throws {
        let answer = try question(truth)
        let error = abs(try question(fit.law) / answer - 1)
        worstError = max(worstError, error)
        errors.append(error)
        guard let draws = fit.bootstrap?.draws, !draws.isEmpty else { return }
        let sorted = try draws.map(question).sorted()
        let ends = (Self.quantile(sorted, (1 - level) / 2), Self.quantile(sorted, (1 + level) / 2))
        widths.append((ends.1 - ends.0) / answer)
        if ends.0 <= answer && answer <= ends.1 { covered += 1 }
    }

    mutating func add(_ other: Coverage) {
        worstError = max(worstError, other.worstError)
        failed += other.failed
        errors += other.errors
        widths += other.widths
        covered += other.covered
    }

    /// Linear between the order statistics of sorted values.
    private static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
        let position = probability * Double(sorted.count - 1)
        let below = Int(position)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }
}
