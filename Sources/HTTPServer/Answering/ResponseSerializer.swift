import HTTPTypes

/// What an answer says about the connection it goes out on (RFC 9112, section 9.3).
enum Persistence: Hashable, Sendable {
    /// It stays open, as is understood in 1.1.
    case stays

    /// It stays open, which a 1.0 client must be told.
    case staysAsAsked

    case closes

    fileprivate var option: String? {
        switch self {
        case .stays: nil
        case .staysAsAsked: "keep-alive"
        case .closes: "close"
        }
    }
}

/// Head and body of an answer in one run of bytes, so that one send can carry both (RFC 9112, section 4).
func serialize(
    _ response: ServerResponse, toHead isHead: Bool, persistence: Persistence, date: String
) -> [UInt8] {
    let status = response.head.status
    let hasContent = status != .noContent && status != .notModified
    var writer = ResponseWriter(capacity: 512 + response.body.count)
    writer.write("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n")
    writer.write("Date", date)
    if hasContent { writer.write("Content-Length", String(response.body.count)) }
    if let option = persistence.option { writer.write("Connection", option) }
    for field in response.head.headerFields where !serverFields.contains(field.name.canonicalName) {
        writer.write(field)
    }
    writer.write("\r\n")
    if hasContent && !isHead { writer.bytes += response.body }
    return writer.bytes
}

/// The fields that only the server can know.
private let serverFields: Set = ["date", "content-length", "transfer-encoding", "connection"]

private struct ResponseWriter {
    var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func write(_ text: String) {
        bytes += text.utf8
    }

    mutating func write(_ name: String, _ value: String) {
        write(name)
        write(": ")
        write(value)
        write("\r\n")
    }

    mutating func write(_ field: HTTPField) {
        write(field.name.rawName)
        write(": ")
        field.withUnsafeBytesOfValue { bytes += $0 }
        write("\r\n")
    }
}
