package import Foundation
import PublishedRuns

/// The data files that tests read; `Fixtures/README.md` says where each comes from.
package enum Fixture {
    /// The whole text of the file `name`.
    package static func text(_ name: String) throws -> String {
        try String(contentsOf: try url(name), encoding: .utf8)
    }

    /// Where the file `name` is.
    package static func url(_ name: String) throws -> URL {
        try Bundle.module.resourceURL.unwrapped().appendingPathComponent("Fixtures").appendingPathComponent(name)
    }

    /// The rows of a comma separated file, each by its header's names.
    package static func rows(_ name: String) throws -> [[String: String]] {
        rows(of: try text(name))
    }

    /// The 354 distillation runs of Figure 1, which come with the program.
    package static func figure1Rows() -> [[String: String]] {
        rows(of: String(decoding: PublishedRuns.figure1, as: UTF8.self))
    }

    private static func rows(of text: String) -> [[String: String]] {
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let header = lines[0].map(String.init)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0.map(String.init))) }
    }
}

extension [String: String] {
    /// The cell of the column `name`.
    package func text(_ name: String) throws -> String { try self[name].unwrapped() }

    /// The cell of the column `name` as a number.
    package func number(_ name: String) throws -> Double { try Double(text(name)).unwrapped() }
}
