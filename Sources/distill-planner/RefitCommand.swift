import ArgumentParser
import Foundation
import PlannerAPI
import ScalingLaws

extension LawsCommand {
    /// `laws refit`.
    struct Refit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make busbridge-2025-refit again from its runs, and compare it byte for byte.",
            discussion: """
                The runs come with the program. Without a file the law is compared with the one in the program, with a
                file with the Swift source that the program is built from. Exit status 1 where a byte differs.
                """)

        @Argument(help: "The source that holds the law: Sources/ScalingLaws/Published/BusbridgeRefit.swift")
        var file: String?

        @Flag(help: "Write the file instead of comparing it.")
        var write = false

        func validate() throws {
            if write, file == nil { throw ValidationError("--write needs the file to write.") }
        }

        func run() throws {
            let bar = ProgressBar()
            let law: CoefficientSet
            do {
                law = try PublishedRefit.law(workers: ProcessInfo.processInfo.activeProcessorCount, bar.show)
            } catch let failure as RefitFailure {
                throw CommandFailure.failed(failure.reason)
            }
            bar.clear()
            guard let made = PublishedRefit.source(law) else { throw CommandFailure.failed("The fit has no draws.") }
            if let file, write {
                try made.save(to: file)
                try Terminal.write("Wrote \(made.count) bytes to \(file).\n".utf8)
            } else {
                try compare(made, law)
            }
        }

        private func compare(_ made: [UInt8], _ law: CoefficientSet) throws {
            let name = PublishedRefit.reference.text
            let known = try file.map(Self.bytes) ?? Self.shipped()
            guard made != known else {
                try Terminal.write("\(name) made again is the same to the byte (\(made.count) bytes).\n".utf8)
                return
            }
            let lines = [made, known].map { $0.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) }
            let same = zip(lines[0], lines[1]).prefix { $0 == $1 }.count
            throw CommandFailure.failed(
                "\(name) made again differs from \(file ?? "the one in this program"), first in line \(same + 1):",
                "made:  \(Self.line(same, of: lines[0]))", "known: \(Self.line(same, of: lines[1]))", Self.meaning(law))
        }

        /// What the difference comes to: exp and log of another C library or processor round otherwise.
        private static func meaning(_ law: CoefficientSet) -> String {
            let name = PublishedRefit.reference.text
            guard let shipped = LawCatalog.published.set(PublishedRefit.reference),
                let difference = PublishedRefit.greatestDifference(law, shipped)
            else { return "Its draws are not as many as those of \(name) in this program." }
            return "The losses that its laws predict are those of \(name) in this program to \(difference), relative."
        }

        private static func line(_ index: Int, of lines: [ArraySlice<UInt8>]) -> String {
            lines.indices.contains(index) ? String(decoding: lines[index].prefix(100), as: UTF8.self) : "no such line"
        }

        private static func shipped() throws -> [UInt8] {
            guard let law = LawCatalog.published.set(PublishedRefit.reference), let text = PublishedRefit.source(law)
            else { throw CommandFailure.failed("This program has no \(PublishedRefit.reference.text).") }
            return text
        }

        private static func bytes(_ file: String) throws -> [UInt8] {
            do {
                return Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            } catch {
                throw CommandFailure.failed("Cannot read \(file): \(error.localizedDescription)")
            }
        }
    }
}

extension [UInt8] {
    /// Replaces the file at `path`.
    fileprivate func save(to path: String) throws {
        do {
            try Data(self).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure.failed("Cannot write \(path): \(error.localizedDescription)")
        }
    }
}
