import Foundation
import Testing

@testable import HTTPServer

@Suite struct AlarmTests {
    private let alarm: Alarm

    init() throws { alarm = try Alarm(clock: .system) }

    private func isReadable(within milliseconds: Int32) -> Bool {
        var watched = pollfd(fd: alarm.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, milliseconds) == 1
    }

    private func inTheFuture(_ milliseconds: Int) -> Int64 {
        alarm.nanoseconds(ContinuousClock.now + .milliseconds(milliseconds))
    }

    @Test func `rings once the earliest time that was noted has passed`() {
        alarm.note(inTheFuture(60_000))
        alarm.note(inTheFuture(20))
        alarm.note(inTheFuture(30_000))
        #expect(isReadable(within: 5000))
    }

    @Test func `rings at once for what has passed already`() {
        alarm.note(0)
        #expect(isReadable(within: 5000))
    }

    @Test func `forgets all when it is reset, and rings for what is noted then`() {
        alarm.note(0)
        #expect(isReadable(within: 5000))
        alarm.reset()
        #expect(!isReadable(within: 20))
        alarm.note(inTheFuture(1))
        #expect(isReadable(within: 5000))
    }
}
