import Dispatch
import GRDB
import ScalingLaws
import TestSupport
import Testing

@testable import Store

@Suite struct `Law versions` {
    private static func law(_ name: String = "mine", spread: Double = 0.01) throws -> CoefficientSet {
        let set = try CoefficientSet.published(CoefficientSet.defaultName)
        return set.with(
            draws: .planted(around: set, count: 40, spread: spread), name: name, provenance: .sample)
    }

    @Test func `come back with draws, hull and provenance, now and after the next start`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        let law = try Self.law()
        #expect(try store.addLaw(law.numbered(7)) == .added(law.numbered(1)))
        #expect(store.laws.set("mine") == law)
        let other = try Self.law(spread: 0.02)
        #expect(try store.addLaw(other) == .added(other.numbered(2)))
        try store.close()
        let again = try PlannerStore(path: folder.path())
        #expect(again.laws.sets == CoefficientSet.published + [law, other.numbered(2)])
        let draws = try again.laws.set("mine@1").unwrapped().draws.unwrapped()
        #expect(draws.laws == law.draws?.laws && draws.failures == 1 && draws.resampling == .configuration)
        #expect(again.laws.set("mine@1")?.provenance?.seed == .max)
    }

    @Test func `of a supervised law alone, without a hull, come back too`() throws {
        let hoffmann = try CoefficientSet.published("hoffmann-2022")
        let law = hoffmann.with(draws: .planted(around: hoffmann, count: 8))
        let store = try PlannerStore()
        #expect(try store.addLaw(law) == .added(law))
        #expect(store.laws.set("mine")?.draws?.coefficients.count == 6)
    }

    @Test func `are not doubled by equal content`() throws {
        let store = try PlannerStore()
        let (one, two) = try (Self.law(), Self.law(spread: 0.02))
        for law in [one, two] { _ = try store.addLaw(law) }
        #expect(try store.addLaw(one) == .existing(one))
        #expect(try store.addLaw(two.numbered(9)) == .existing(two.numbered(2)))
        #expect(store.laws.versions(of: "mine").count == 2)
    }

    @Test func `have names of their own`() throws {
        let store = try PlannerStore()
        #expect(throws: LawNameError.published(name: "hoffmann-2022")) {
            try store.addLaw(try Self.law("hoffmann-2022"))
        }
        _ = try store.addLaw(Self.law())
        let mine = LawReference(name: "mine", version: 1)
        _ = try store.setAlias("production", to: mine, at: "2026-01-02T03:04:05Z")
        #expect(throws: LawNameError.alias(name: "production")) { try store.addLaw(try Self.law("production")) }
        #expect(throws: LawNameError.law(name: "mine")) {
            try store.setAlias("mine", to: mine, at: "2026-01-02T03:04:05Z")
        }
        let unknown = LawReference(name: "mine", version: 2)
        #expect(throws: LawNameError.unknown(unknown)) {
            try store.setAlias("next", to: unknown, at: "2026-01-02T03:04:05Z")
        }
        #expect(store.laws.sets.count == CoefficientSet.published.count + 1)
    }

    /// Each reader sees all versions up to the newest that it sees, and never fewer than before.
    @Test func `appear one by one to those who read meanwhile, and each once to those who write`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        let laws = try (0..<12).map { try Self.law(spread: 0.01 + 0.001 * Double($0 / 2)) }
        DispatchQueue.concurrentPerform(iterations: 24) { index in
            if index % 2 == 0 {
                #expect(throws: Never.self) { try store.addLaw(laws[index / 2]) }
            } else {
                var seen = 0
                for _ in 0..<200 {
                    let versions = store.laws.versions(of: "mine").map(\.version)
                    #expect(versions == versions.indices.map { $0 + 1 })
                    #expect(versions.count >= seen)
                    seen = versions.count
                }
            }
        }
        // Two by two they are equal.
        #expect(store.laws.versions(of: "mine").count == 6)
    }

    @Test func `that another process added are there when somebody asks the database`() throws {
        let folder = try TemporaryFolder()
        let (store, other) = try (PlannerStore(path: folder.path()), PlannerStore(path: folder.path()))
        let law = try Self.law()
        _ = try other.addLaw(law)
        _ = try other.setAlias("production", to: law.reference, at: "2026-01-02T03:04:05Z")
        #expect(store.laws.set("mine") == nil && store.laws.set("production") == nil)
        #expect(try store.currentLaws().resolve("production")?.alias == "production")
        #expect(store.laws.set("production") == law)
        #expect(try store.addLaw(try Self.law(spread: 0.03)).set.version == 2)
    }
}

@Suite struct `Aliases` {
    private static let (first, second) = (
        LawReference(name: "hoffmann-2022", version: 1), LawReference(name: "besiroglu-2024", version: 1)
    )

    @Test func `mean what they were last pointed at, and remember what they meant`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        let times = ["2026-01-02T03:04:05Z", "2026-01-03T03:04:05Z", "2026-01-04T03:04:05Z", "2026-01-05T03:04:05Z"]
        let set = try store.setAlias("production", to: Self.first, at: times[0])
        #expect(set.previous == nil && store.laws.set("production")?.reference == Self.first)
        #expect(try store.setAlias("production", to: Self.first, at: times[1]) == set)
        let moved = try store.setAlias("production", to: Self.second, at: times[1])
        #expect(moved.previous == Self.first && store.laws.set("production")?.reference == Self.second)
        let removed = try store.removeAlias("production", at: times[2])
        #expect(removed.law == nil && removed.previous == Self.second && store.laws.set("production") == nil)
        #expect(throws: LawNameError.unknownAlias(name: "production")) {
            try store.removeAlias("production", at: times[2])
        }
        let back = try store.setAlias("production", to: Self.first, at: times[3])
        #expect(back.previous == nil)
        try store.close()
        let again = try PlannerStore(path: folder.path())
        #expect(again.laws.aliases == [LawAlias(name: "production", law: Self.first)])
        #expect(try again.changes(ofAlias: "production") == [set, moved, removed, back])
        #expect(try again.changes(ofAlias: "nothing").isEmpty)
    }
}
