import Foundation
import Synchronization

/// Token buckets: each key may make so many requests a minute, all at once if it likes.
final class RateLimiter: Sendable {
    /// How a key stands after a request.
    struct Standing: Hashable {
        /// Whether the request is within the limit.
        let isAllowed: Bool
        /// Requests that are left now.
        let remaining: Int
        /// Whole seconds until as many are left as a minute allows.
        let secondsToFull: Int
        /// Whole seconds until one is left, at least 1.
        let secondsToNext: Int
    }

    private struct Bucket {
        var level: Double
        var filledAt: ContinuousClock.Instant
    }

    /// What the limit is called in answers.
    let name: String
    /// Requests a minute, at least 1.
    let perMinute: Int

    private let buckets = Mutex<[String: Bucket]>([:])

    /// Full buckets are as good as none, so they go when there are as many as this.
    private static let mostBuckets = 4096

    init(name: String, perMinute: Int) {
        precondition(perMinute >= 1, "a limit lets something through")
        self.name = name
        self.perMinute = perMinute
    }

    /// Takes a request of `key` out of its bucket, where there is one.
    func take(_ key: String, at now: ContinuousClock.Instant) -> Standing {
        buckets.withLock { buckets in
            if buckets.count >= Self.mostBuckets { buckets = buckets.filter { level($0.value, now) < capacity } }
            var bucket = buckets[key] ?? Bucket(level: capacity, filledAt: now)
            bucket.level = level(bucket, now)
            bucket.filledAt = now
            let isAllowed = bucket.level >= 1
            if isAllowed { bucket.level -= 1 }
            buckets[key] = bucket
            return Standing(
                isAllowed: isAllowed, remaining: Int(bucket.level),
                secondsToFull: Int(((capacity - bucket.level) / perSecond).rounded(.up)),
                secondsToNext: max(1, Int(((1 - bucket.level) / perSecond).rounded(.up))))
        }
    }

    private var capacity: Double { Double(perMinute) }
    private var perSecond: Double { Double(perMinute) / 60 }

    private func level(_ bucket: Bucket, _ now: ContinuousClock.Instant) -> Double {
        min(capacity, bucket.level + max(0, (now - bucket.filledAt) / .seconds(1)) * perSecond)
    }
}
