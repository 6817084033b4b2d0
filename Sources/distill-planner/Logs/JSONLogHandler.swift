import Foundation
import Logging
import PlannerAPI

/// A log of one JSON object a line: `time`, `level`, `label`, `message` and `metadata`.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.info

    private let label: String
    private let now: @Sendable () -> Date
    private let write: @Sendable ([UInt8]) -> Void

    /// Makes a log.
    ///
    /// - Parameters:
    ///   - label: what logs.
    ///   - now: the time of a line.
    ///   - write: takes a line with its end, from any thread.
    init(label: String, now: @escaping @Sendable () -> Date, write: @escaping @Sendable ([UInt8]) -> Void) {
        self.label = label
        self.now = now
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        for more in [metadataProvider?.get(), event.metadata].compactMap({ $0 }) {
            all.merge(more) { _, new in new }
        }
        if let error = event.error { all["error"] = "\(error)" }
        let line: JSONValue = [
            "time": .string(Self.text(now())), "level": .string(event.level.rawValue), "label": .string(label),
            "message": .string("\(event.message)"), "metadata": .metadata(all),
        ]
        write(line.line + [UInt8(ascii: "\n")])
    }

    /// RFC 3339 in UTC, with milliseconds.
    private static func text(_ time: Date) -> String {
        time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

extension JSONValue {
    /// Metadata as an object, its members in the order of their names.
    fileprivate static func metadata(_ metadata: Logger.Metadata) -> JSONValue {
        .object(metadata.sorted { $0.key < $1.key }.map { Member($0.key, value($0.value)) })
    }

    private static func value(_ value: Logger.MetadataValue) -> JSONValue {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let convertible): .string(convertible.description)
        case .dictionary(let members): metadata(members)
        case .array(let elements): .array(elements.map(Self.value))
        }
    }
}
