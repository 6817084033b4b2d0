import Foundation

/// A value that only one thread at a time can touch.
///
/// Unchecked, because the compiler cannot see what the lock protects: `value` is private, and its only access stands
/// inside `lock`. Values are Sendable themselves, so none that leaves can carry shared state with it.
final class Guarded<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) {
        self.value = value
    }

    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
