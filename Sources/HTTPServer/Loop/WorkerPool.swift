import Foundation

/// A fixed number of threads that run jobs from a bounded queue, in the order of their coming.
final class WorkerPool: Sendable {
    typealias Job = @Sendable () -> Void

    private let queue: JobQueue

    init(workers: Int, queueLength: Int) {
        let queue = JobQueue(capacity: queueLength)
        self.queue = queue
        for number in 1...workers {
            let thread = Thread {
                while let job = queue.take() { job() }
            }
            thread.name = "http-worker-\(number)"
            thread.start()
        }
    }

    /// Queues a job; returns false, and forgets it, where the queue is full.
    func submit(_ job: @escaping Job) -> Bool {
        queue.put(job)
    }

    /// Forgets what is queued and lets each thread end after the job that it runs.
    func close() {
        queue.close()
    }
}

/// The queue between the loop and the workers.
///
/// Unchecked, because the compiler cannot see what the condition protects: the variables are private, and each access
/// to them stands between its `lock` and `unlock`.
private final class JobQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    private var jobs: [WorkerPool.Job] = []
    private var isClosed = false

    init(capacity: Int) {
        self.capacity = capacity
    }

    func put(_ job: @escaping WorkerPool.Job) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        guard jobs.count < capacity, !isClosed else { return false }
        jobs.append(job)
        condition.signal()
        return true
    }

    /// Blocks until there is a job; nil once the queue is closed.
    func take() -> WorkerPool.Job? {
        condition.lock()
        defer { condition.unlock() }
        while jobs.isEmpty && !isClosed { condition.wait() }
        return isClosed ? nil : jobs.removeFirst()
    }

    func close() {
        condition.lock()
        defer { condition.unlock() }
        isClosed = true
        jobs = []
        condition.broadcast()
    }
}
