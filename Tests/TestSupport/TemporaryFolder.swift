import Foundation

/// A folder of a test's own, which goes with this value.
package final class TemporaryFolder: Sendable {
    private let url: URL

    /// Makes the folder.
    package init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "distill-planner-tests-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of `name` in the folder.
    package func path(_ name: String = "planner.sqlite") -> String { url.appendingPathComponent(name).path }

    /// The path of a file `name`, written here, of `bytes`.
    package func file(_ bytes: [UInt8], named name: String = "planner.sqlite") throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    /// The bytes of the file `name`.
    package func bytes(_ name: String = "planner.sqlite") throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// The names of all files.
    package func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
}
