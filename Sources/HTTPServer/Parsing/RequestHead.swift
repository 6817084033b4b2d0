package import HTTPTypes

/// How the end of a body is found (RFC 9112, section 6.3).
package enum BodyFraming: Hashable, Sendable {
    case none
    case length(Int)
    case chunked
}

/// A head, and what its fields mean for the rest of the message and for the connection.
package struct RequestHead: Hashable, Sendable {
    package let request: HTTPRequest
    package let version: HTTPVersion
    package let framing: BodyFraming

    /// Whether the client wants the connection to stay open (RFC 9112, section 9.3).
    package let keepsAlive: Bool

    /// Whether the client waits for `100 Continue` before it sends the body (RFC 9110, section 10.1.1).
    package let expectsContinue: Bool

    /// Judges the fields of a head whose lines have been understood one by one.
    init(line: RequestLine, fields: [HTTPField]) throws(Refusal) {
        version = line.version
        let host = try Self.host(of: fields, version: line.version)
        framing = try Self.framing(of: fields, version: line.version)
        expectsContinue = try Self.expectsContinue(fields, version: line.version) && framing != .none
        keepsAlive = Self.keepsAlive(fields, version: line.version)
        var others = HTTPFields()
        others.reserveCapacity(fields.count)
        for field in fields where !isHost(field) { others.append(field) }
        request = HTTPRequest(
            method: line.method, scheme: nil, authority: line.target.authority ?? host, path: line.target.path,
            headerFields: others)
    }

    private static func host(of fields: [HTTPField], version: HTTPVersion) throws(Refusal) -> String? {
        let hosts = fields.filter(isHost)
        guard hosts.count <= 1 else { throw .repeatedHost }
        guard let host = hosts.first else {
            guard version == .http10 else { throw .missingHost }
            return nil
        }
        guard isAuthority(host.value.utf8) else { throw .malformedHost }
        return host.value
    }

    private static func framing(of fields: [HTTPField], version: HTTPVersion) throws(Refusal) -> BodyFraming {
        let codings = fields.values(.transferEncoding)
        let lengths = fields.values(.contentLength)
        guard codings.isEmpty else {
            guard lengths.isEmpty else { throw .contentLengthWithTransferEncoding }
            guard version == .http11 else { throw .transferEncodingBeforeHTTP11 }
            guard codings.count == 1, codings[0].lowercased() == "chunked" else { throw .unsupportedTransferCoding }
            return .chunked
        }
        guard lengths.count <= 1 else { throw .repeatedContentLength }
        guard let text = lengths.first else { return .none }
        guard let length = decimal(text.utf8) else { throw .malformedContentLength }
        return length == 0 ? .none : .length(length)
    }

    private static func expectsContinue(_ fields: [HTTPField], version: HTTPVersion) throws(Refusal) -> Bool {
        // A 1.0 client cannot understand an interim answer, so what it expects is to be ignored.
        guard version == .http11, let expectation = fields.list(.expect) else { return false }
        guard expectation.lowercased() == "100-continue" else { throw .unsupportedExpectation }
        return true
    }

    private static func keepsAlive(_ fields: [HTTPField], version: HTTPVersion) -> Bool {
        guard let options = fields.list(.connection) else { return version == .http11 }
        let wishes = options.lowercased().utf8.split(separator: UInt8(ascii: ","))
            .map { trimmingBlanks(ArraySlice($0)) }
        let (closes, stays) = ("close".utf8, "keep-alive".utf8)
        return !wishes.contains { $0.elementsEqual(closes) }
            && (version == .http11 || wishes.contains { $0.elementsEqual(stays) })
    }
}

/// The one field that swift-http-types has no name for, because newer versions of HTTP carry it elsewhere.
private func isHost(_ field: HTTPField) -> Bool {
    field.name.canonicalName == "host"
}

extension [HTTPField] {
    /// The values of all fields called `name`.
    fileprivate func values(_ name: HTTPField.Name) -> [String] {
        compactMap { $0.name == name ? $0.value : nil }
    }

    /// The values of all fields called `name` as one list (RFC 9110, section 5.3); nil where there is none.
    fileprivate func list(_ name: HTTPField.Name) -> String? {
        let values = values(name)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
}
