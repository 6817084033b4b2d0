/// Takes the chunked coding off a body (RFC 9112, section 7.1).
struct ChunkedDecoder: Sendable {
    private enum Stage {
        case size
        case data(remaining: Int)
        case dataEnd
        case trailers
    }

    /// Bytes of the line that holds a chunk's size.
    ///
    /// Extensions are legal but nobody sends them, so a short limit keeps a body from being mostly their weight.
    private static let sizeLineLimit = 256

    private let limits: ServerLimits
    private var stage = Stage.size
    private var content: [UInt8] = []
    private var reader = LineReader()
    private var trailers: FieldSectionReader

    init(limits: ServerLimits) {
        self.limits = limits
        trailers = FieldSectionReader(room: limits.head, limits: limits)
    }

    /// Bytes of content that have come.
    var heldBytes: Int { content.count }

    /// Takes bytes from the front of `input`; returns the content once it is whole.
    mutating func read(_ input: inout ArraySlice<UInt8>) throws(Refusal) -> [UInt8]? {
        while true {
            switch stage {
            case .size:
                guard try reader.read(&input, limit: Self.sizeLineLimit, overflow: .malformedChunk) else { return nil }
                let size = try chunkSize(reader.line)
                guard size <= limits.body - content.count else { throw .bodyTooLarge }
                stage = size == 0 ? .trailers : .data(remaining: size)
            case .data(let remaining):
                guard !input.isEmpty else { return nil }
                let part = input.prefix(remaining)
                content += part
                input = input.dropFirst(part.count)
                stage = part.count == remaining ? .dataEnd : .data(remaining: remaining - part.count)
            case .dataEnd:
                guard try reader.read(&input, limit: 0, overflow: .malformedChunk) else { return nil }
                stage = .size
            case .trailers:
                return try trailers.read(&input) ? content : nil
            }
        }
    }
}

/// The size at the front of a chunk's line; an extension after it is passed over.
private func chunkSize(_ line: [UInt8]) throws(Refusal) -> Int {
    let digits = line.prefix(while: \.isHexDigit)
    guard areChunkExtensions(line[digits.endIndex...]), let size = hexadecimal(digits) else { throw .malformedChunk }
    return size
}
