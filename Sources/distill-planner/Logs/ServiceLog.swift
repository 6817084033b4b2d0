import Foundation
import Logging
import Synchronization

/// Where the log of `serve` goes: standard error.
enum ServiceLog {
    /// The log of `label` in `format`, from `level` on.
    static func handler(_ label: String, _ format: LogFormat, _ level: Logger.Level) -> any LogHandler {
        var handler: any LogHandler =
            switch format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(label: label, now: { Date() }, write: Self.write)
            }
        handler.logLevel = level
        return handler
    }

    /// Writes a line in one piece, so that no other thread's stands in it.
    private static let write: @Sendable ([UInt8]) -> Void = { line in
        // Where nobody takes the log there is nobody to tell.
        lock.withLock { _ in try? FileHandle.standardError.write(contentsOf: Data(line)) }
    }

    private static let lock = Mutex(())
}
