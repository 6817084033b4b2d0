import HTTPTypes

/// The bytes of an answer, ready to be sent.
struct Answer: Sendable {
    /// The head, and the content where it is not streamed.
    let bytes: [UInt8]

    /// Whether the connection ends with it.
    let closes: Bool

    /// What follows the bytes.
    var stream: OutgoingStream?
}

/// The content of a streamed answer on its way out.
struct OutgoingStream: Sendable {
    let source: ResponseStream

    /// Whether each piece is a chunk; else the end of the connection is the end of the content.
    let isChunked: Bool

    /// What the log will say of the answer.
    var record: AnswerRecord

    /// A piece as it goes out (RFC 9112, section 7.1).
    mutating func encode(_ piece: [UInt8]) -> [UInt8] {
        let bytes =
            isChunked ? Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8) : piece
        record.bytes += bytes.count
        return bytes
    }

    /// What shows that the content is complete.
    var ending: [UInt8] { isChunked ? Array("0\r\n\r\n".utf8) : [] }
}

/// What the log says of an answer.
struct AnswerRecord: Sendable {
    /// What happened to the request.
    enum Outcome: Hashable, Sendable {
        case answered
        case refused(Refusal)

        /// The connection ended before all of the content was sent.
        case cut
    }

    let id: String
    let peer: SocketAddress
    let method: HTTPRequest.Method?
    let status: HTTPResponse.Status
    var route: String?
    var bytes: Int
    var start: Instant?
    var outcome = Outcome.answered
}
