import Logging

/// Hands every line that is logged at `logLevel` or above to a test.
struct LogListener: LogHandler {
    let hear: @Sendable (_ line: String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    init(_ level: Logger.Level, _ hear: @escaping @Sendable (_ line: String) -> Void) {
        logLevel = level
        self.hear = hear
    }

    /// A logger that nobody but `hear` is told of.
    static func logger(_ level: Logger.Level, _ hear: @escaping @Sendable (_ line: String) -> Void) -> Logger {
        Logger(label: "tests") { _ in LogListener(level, hear) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { hear("\(event.message) \(event.metadata ?? [:])") }
}
