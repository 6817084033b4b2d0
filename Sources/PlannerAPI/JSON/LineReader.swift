/// Cuts bytes that come in pieces into lines, with memory for one.
struct LineReader {
    /// A line has more bytes than one may have.
    struct LineTooLong: Error { let line: Int }

    /// How many bytes a line may have.
    static let greatestLength = 1 << 20

    private var bytes: [UInt8] = []
    private var line = 1

    /// Hands every line that ends in `piece` to `take`, without its line feed, with its number from 1.
    ///
    /// - Throws: ``LineTooLong``, and what `take` throws.
    mutating func read(_ piece: ArraySlice<UInt8>, _ take: ([UInt8], Int) throws -> Void) throws {
        var rest = piece
        while let end = rest.firstIndex(of: 0x0A) {
            bytes += rest[..<end]
            rest = rest[(end + 1)...]
            try endLine(take)
        }
        bytes += rest
        try checkLength()
    }

    /// Hands on what is left once the last piece is through.
    ///
    /// - Throws: What `take` throws.
    mutating func end(_ take: ([UInt8], Int) throws -> Void) throws {
        if !bytes.isEmpty { try endLine(take) }
    }

    private mutating func endLine(_ take: ([UInt8], Int) throws -> Void) throws {
        try checkLength()
        try take(bytes, line)
        bytes.removeAll(keepingCapacity: true)
        line += 1
    }

    private func checkLength() throws {
        guard bytes.count <= Self.greatestLength else { throw LineTooLong(line: line) }
    }
}
