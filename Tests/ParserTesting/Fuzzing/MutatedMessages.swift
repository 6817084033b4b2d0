import ScalingLaws
import TestSupport

/// Messages of the corpus, whole or with small damages, one or several behind each other; the same from the same seed.
package struct MutatedMessages {
    private var generator: SeededGenerator

    private static let accepted = AcceptedMessage.all.map(\.bytes)
    private static let refused = RefusalCase.all.map(\.bytes)

    /// What means something to a parser of HTTP, or to those that read it otherwise.
    private static let words: [[UInt8]] =
        [
            "\r\n", "\n", "\r", "\r\n\r\n", " ", "\t", ":", ",", ";", "0", "1", "5", "-", "+", "/", "//", "?", "#", "%",
            "*", "\"", "Host: b\r\n", "Content-Length: 5\r\n", "Content-Length: 0\r\n",
            "Transfer-Encoding: chunked\r\n", "transfer-encoding: gzip, chunked\r\n", "Connection: close\r\n",
            "Expect: 100-continue\r\n", "chunked",
            "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "GET ", "POST ", "http://", "0\r\n\r\n", "5\r\nhello\r\n",
            "ffffffffffffffff", "18446744073709551616", "X: y\r\n", "GET /n HTTP/1.1\r\nHost: a\r\n\r\n",
        ].map { Array($0.utf8) } + [[0x00], [0x0B], [0x1F], [0x7F], [0x80], [0xC3, 0xA9], [0xFF], [0x16, 0x03, 0x01]]

    package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    package mutating func next() -> [UInt8] {
        var bytes = seed()
        if Int.random(in: 0..<4, using: &generator) == 0 { bytes += seed() }
        for _ in 0..<Int.random(in: 0...4, using: &generator) { damage(&bytes) }
        return bytes
    }

    /// Where to cut `count` bytes: up to three places in order.
    package mutating func cuts(_ count: Int) -> [Int] {
        let number = Int.random(in: 1...3, using: &generator)
        return (0..<number).map { _ in Int.random(in: 0...count, using: &generator) }.sorted()
    }

    private mutating func seed() -> [UInt8] {
        // Most refused messages are refused early, and what is done to them behind that place is lost.
        pick(Int.random(in: 0..<4, using: &generator) == 0 ? Self.refused : Self.accepted)
    }

    private mutating func pick(_ choices: [[UInt8]]) -> [UInt8] {
        choices.randomElement(using: &generator) ?? []
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let other = Int.random(in: 0...bytes.count, using: &generator)
        let span = min(place, other)..<max(place, other)
        switch Int.random(in: 0..<9, using: &generator) {
        case 0, 1: bytes.insert(contentsOf: pick(Self.words), at: place)
        case 2 where place < bytes.count: bytes.replaceSubrange(place...place, with: pick(Self.words))
        case 3 where place < bytes.count: bytes.remove(at: place)
        case 4 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 5 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 6 where span.count <= 64: bytes.removeSubrange(span)
        case 7 where span.count <= 64: bytes.insert(contentsOf: bytes[span], at: place)
        case 8: bytes.removeSubrange(place...)
        default: bytes.insert(contentsOf: pick(Self.words), at: other)
        }
    }
}
