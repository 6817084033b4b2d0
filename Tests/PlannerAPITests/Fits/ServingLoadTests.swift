import Foundation
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import PlannerAPI

@Suite struct `What fits leave to those who answer` {
    @Test(
        arguments: [
            (0, 4, 4), (0.2, 4, 4), (0.25, 4, 3), (1.2, 4, 3), (1.25, 4, 2), (2.25, 4, 1), (9, 4, 1), (1e300, 4, 1),
            (0.2, 2, 2), (0.25, 2, 1), (2, 2, 1), (5, 1, 1),
        ] as [(Double, Int, Int)])
    func `is a processor for each handler at work, but not the last`(busy: Double, processors: Int, left: Int) {
        #expect(ServingLoad.processors(leftBy: busy, of: processors) == left)
    }

    @Test func `follows the time that answers took since the last look`() throws {
        let clock = ManualClock()
        let metrics = ServiceMetrics(clock: clock.server)
        let service = try Service(metrics: metrics)
        var load = ServingLoad(metrics)
        #expect(load.look() == 0)
        for _ in 0..<4 {
            clock.advance(by: .milliseconds(25))
            #expect(service.send(.get, "/healthz", receivedAt: clock.now - .milliseconds(10)).status == 200)
        }
        // Four answers of 10 ms in 100 ms, but for the rounding of a sum.
        #expect(abs(load.look() - 0.4) < 1e-12)
        clock.advance(by: .milliseconds(100))
        #expect(load.look() == 0)
    }

    @Test func `are the processors of highest number`() {
        let processors = Processors(words: [0b1011, 0, 0b101])
        #expect(processors.count == 5 && processors.last(9) == processors)
        #expect(processors.last(4).words == [0b1010, 0, 0b101])
        #expect(processors.last(1).words == [0, 0, 0b100])
    }

    #if os(Linux)
        @Test func `are left to a thread while it works`() throws {
            let seen = Mutex<Processors?>(nil)
            let isDone = Mutex(false)
            let work = BackgroundWork { isAbandoned in
                while !isAbandoned() { seen.withLock { $0 = Processors(of: Processors.currentThread) } }
                isDone.withLock { $0 = true }
                return true
            }
            func wait(until condition: () -> Bool) throws {
                for _ in 0..<30_000 where !condition() { Thread.sleep(forTimeInterval: 0.01) }
                try #require(condition())
            }
            try wait { seen.withLock { $0 } != nil }
            let all = try seen.withLock { $0 }.unwrapped()
            work.keep(toProcessors: { _ in 1 })
            try wait { seen.withLock { $0 } == all.last(1) }
            work.keep(toProcessors: { $0 })
            try wait { seen.withLock { $0 } == all }
            work.abandon()
            try wait { isDone.withLock { $0 } }
            // Its thread may be gone, and its number another's.
            work.keep(toProcessors: { _ in 1 })
        }
    #endif
}
