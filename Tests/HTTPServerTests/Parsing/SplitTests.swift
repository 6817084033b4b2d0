import ParserTesting
import Testing

@testable import HTTPServer

/// A message and the limits it is read under.
private struct Message: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let limits: ServerLimits

    var testDescription: String { name }

    static let all =
        RefusalCase.all.map { Message(name: $0.name, bytes: $0.bytes, limits: $0.limits) }
        + AcceptedMessage.all.map { Message(name: $0.name, bytes: $0.bytes, limits: ServerLimits()) }
}

@Suite struct SplitTests {
    @Test(arguments: Message.all)
    fileprivate func `a message cut in two at any point reads as the whole`(_ message: Message) {
        let whole = events(of: [message.bytes[...]], limits: message.limits)
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
