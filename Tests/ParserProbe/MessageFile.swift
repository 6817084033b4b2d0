import Foundation
import ParserTesting

/// Messages in a row, each behind its length in four bytes, the highest first.
enum MessageFile {
    static func write(mutations: Int, seed: UInt64) {
        let corpus = AcceptedMessage.all.map(\.bytes) + RefusalCase.all.map(\.bytes)
        for bytes in corpus { write(bytes) }
        var messages = MutatedMessages(seed: seed)
        for _ in 0..<mutations { write(messages.next()) }
    }

    private static func write(_ bytes: [UInt8]) {
        let length = (0..<4).reversed().map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
        FileHandle.standardOutput.write(Data(length + bytes))
    }

    /// Reads standard input to its end.
    static func readAll(_ body: ([UInt8]) -> Void) {
        let input = Array(FileHandle.standardInput.readDataToEndOfFile())
        var place = 0
        while place + 4 <= input.count {
            let length = input[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            body(Array(input[place + 4..<place + 4 + length]))
            place += 4 + length
        }
    }
}
