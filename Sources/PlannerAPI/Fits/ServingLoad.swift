import HTTPServer

/// How many handlers have been at work on average, from one look to the next.
struct ServingLoad {
    private let metrics: ServiceMetrics
    private var seen: Double
    private var time: ContinuousClock.Instant

    init(_ metrics: ServiceMetrics) {
        self.metrics = metrics
        seen = metrics.answeringSeconds
        time = metrics.clock.now()
    }

    /// The average since the last look, over the answers that ended meanwhile.
    mutating func look() -> Double {
        let (answering, now) = (metrics.answeringSeconds, metrics.clock.now())
        defer { (seen, time) = (answering, now) }
        let elapsed = (now - time) / .seconds(1)
        return elapsed > 0 ? max(0, answering - seen) / elapsed : 0
    }

    /// How many of `processors` fits should leave to handlers of which `busy` are at work: one for each, counted from a
    /// quarter of a handler on, but not the last.
    ///
    /// The system lets a fit's thread run where nobody else wants to, but it moves a thread that waits behind another one
    /// at once only to a processor where nobody runs at all, and to one with a fit after milliseconds, which are many plans.
    static func processors(leftBy busy: Double, of processors: Int) -> Int {
        max(1, processors - Int(min(busy + 0.75, Double(processors))))
    }
}
