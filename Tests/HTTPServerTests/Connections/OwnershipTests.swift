import Foundation
import Synchronization
import Testing

@testable import HTTPServer

@Suite struct OwnershipTests {
    /// Ownership can be neither copied nor captured, nor stand in an expectation, so a class holds it.
    private final class Holder: Sendable {
        private let ownership: Ownership

        init(_ state: Ownership.State) { ownership = Ownership(state) }

        func takeOrNotice() -> Bool { ownership.takeOrNotice() }
        func move(from: Ownership.State, to: Ownership.State) -> Bool { ownership.move(from: from, to: to) }
        func release() -> Bool { ownership.release() }
        func releaseUnread() { ownership.releaseUnread() }
    }

    @Test func `what is free is taken once, and then a notice is left`() {
        let holder = Holder(.free)
        #expect(holder.takeOrNotice())
        #expect(!holder.takeOrNotice())
        #expect(!holder.release())
        #expect(holder.release())
        #expect(holder.takeOrNotice())
    }

    @Test func `a notice stays through all that happens to a request`() {
        let holder = Holder(.owned)
        #expect(holder.move(from: .owned, to: .queued))
        #expect(!holder.takeOrNotice())
        #expect(holder.move(from: .queued, to: .running))
        #expect(holder.move(from: .running, to: .owned))
        #expect(!holder.release())
        #expect(holder.release())
    }

    @Test func `what is taken away is not given back`() {
        let holder = Holder(.running)
        #expect(holder.move(from: .running, to: .owned))
        #expect(!holder.move(from: .running, to: .owned))
        #expect(!holder.move(from: .free, to: .owned))
    }

    @Test func `letting go without a look leaves no notice behind`() {
        let holder = Holder(.owned)
        #expect(!holder.takeOrNotice())
        holder.releaseUnread()
        #expect(holder.takeOrNotice())
        #expect(holder.release())
    }

    @Test func `no event is lost, and no two threads own at a time`() {
        let holder = Holder(.free)
        let owners = Atomic(0)
        let produced = Atomic(0)
        let seen = Atomic(0)
        let overlaps = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<20_000 {
                produced.add(1, ordering: .sequentiallyConsistent)
                guard holder.takeOrNotice() else { continue }
                repeat {
                    if owners.add(1, ordering: .sequentiallyConsistent).newValue != 1 {
                        overlaps.add(1, ordering: .relaxed)
                    }
                    seen.store(produced.load(ordering: .sequentiallyConsistent), ordering: .sequentiallyConsistent)
                    owners.subtract(1, ordering: .sequentiallyConsistent)
                } while !holder.release()
            }
        }
        #expect(overlaps.load(ordering: .relaxed) == 0)
        // Whoever produced the last left a notice or looked itself.
        #expect(seen.load(ordering: .relaxed) == 80_000)
    }
}
