import Foundation
import Testing

@testable import Records

/// `docs/records.md` against what is read.
@Suite struct `The page of records` {
    private let page: String

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        page = try String(contentsOf: root.appendingPathComponent("docs/records.md"), encoding: .utf8)
    }

    @Test(arguments: RunField.allCases) func `names each field and its aliases`(field: RunField) throws {
        let row = try #require(
            page.split(separator: "\n").first { $0.hasPrefix("| ") && $0.contains("`\(field.rawValue)`") })
        for alias in field.aliases { #expect(row.contains(alias), "\(alias)") }
    }

    @Test func `names each condition of a filter, and each name of compute`() {
        for quantity in RunQuantity.allCases { #expect(page.contains("`\(quantity.rawValue)`")) }
        for name in RunFilter.names where !name.hasSuffix("_min") && !name.hasSuffix("_max") {
            #expect(page.contains("`\(name)`"), "\(name)")
        }
    }
}
