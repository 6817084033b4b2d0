import HTTPTypes

/// The versions that the server speaks.
package enum HTTPVersion: Hashable, Sendable {
    case http10, http11
}

/// The first line of a request, understood (RFC 9112, section 3).
struct RequestLine: Hashable, Sendable {
    let method: HTTPRequest.Method
    let target: RequestTarget
    let version: HTTPVersion

    /// Understands a line that has lost its CRLF.
    init(parsing line: [UInt8]) throws(Refusal) {
        guard !line.elementsEqual("PRI * HTTP/2.0".utf8) else { throw .http2Preface }
        guard let first = line.firstIndex(of: .space), let last = line.lastIndex(of: .space), first < last else {
            throw .malformedRequestLine
        }
        let (word, middle, end) = (line[..<first], line[(first + 1)..<last], line[(last + 1)...])
        guard !word.isEmpty, !middle.isEmpty, !end.isEmpty, !middle.contains(.space) else {
            throw .malformedRequestLine
        }
        guard !word.contains(where: \.isSmallLetter),
            let method = HTTPRequest.Method(String(decoding: word, as: UTF8.self))
        else { throw .malformedMethod }
        self.method = method
        version = try Self.version(end)
        target = try RequestTarget(parsing: middle, method: method)
    }

    private static func version(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> HTTPVersion {
        let text = String(decoding: bytes, as: UTF8.self)
        switch text {
        case "HTTP/1.1": return .http11
        case "HTTP/1.0": return .http10
        default:
            let digits = Array(bytes.dropFirst(5))
            let isWellSpelt =
                text.hasPrefix("HTTP/") && digits.count == 3 && digits[1] == UInt8(ascii: ".")
                && digits[0].isDigit && digits[2].isDigit
            throw isWellSpelt ? .unsupportedVersion : .malformedVersion
        }
    }
}
