/// How many durations fell below each of some bounds, and their sum; any thread adds to it, and no one waits.
final class Histogram: Sendable {
    /// The bounds of the buckets in seconds, rising; all that is longer is counted beyond the last.
    let bounds: [Double]

    private let nanosecondBounds: [Int]
    private let buckets: [Counter]
    private let nanoseconds = Counter()

    /// What was observed, as Prometheus writes it.
    struct Snapshot: Equatable {
        /// For each bound, how many durations were no longer than it.
        let cumulative: [Int]
        /// How many there were in all.
        let count: Int
        /// Their sum in seconds.
        let sum: Double
    }

    init(bounds: [Double]) {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "bounds rise")
        self.bounds = bounds
        nanosecondBounds = bounds.map { Int(($0 * 1e9).rounded()) }
        buckets = (0...bounds.count).map { _ in Counter() }
    }

    /// Counts a duration; one that is below zero counts as zero.
    func observe(_ duration: Duration) {
        let length = max(0, duration.wholeNanoseconds)
        buckets[nanosecondBounds.firstIndex { length <= $0 } ?? bounds.count].add()
        nanoseconds.add(length)
    }

    /// The sum of all durations in seconds.
    var seconds: Double { Double(nanoseconds.value) / 1e9 }

    /// The present numbers, each right but not of one instant where somebody observes meanwhile.
    var snapshot: Snapshot {
        let sum = seconds
        var running = 0
        let totals = buckets.map { bucket in
            running += bucket.value
            return running
        }
        return Snapshot(cumulative: totals.dropLast(), count: running, sum: sum)
    }
}

extension Duration {
    /// The whole nanoseconds of a duration of less than 292 years.
    var wholeNanoseconds: Int { Int(truncatingIfNeeded: attoseconds / 1_000_000_000) }
}
