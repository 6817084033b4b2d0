import Testing

@testable import HTTPServer

/// A message and the limits it is read under.
private struct Message: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let limits: ServerLimits

    var testDescription: String { name }

    static let all =
        RefusalCase.all.map { Message(name: $0.name, bytes: $0.bytes, limits: $0.limits) } + accepted

    private static let accepted = [
        "plain": "GET /a?b=c HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n",
        "pipelined":
            "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.0\r\n\r\nHEAD http://c/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "with a length": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\nGET / HGET /b HTTP/1.0\r\n\r\n",
        "chunked":
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
            + "5;a=b\r\nhe\r\no\r\nB\r\n01234567890\r\n0\r\nX: y\r\n\r\nGET /b HTTP/1.0\r\n\r\n",
        "cut off": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\nabc",
    ].map { Message(name: $0.key, bytes: Array($0.value.utf8), limits: ServerLimits()) }
}

@Suite struct SplitTests {
    @Test(arguments: Message.all)
    fileprivate func `a message cut in two at any point reads as the whole`(_ message: Message) {
        let whole = events(of: [message.bytes[...]], limits: message.limits)
        #expect(!whole.isEmpty)
        for cut in 0...message.bytes.count {
            let pieces = [message.bytes[..<cut], message.bytes[cut...]]
            #expect(events(of: pieces, limits: message.limits) == whole, "cut at \(cut)")
        }
    }

    @Test(arguments: Message.all)
    fileprivate func `a message that comes byte by byte reads as the whole`(_ message: Message) {
        let whole = events(of: [message.bytes[...]], limits: message.limits)
        let bytes = message.bytes.indices.map { message.bytes[$0...$0] }
        #expect(events(of: bytes, limits: message.limits) == whole)
    }
}
