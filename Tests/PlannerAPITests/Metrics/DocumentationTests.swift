import Foundation
import HTTPServer
import PlannerAPI
import Store
import TestSupport
import Testing

/// `docs/metrics.md` and `deploy/alerts.yml` beside what is exposed.
@Suite struct `The metrics' documents` {
    private let folder: TemporaryFolder
    private let scrape: Scrape

    init() throws {
        folder = try TemporaryFolder()
        let metrics = ServiceMetrics()
        metrics.watch {
            ServerCounters(
                connectionsAccepted: 0, connectionsOpen: 0, requests: 0, bytesReceived: 0, bytesSent: 0, refusals: [:])
        }
        scrape = try Scrape(Service(store: PlannerStore(path: folder.path()), metrics: metrics))
    }

    private static func text(_ name: String) throws -> String {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
    }

    /// Name, type and labels of each row of the table.
    private static func table() throws -> [(name: String, type: String, labels: Set<String>)] {
        try text("docs/metrics.md").split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
            let cells = row.split(separator: "|", omittingEmptySubsequences: false).map { words(in: $0) }
            let type = row.split(separator: "|", omittingEmptySubsequences: false)[2]
            return (
                try #require(cells[1].first), type.filter { $0.isASCII && $0.isLetter }, Set(cells[3])
            )
        }
    }

    private static func words(in text: Substring) -> [String] {
        text.matches(of: /[a-z][a-z_]+/).map { String($0.output) }
    }

    @Test func `list exactly what is exposed, with its type`() throws {
        let table = try Self.table()
        #expect(Set(table.map(\.name)).count == table.count)
        #expect(table.map(\.name).sorted() == scrape.types.keys.sorted())
        for row in table { #expect(scrape.types[row.name] == row.type, "\(row.name)") }
    }

    @Test func `list the labels of each metric`() throws {
        for row in try Self.table() {
            let sample = try #require(
                scrape.samples.keys.first { key in
                    ["", "_bucket"].contains { suffix in
                        key == row.name + suffix || key.hasPrefix(row.name + suffix + "{")
                    }
                })
            let labels = sample.matches(of: /([a-z]+)="/).map { String($0.output.1) }
            #expect(Set(labels).subtracting(["le"]) == row.labels, "\(row.name)")
        }
    }

    /// A misspelt name makes an alert that never comes.
    @Test(arguments: ["deploy/alerts.yml", "docs/metrics.md"])
    func `ask for metrics that there are`(document: String) throws {
        let asked = try Self.text(document).matches(of: /(distill_planner|process)_[a-z_]+/).map { String($0.output.0) }
        #expect(asked.count > 10)
        for name in Set(asked) {
            let family = name.replacing(/_(bucket|sum|count)$/, with: "")
            #expect(scrape.types[name] != nil || scrape.types[family] == "histogram", "\(name)")
        }
    }
}
