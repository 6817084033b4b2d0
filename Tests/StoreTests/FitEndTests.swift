import Records
import ScalingLaws
import TestSupport
import Testing

@testable import Store

@Suite struct `The end of a fit` {
    private static let time = "2026-01-02T03:04:05Z"

    /// A store with the running fit `f`.
    private static func running() throws -> PlannerStore {
        let store = try PlannerStore()
        try store.add(StudyRecord(id: "s", name: "s", createdAt: time))
        try store.add(
            FitRecord(
                id: "f", study: "s", createdAt: time, request: "{}", dataDigest: String(repeating: "0", count: 64)))
        #expect(try store.beginNextFit()?.id == "f")
        return store
    }

    private static func law() throws -> CoefficientSet {
        try CoefficientSet.published(CoefficientSet.defaultName).with(draws: nil, name: "mine", provenance: .sample)
    }

    @Test func `brings its law and its result together`() throws {
        let store = try Self.running()
        let reference = LawReference(name: "mine", version: 1)
        let isKept = try store.keepFit("f", law: Self.law(), at: Self.time) { law in
            Array("\(law == reference)".utf8)
        }
        let fit = try store.fit(id: "f").unwrapped()
        #expect(isKept && fit.status == .done && fit.law == reference && fit.result == Array("true".utf8))
        #expect(store.laws.set("mine@1") != nil)
        let listed = try store.fits(study: "s", before: nil, limit: 50).items
        #expect(listed.map(\.status) == [.done] && listed[0].result == nil)
    }

    @Test func `that was cancelled meanwhile leaves no law`() throws {
        let store = try Self.running()
        #expect(try store.endFit("f", .cancelled, at: Self.time))
        #expect(try !store.keepFit("f", law: Self.law(), at: Self.time) { _ in [0] })
        #expect(try store.fitStatus("f") == .cancelled && store.currentLaws().set("mine") == nil)
    }

    @Test func `whose law cannot have its name leaves all as it was`() throws {
        let store = try Self.running()
        let target = LawReference(name: CoefficientSet.defaultName, version: 1)
        _ = try store.setAlias("mine", to: target, at: Self.time)
        #expect(throws: LawNameError.alias(name: "mine")) {
            try store.keepFit("f", law: Self.law(), at: Self.time) { _ in [0] }
        }
        #expect(try store.fitStatus("f") == .running)
    }

    @Test func `does not come where a fit is given back`() throws {
        let store = try Self.running()
        try store.returnFit("f")
        #expect(try store.fit(id: "f")?.status == .queued && store.fit(id: "f")?.attempts == 0)
        // What waits, or has ended, is nobody's to give back.
        try store.returnFit("f")
        #expect(try store.fit(id: "f")?.attempts == 0)
        #expect(try store.beginNextFit()?.attempts == 1)
    }
}
