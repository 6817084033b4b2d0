import Foundation
import Store
import TestSupport
import Testing

/// None of these paths works for anybody, whatever their rights.
@Suite struct `Paths that cannot hold a database` {
    @Test func `a folder that is a file`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file([1, 2, 3], named: "file")
        guard case .folder(file, let reason) = try #require(try openingError(file + "/planner.sqlite")) else {
            Issue.record("not a folder error")
            return
        }
        #expect(!reason.isEmpty)
        #expect(try folder.bytes("file") == [1, 2, 3])
    }

    @Test func `a folder below a file`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file([], named: "file")
        guard case .folder(file + "/below", _) = try #require(try openingError(file + "/below/planner.sqlite")) else {
            Issue.record("not a folder error")
            return
        }
    }

    @Test func `a folder in a file system that takes none`() throws {
        guard case .folder("/proc/planner", _) = try #require(try openingError("/proc/planner/planner.sqlite")) else {
            Issue.record("not a folder error")
            return
        }
    }

    /// SQLite's code 14 is CANTOPEN.
    @Test func `a file in a file system that takes none`() throws {
        guard
            case .unusable("/proc/planner.sqlite", let code, let reason) = try #require(
                try openingError("/proc/planner.sqlite"))
        else {
            Issue.record("not unusable")
            return
        }
        #expect(code & 0xFF == 14)
        #expect(!reason.isEmpty)
    }

    @Test func `a directory`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("directory")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard case .unusable(path, let code, _) = try #require(try openingError(path)) else {
            Issue.record("not unusable")
            return
        }
        #expect(code & 0xFF == 14)
    }

    /// SQLite would take both for a database without a file, which forgets what it was told to keep.
    @Test(arguments: ["", ":memory:"]) func `a path that names no file`(path: String) throws {
        guard case .unusable(path, _, _) = try #require(try openingError(path)) else {
            Issue.record("not unusable")
            return
        }
    }
}
