import Logging

@testable import HTTPServer

/// Keeps the metadata of every line that is logged.
struct LogRecorder: LogHandler {
    let lines = Guarded<[[String: String]]>([])
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = (event.metadata ?? [:]).mapValues { "\($0)" }
        line["message"] = "\(event.message)"
        line["level"] = event.level.rawValue
        lines.withLock { [line] in $0.append(line) }
    }
}
