import HTTPTypes

/// What a request is about, in one of the forms of RFC 9112, section 3.2.
struct RequestTarget: Hashable, Sendable {
    /// The path with its query, never empty; `*` for the server itself.
    let path: String

    /// The host of an absolute form, which then outranks Host (RFC 9112, section 3.2.2).
    let authority: String?

    /// Understands the middle part of a request line.
    ///
    /// Any visible ASCII is taken except `#`: browsers send some characters raw that RFC 3986 wants escaped, and
    /// none of those can change where a message ends.
    init(parsing bytes: ArraySlice<UInt8>, method: HTTPRequest.Method) throws(Refusal) {
        guard method != .connect else { throw .unsupportedMethod }
        guard bytes.allSatisfy({ $0.isVisible && $0 != UInt8(ascii: "#") }) else { throw .malformedTarget }
        if bytes.first == UInt8(ascii: "/") {
            path = String(decoding: bytes, as: UTF8.self)
            authority = nil
        } else if bytes.elementsEqual("*".utf8) {
            guard method == .options else { throw .malformedTarget }
            path = "*"
            authority = nil
        } else {
            (authority, path) = try Self.absolute(bytes, method: method)
        }
    }

    private static func absolute(
        _ bytes: ArraySlice<UInt8>, method: HTTPRequest.Method
    ) throws(Refusal) -> (authority: String, path: String) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }) else {
            throw .malformedTarget
        }
        let rest = text.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard isAuthority(rest[..<end].utf8) else { throw .malformedTarget }
        let path = String(rest[end...])
        // With no path at all OPTIONS asks about the server, everything else about its root (section 3.2.4).
        let asterisk = method == .options && path.isEmpty
        return (String(rest[..<end]), asterisk ? "*" : path.hasPrefix("/") ? path : "/" + path)
    }
}

/// Whether the bytes are a host and perhaps a port, without user information (RFC 3986, section 3.2).
func isAuthority(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
    let bytes = Array(bytes)
    let hostEnd: Int
    if bytes.first == UInt8(ascii: "[") {
        guard let close = bytes.firstIndex(of: UInt8(ascii: "]")), close > 1,
            bytes[1..<close].allSatisfy({ $0.isHexDigit || $0 == .colon || $0 == UInt8(ascii: ".") })
        else { return false }
        hostEnd = close + 1
    } else {
        hostEnd = bytes.firstIndex(of: .colon) ?? bytes.count
        guard hostEnd > 0, bytes[..<hostEnd].allSatisfy(isNameByte) else { return false }
    }
    guard hostEnd < bytes.count else { return true }
    return bytes[hostEnd] == .colon && bytes[(hostEnd + 1)...].allSatisfy(\.isDigit)
}

/// The bytes of a registered name: letters, digits, the marks of RFC 3986, section 2, and percent escapes.
private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: byte.isDigit || "-._~!$&'()*+,;=%".utf8.contains(byte)
    }
}
