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

/// How the end of an answer's content is found (RFC 9112, section 6.3).
enum AnswerFraming: Hashable, Sendable {
    /// There is no content.
    case none

    case length(Int)
    case chunked
    case untilClose
}

extension ServerResponse {
    /// How the content's end is to be found by a client of `version`.
    func framing(in version: HTTPVersion) -> AnswerFraming {
        guard head.status != .noContent && head.status != .notModified else { return .none }
        return switch body {
        case .bytes(let bytes): .length(bytes.count)
        case .stream: version == .http11 ? .chunked : .untilClose
        }
    }
}

/// The head of an answer, and its content where that is bytes, in one run, so that one send can carry both.
func serialize(
    _ response: ServerResponse, _ framing: AnswerFraming, toHead isHead: Bool, persistence: Persistence, date: String,
    id: String
) -> [UInt8] {
    let content = isHead || framing == .none ? [] : response.bytes ?? []
    var writer = ResponseWriter(capacity: 512 + content.count)
    writer.write("HTTP/1.1 ")
    writer.write(String(response.head.status.code))
    writer.write(" ")
    writer.write(response.head.status.reasonPhrase)
    writer.write("\r\n")
    writer.write("Date", date)
    writer.write("X-Request-Id", id)
    switch framing {
    case .none, .untilClose: break
    case .length(let length): writer.write("Content-Length", String(length))
    case .chunked: writer.write("Transfer-Encoding", "chunked")
    }
    if let option = persistence.option { writer.write("Connection", option) }
    for field in response.head.headerFields where !belongsToServer(field) { writer.write(field) }
    writer.write("\r\n")
    writer.bytes += content
    return writer.bytes
}

/// Whether it is a field that only the server can know.
private func belongsToServer(_ field: HTTPField) -> Bool {
    switch field.name.canonicalName {
    case "date", "x-request-id", "content-length", "transfer-encoding", "connection": true
    default: false
    }
}

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
