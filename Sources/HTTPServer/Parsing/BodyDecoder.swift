/// Reads the body of one request, by either framing (RFC 9112, section 6).
struct BodyDecoder: Sendable {
    /// Room set aside before anything has come: a length is only a promise, and promises must not cost memory.
    private static let largestReserve = 64 * 1024

    private let length: Int
    private var content: [UInt8] = []
    private var chunked: ChunkedDecoder?

    /// - Throws: `bodyTooLarge` where the length alone says so.
    init(framing: BodyFraming, limits: ServerLimits) throws(Refusal) {
        switch framing {
        case .none: length = 0
        case .length(let length): self.length = length
        case .chunked:
            length = 0
            chunked = ChunkedDecoder(limits: limits)
        }
        guard length <= limits.body else { throw .bodyTooLarge }
        content.reserveCapacity(min(length, Self.largestReserve))
    }

    /// Bytes of content that have come.
    var heldBytes: Int { chunked?.heldBytes ?? content.count }

    /// Takes bytes from the front of `input`; returns the content once it is whole.
    mutating func read(_ input: inout ArraySlice<UInt8>) throws(Refusal) -> [UInt8]? {
        guard chunked == nil else { return try chunked?.read(&input) }
        let part = input.prefix(length - content.count)
        content += part
        input = input.dropFirst(part.count)
        return content.count == length ? content : nil
    }
}
