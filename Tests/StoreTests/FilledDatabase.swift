import Records
import ScalingLaws
import TestSupport

@testable import Store

/// A closed database on the disk with all that has a digest: two plans, a fit that is done, and a law of all parts.
struct FilledDatabase {
    static let time = "2026-01-02T03:04:05Z"

    /// Bytes that stand nowhere else in the file.
    static let planBody = Array("{\"answer\": \"of the plan whose bytes are looked for\"}\n".utf8)
    static let fitResult = Array("{\"result\": \"of the fit whose bytes are looked for\"}\n".utf8)

    let folder: TemporaryFolder
    var path: String { folder.path() }

    init() throws {
        folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        try Self.fill(store)
        try store.close()
    }

    static func fill(_ store: PlannerStore) throws {
        try store.add(.sample())
        try store.take([.supervised("1"), .distilled("2")])
        try store.save(.sample("a", body: planBody))
        try store.save(.sample("b", body: Array(0...255)))
        try store.add(
            FitRecord(
                id: "f", study: "s", createdAt: time, request: "{}", dataDigest: String(repeating: "0", count: 64)))
        _ = try store.beginNextFit()
        try store.keepFit("f", law: try law(), at: time) { _ in fitResult }
    }

    static func law() throws -> CoefficientSet {
        let set = try CoefficientSet.published(CoefficientSet.defaultName)
        return set.with(draws: .planted(around: set, count: 40, spread: 0.01), name: "mine", provenance: .sample)
    }

    /// The faults of a check of each aspect that has any.
    func faults() throws -> [DatabaseFault] { try DatabaseCheck.all(path: path).flatMap(\.faults) }

    /// Flips the lowest bit of the last byte of `bytes` where they stand in the file for the last time.
    func flip(_ bytes: [UInt8]) throws {
        var file = try folder.bytes()
        let place = try file.ranges(of: bytes).last.unwrapped()
        file[place.upperBound - 1] ^= 1
        _ = try folder.file(file)
    }
}
