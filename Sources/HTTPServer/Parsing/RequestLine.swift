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
        let parts = line.split(separator: .space, omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { throw .malformedRequestLine }
        guard !parts[0].contains(where: \.isSmallLetter),
            let method = HTTPRequest.Method(String(decoding: parts[0], as: UTF8.self))
        else { throw .malformedMethod }
        self.method = method
        version = try Self.version(parts[2])
        target = try RequestTarget(parsing: parts[1], method: method)
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
