/// Whether the bytes behind a chunk's size are extensions as RFC 9112, section 7.1.1 has them, or none.
///
/// They mean nothing here, but what is no extension is not passed over: another reader may find the end of the line
/// elsewhere, in a quoted string that is never closed, say.
func areChunkExtensions(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
        rest = rest.drop(while: \.isBlank)
        guard rest.popFirst() == UInt8(ascii: ";") else { return false }
        rest = rest.drop(while: \.isBlank)
        guard dropToken(&rest) else { return false }
        let value = rest.drop(while: \.isBlank)
        guard value.first == UInt8(ascii: "=") else { continue }
        rest = value.dropFirst().drop(while: \.isBlank)
        guard rest.first == UInt8(ascii: "\"") ? dropQuotedString(&rest) : dropToken(&rest) else { return false }
    }
    return true
}

private func dropToken(_ bytes: inout ArraySlice<UInt8>) -> Bool {
    let rest = bytes.drop(while: \.isTokenByte)
    defer { bytes = rest }
    return rest.startIndex > bytes.startIndex
}

/// A quoted string of RFC 9110, section 5.6.4; the line that it stands in has no controls but tabs.
private func dropQuotedString(_ bytes: inout ArraySlice<UInt8>) -> Bool {
    bytes.removeFirst()
    while let byte = bytes.popFirst() {
        if byte == UInt8(ascii: "\"") { return true }
        if byte == UInt8(ascii: "\\") && bytes.popFirst() == nil { return false }
    }
    return false
}
