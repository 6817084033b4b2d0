/// Cuts bytes into lines, each ended by CRLF and by nothing else (RFC 9112, section 2.2).
///
/// Every byte is judged when it comes, so how the bytes were cut on their way cannot change the outcome.
struct LineReader: Sendable {
    /// The line without its CRLF; whole only right after `read` returned true.
    private(set) var line: [UInt8] = []

    private var isComplete = false
    private var sawCarriageReturn = false

    /// Takes bytes from the front of `input` up to the end of the line.
    ///
    /// - Returns: whether the line is whole.
    /// - Throws: `overflow` with the first byte beyond `limit`, or what is wrong with a byte.
    mutating func read(
        _ input: inout ArraySlice<UInt8>, limit: Int, overflow: Refusal
    ) throws(Refusal) -> Bool {
        if isComplete {
            line.removeAll(keepingCapacity: true)
            isComplete = false
        }
        for index in input.indices {
            try take(input[index], limit: limit, overflow: overflow)
            if isComplete {
                input = input[(index + 1)...]
                return true
            }
        }
        input = []
        return false
    }

    private mutating func take(_ byte: UInt8, limit: Int, overflow: Refusal) throws(Refusal) {
        if sawCarriageReturn {
            guard byte == .lineFeed else { throw .bareCarriageReturn }
            sawCarriageReturn = false
            isComplete = true
        } else if byte.isLineContent {
            guard line.count < limit else { throw overflow }
            line.append(byte)
        } else if byte == .carriageReturn {
            sawCarriageReturn = true
        } else {
            throw byte == .lineFeed ? .bareLineFeed : .controlByte
        }
    }
}
