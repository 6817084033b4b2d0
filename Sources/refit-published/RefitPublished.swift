import Crypto
import Fitting
import Foundation
import ScalingLaws

/// Fits the distillation law to the 354 digitised runs and prints the file that ships the fit, the same to the byte each
/// time.
///
///     refit-published RUNS.csv > Sources/ScalingLaws/Published/RefitNumbers.swift
@main
enum RefitPublished {
    static let options: FitOptions = {
        var options = FitOptions()
        options.hasProfiles = false
        options.leavesOut = false
        options.bootstrap = .init(unit: .configuration, resamples: 256)
        options.workers = ProcessInfo.processInfo.activeProcessorCount
        return options
    }()

    static func main() throws {
        guard CommandLine.arguments.count == 2,
            let data = FileManager.default.contents(atPath: CommandLine.arguments[1])
        else {
            FileHandle.standardError.write(Data("usage: refit-published RUNS.csv\n".utf8))
            exit(2)
        }
        guard let printed = LawCatalog.published.set("busbridge-2025")?.supervised else {
            preconditionFailure("Table 6 comes with the program")
        }
        let outcome = try LawFit.distillation(runs(data), on: printed, options: options)
        let digest = SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined()
        print(source(outcome, on: printed, digest), terminator: "")
    }

    private static func runs(_ data: Data) throws -> [DistillationRun] {
        let rows = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let columns = ["N_S_figure", "D_S", "L_T", "L_S"].map { name in rows[0].firstIndex { $0 == name } ?? 0 }
        return try rows.dropFirst().map { row in
            let numbers = columns.map { Double(row[$0]) ?? .nan }
            return try DistillationRun(
                studentParameters: numbers[0], studentTokens: numbers[1], teacherLossNats: numbers[2],
                studentLossNats: numbers[3])
        }
    }

    private static func source(
        _ outcome: FitOutcome<DistillationLaw>, on supervised: SupervisedLaw, _ digest: String
    ) -> String {
        let draws = outcome.bootstrap?.draws ?? []
        var bytes = Data()
        for draw in draws {
            for value in numbers(draw, on: supervised) {
                withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            }
        }
        return """
            // Made by scripts/refit-published from the 354 runs of Figure 1; not to be edited.

            /// The fit behind version 2 of `busbridge-2025-refit`.
            enum RefitNumbers {
                /// A', B', alpha', beta', gamma', c0, c1, f1, d1 at the optimum.
                static let law: [Double] = [
            \(numbers(outcome.law, on: supervised).map { "        \($0)," }.joined(separator: "\n"))
                ]

                /// SHA-256 of the file of runs.
                static let dataDigest = "\(digest)"

                /// The seed of all that was drawn.
                static let seed: UInt64 = \(options.seed)

                /// How many resamples were asked for.
                static let resamples = \(outcome.bootstrap?.resamples ?? 0)

                /// The mean and the greatest error on the runs, as shares of the measured loss.
                static let errors = (mean: \(outcome.errors.meanRelative), greatest: \(outcome.errors.maxRelative))

                /// The same nine numbers of every resample as little-endian 64-bit floats, in base64.
                static let draws = \"\"\"
            \(lines(bytes.base64EncodedString()))
                    \"\"\"
            }

            """
    }

    private static func numbers(_ law: DistillationLaw, on supervised: SupervisedLaw) -> [Double] {
        let laws = FittedLaws(supervised: supervised, distillation: law)
        return Coefficient.distillation.compactMap { laws[$0] }
    }

    /// Lines of a hundred characters, each but the last continued on the next.
    private static func lines(_ text: String) -> String {
        let characters = Array(text)
        return stride(from: 0, to: characters.count, by: 100).map { start in
            let end = min(start + 100, characters.count)
            return "        " + String(characters[start..<end]) + (end < characters.count ? "\\" : "")
        }.joined(separator: "\n")
    }
}
