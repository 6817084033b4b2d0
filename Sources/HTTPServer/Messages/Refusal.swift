public import HTTPTypes

/// Why the server answers by itself, in place of a handler.
///
/// A refusal is a fact: ``status`` and the raw value, which is stable and meant for programs. Prose is made by
/// whoever renders it. Every refusal is answered and then the connection closes: what follows a message that was
/// not understood cannot be told apart from its body (RFC 9112, section 9.6), and a server in need sheds load.
public enum Refusal: String, Error, Hashable, Sendable, CaseIterable {
    /// A line ends with LF alone (RFC 9112, section 2.2).
    case bareLineFeed = "bare-line-feed"

    /// A CR is not followed by LF (RFC 9112, section 2.2).
    case bareCarriageReturn = "bare-carriage-return"

    /// A NUL or another control byte stands in the head (RFC 9110, section 5.5).
    case controlByte = "control-byte"

    /// The first byte opens a TLS handshake, on a port that speaks plain HTTP.
    case tlsHandshake = "tls-handshake"

    /// The client speaks HTTP/2 without having been asked to (RFC 9113, section 3.4).
    case http2Preface = "http2-preface"

    /// The first line is not a method, a target and a version with one space between (RFC 9112, section 3).
    case malformedRequestLine = "malformed-request-line"

    /// The method is not a token (RFC 9110, section 9.1), or has a small letter, which no registered one has.
    case malformedMethod = "malformed-method"

    /// The target has none of the forms of RFC 9112, section 3.2, or holds a byte that no target may.
    case malformedTarget = "malformed-target"

    /// The version is not spelt as RFC 9112, section 2.3 wants it.
    case malformedVersion = "malformed-version"

    /// A field line has no colon, or its name is not a token (RFC 9112, section 5).
    case malformedField = "malformed-field"

    /// White space stands between a field's name and its colon (RFC 9112, section 5.1).
    case spaceBeforeColon = "space-before-colon"

    /// A field goes on over a second line (RFC 9112, section 5.2).
    case foldedField = "folded-field"

    /// An HTTP/1.1 request has no Host (RFC 9112, section 3.2).
    case missingHost = "missing-host"

    /// More than one Host (RFC 9112, section 3.2).
    case repeatedHost = "repeated-host"

    /// Host is empty or not a host with an optional port (RFC 9110, section 7.2).
    case malformedHost = "malformed-host"

    /// Content-Length is not a run of digits, or too large for this machine (RFC 9110, section 8.6).
    case malformedContentLength = "malformed-content-length"

    /// More than one Content-Length, be they equal or not (RFC 9112, section 6.3).
    case repeatedContentLength = "repeated-content-length"

    /// Content-Length beside Transfer-Encoding, the mark of request smuggling (RFC 9112, section 6.1).
    case contentLengthWithTransferEncoding = "content-length-with-transfer-encoding"

    /// Transfer-Encoding in a version that does not know it (RFC 9112, section 6.1).
    case transferEncodingBeforeHTTP11 = "transfer-encoding-before-http-1.1"

    /// A chunk's size, its line or its end is not as in RFC 9112, section 7.1.
    case malformedChunk = "malformed-chunk"

    /// The head did not arrive whole within its deadline.
    case headTooSlow = "head-too-slow"

    /// The body did not arrive whole within its deadline.
    case bodyTooSlow = "body-too-slow"

    /// The body is, or says that it will be, over its limit.
    case bodyTooLarge = "body-too-large"

    /// The request line is over its limit.
    case requestLineTooLong = "request-line-too-long"

    /// The request expects something other than `100-continue` (RFC 9110, section 10.1.1).
    case unsupportedExpectation = "unsupported-expectation"

    /// One field line is over its limit.
    case fieldTooLong = "field-too-long"

    /// There are more field lines than the limit allows.
    case tooManyFields = "too-many-fields"

    /// The head as a whole, or the trailers as a whole, are over the limit of a head.
    case headTooLarge = "head-too-large"

    /// Transfer-Encoding is something other than `chunked` alone (RFC 9112, section 6.1).
    case unsupportedTransferCoding = "unsupported-transfer-coding"

    /// CONNECT, which is for proxies (RFC 9110, section 9.3.6).
    case unsupportedMethod = "unsupported-method"

    /// As many requests wait for a worker as may, or as many bytes of bodies are held as may.
    case tooBusy = "too-busy"

    /// The handler did not return before its deadline.
    case handlerTooSlow = "handler-too-slow"

    /// The handler threw.
    case handlerFailed = "handler-failed"

    /// The version is well spelt, but neither 1.0 nor 1.1 (RFC 9110, section 15.6.6).
    case unsupportedVersion = "unsupported-version"

    /// The status to answer with.
    public var status: HTTPResponse.Status {
        switch self {
        case .headTooSlow, .bodyTooSlow: .requestTimeout
        case .bodyTooLarge: .contentTooLarge
        case .requestLineTooLong: .uriTooLong
        case .unsupportedExpectation: .expectationFailed
        case .fieldTooLong, .tooManyFields, .headTooLarge: .requestHeaderFieldsTooLarge
        case .unsupportedTransferCoding, .unsupportedMethod: .notImplemented
        case .tooBusy, .handlerTooSlow: .serviceUnavailable
        case .handlerFailed: .internalServerError
        case .unsupportedVersion: .httpVersionNotSupported
        default: .badRequest
        }
    }

    /// Whether the same request may well succeed a little later.
    public var isTemporary: Bool { status == .serviceUnavailable }
}
