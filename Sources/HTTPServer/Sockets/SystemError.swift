import Foundation

/// A system call that failed.
struct SystemError: Error, Hashable, Sendable {
    let code: Int32

    /// What the last call on this thread left behind.
    static var last: SystemError { SystemError(code: errno) }
}

/// Passes the result of a system call where it is not below zero.
@discardableResult
func checked(_ result: Int32) throws(SystemError) -> Int32 {
    guard result >= 0 else { throw SystemError.last }
    return result
}
