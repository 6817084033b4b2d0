import Dispatch
import Foundation

/// Does independent pieces of one stage, some at a time, and says how far it is.
struct Workers: Sendable {
    let count: Int
    let monitor: FitMonitor

    /// The result of every piece, in order, whoever did it.
    ///
    /// - Parameters:
    ///   - before: pieces of the same stage that are done already.
    ///   - after: pieces of the same stage that will follow these.
    /// - Throws: ``FittingError/cancelled``.
    func map<Result: Sendable>(
        _ stage: FitProgress.Stage, _ pieces: Int, before: Int = 0, after: Int = 0, _ work: @Sendable (Int) -> Result
    ) throws(FittingError) -> [Result] {
        let results = Results<Result>(pieces)
        DispatchQueue.concurrentPerform(iterations: max(1, min(count, pieces))) { _ in
            while let piece = results.next(), !monitor.isCancelled() {
                results.put(work(piece), at: piece) { done in
                    monitor.report(
                        FitProgress(stage: stage, done: before + done, total: before + pieces + after))
                }
            }
        }
        guard let all = results.all else { throw .cancelled }
        return all
    }
}

/// What the workers of one stage share.
///
/// Every access to its variables holds the lock, which is the proof of `@unchecked Sendable`.
private final class Results<Result: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [Result?]
    private var handedOut = 0
    private var done = 0

    init(_ count: Int) { results = [Result?](repeating: nil, count: count) }

    func next() -> Int? {
        lock.withLock {
            guard handedOut < results.count else { return nil }
            handedOut += 1
            return handedOut - 1
        }
    }

    /// Keeps a result and tells `report` how many there are, one after the other, so that the number never falls.
    func put(_ result: Result, at index: Int, _ report: (Int) -> Void) {
        lock.withLock {
            results[index] = result
            done += 1
            report(done)
        }
    }

    /// All of them, once there are no more to come.
    var all: [Result]? {
        lock.withLock {
            let known = results.compactMap { $0 }
            return known.count == results.count ? known : nil
        }
    }
}
