import Crypto
import Foundation
import HTTPServer
import HTTPTypes
import Records
import Store
import TestSupport
import Testing

/// `GET /backup`.
@Suite struct `A backup over HTTP` {
    private let folder: TemporaryFolder
    private let service: Service

    init() throws {
        folder = try TemporaryFolder()
        service = try Service(store: PlannerStore(path: folder.path()))
        for (path, body) in [
            ("/studies", #"{"id": "s"}"#),
            ("/plans", #"{"label": "a", "budget_flops": 1e21, "student": {"params": "1B"}}"#),
        ] {
            try #require(
                service.send(.post, path, Array(body.utf8), [.contentType: "application/json"]).status == 201)
        }
    }

    private func content(_ response: ServerResponse) throws -> [UInt8] {
        guard case .stream(let stream) = response.body else { throw NoStream() }
        var bytes: [UInt8] = []
        while case .bytes(let piece) = try stream.next() { bytes += piece }
        return bytes
    }

    private struct NoStream: Error {}

    @Test func `is a database with all that the server has, and as long and of the digest that it says`() throws {
        let response = service.get("/backup")
        #expect(response.status == 200 && response.field("Content-Type") == "application/vnd.sqlite3")
        #expect(
            response.field("Content-Disposition") == #"attachment; filename="planner-20260102T030405Z.sqlite""#)
        let bytes = try content(response)
        let digest = Data(SHA256.hash(data: bytes)).base64EncodedString()
        #expect(response.field("Repr-Digest") == "sha-256=:\(digest):")
        let copy = try Service(store: PlannerStore(path: folder.file(bytes, named: "copy.sqlite")))
        for path in ["/studies/s", "/plans", "/plans/id-1", "/audit"] {
            #expect(service.get(path).bytes == copy.get(path).bytes, "\(path)")
        }
    }

    @Test func `is of the moment in which it was asked for, and leaves no file`() throws {
        let response = service.get("/backup")
        #expect(try folder.names().filter { $0.contains("download") } == [])
        let body = Array(#"{"id": "later"}"#.utf8)
        #expect(service.send(.post, "/studies", body, [.contentType: "application/json"]).status == 201)
        let copy = try PlannerStore(path: folder.file(content(response), named: "copy.sqlite"))
        #expect(try copy.studies(before: nil, limit: 10).items.map(\.study.id) == ["s"])
    }

    @Test func `is made by one at a time`() throws {
        let path = try folder.file([], named: "planner.sqlite.download")
        let descriptor = open(path, O_RDWR)
        defer { close(descriptor) }
        try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let refused = service.get("/backup")
        #expect(refused.status == 503 && refused.field("Retry-After") == "5")
        try #require(flock(descriptor, LOCK_UN) == 0)
        #expect(service.get("/backup").status == 200)
    }

    @Test func `says where it cannot be written`() throws {
        try FileManager.default.createDirectory(
            atPath: folder.path("planner.sqlite.download"), withIntermediateDirectories: false)
        let refused = service.get("/backup")
        #expect(refused.status == 507 && !refused.text.contains(folder.path("")))
    }
}
