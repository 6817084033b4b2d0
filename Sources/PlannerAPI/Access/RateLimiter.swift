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

    /// Two generations: those used since the last change, and those used in the one before.
    ///
    /// What neither holds has been used by nobody while so many others were, and begins anew.
    private struct Buckets {
        var recent: [String: Bucket] = [:]
        var former: [String: Bucket] = [:]
    }

    private let buckets = Mutex(Buckets())

    /// How many keys there are in a generation, so that no crowd of keys costs more than a few megabytes.
    static let mostBuckets = 16_384

    init(name: String, perMinute: Int) {
        precondition(perMinute >= 1, "a limit lets something through")
        self.name = name
        self.perMinute = perMinute
    }

    /// Takes a request of `key` out of its bucket, where there is one.
    func take(_ key: String, at now: ContinuousClock.Instant) -> Standing {
        buckets.withLock { buckets in
            var bucket = buckets.recent[key] ?? buckets.former[key] ?? Bucket(level: capacity, filledAt: now)
            bucket.level = level(bucket, now)
            bucket.filledAt = now
            let isAllowed = bucket.level >= 1
            if isAllowed { bucket.level -= 1 }
            if buckets.recent.count >= Self.mostBuckets, buckets.recent[key] == nil {
                buckets = Buckets(former: buckets.recent)
            }
            buckets.recent[key] = bucket
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
