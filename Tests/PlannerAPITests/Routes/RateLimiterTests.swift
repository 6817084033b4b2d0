import Testing

@testable import PlannerAPI

@Suite struct `A rate limit` {
    private let limiter = RateLimiter(name: "address", perMinute: 2)
    private let start = ContinuousClock.now

    private func isAllowed(_ key: String, after seconds: Double = 0) -> Bool {
        limiter.take(key, at: start + .seconds(seconds)).isAllowed
    }

    @Test func `lets a minute's requests through at once, and then one for each share of it`() {
        #expect(isAllowed("a") && isAllowed("a") && !isAllowed("a"))
        #expect(!isAllowed("a", after: 29) && isAllowed("a", after: 30) && !isAllowed("a", after: 59))
        #expect(isAllowed("a", after: 60))
    }

    @Test func `is not given back where the clock goes back`() {
        #expect(isAllowed("a", after: 60) && isAllowed("a", after: 60) && !isAllowed("a", after: 0))
    }

    @Test func `remembers whoever is among the last, and nobody for ever`() {
        func crowd(_ name: String) {
            for number in 0..<RateLimiter.mostBuckets { _ = isAllowed("\(name) \(number)") }
        }
        #expect(isAllowed("a") && isAllowed("a"))
        crowd("first")
        #expect(!isAllowed("a"))
        // It was used meanwhile, so it stays.
        crowd("second")
        #expect(!isAllowed("a"))
        crowd("third")
        crowd("fourth")
        crowd("fifth")
        #expect(isAllowed("a"))
    }
}
