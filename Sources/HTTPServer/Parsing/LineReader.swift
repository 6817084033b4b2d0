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
        if !sawCarriageReturn {
            let run = input.prefix(while: \.isLineContent)
            guard run.isEmpty || run.count <= limit - line.count else { throw overflow }
            line += run
            input = input[run.endIndex...]
            guard let byte = input.popFirst() else { return false }
            guard byte == .carriageReturn else { throw byte == .lineFeed ? .bareLineFeed : .controlByte }
            sawCarriageReturn = true
        }
        guard let byte = input.popFirst() else { return false }
        guard byte == .lineFeed else { throw .bareCarriageReturn }
        sawCarriageReturn = false
        isComplete = true
        return true
    }
}
