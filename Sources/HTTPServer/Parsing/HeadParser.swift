import HTTPTypes

/// Reads one head: a request line and its fields.
struct HeadParser: Sendable {
    private let limits: ServerLimits
    private var reader = LineReader()
    private var line: RequestLine?
    private var fields: FieldSectionReader
    private var room: Int
    private var isFirstByte = true
    private var sawEmptyLine = false

    init(limits: ServerLimits) {
        self.limits = limits
        room = limits.head
        fields = FieldSectionReader(room: room, limits: limits)
    }

    /// Takes bytes from the front of `input`; returns the head once it is whole.
    mutating func read(_ input: inout ArraySlice<UInt8>) throws(Refusal) -> RequestHead? {
        while line == nil {
            guard try readRequestLine(&input) else { return nil }
        }
        guard let line, try fields.read(&input) else { return nil }
        return try RequestHead(line: line, fields: fields.fields)
    }

    /// Reads one line towards ``line``; returns whether there was a whole one.
    private mutating func readRequestLine(_ input: inout ArraySlice<UInt8>) throws(Refusal) -> Bool {
        if isFirstByte, let first = input.first {
            guard first != 0x16 else { throw .tlsHandshake }
            isFirstByte = false
        }
        guard try reader.read(&input, limit: limits.requestLine, overflow: .requestLineTooLong) else { return false }
        room -= reader.line.count + 2
        guard !reader.line.isEmpty else {
            // Some clients send a CRLF too many after a body; one may be passed over (RFC 9112, section 2.2).
            guard !sawEmptyLine else { throw .malformedRequestLine }
            sawEmptyLine = true
            return true
        }
        line = try RequestLine(parsing: reader.line)
        fields = FieldSectionReader(room: room, limits: limits)
        return true
    }
}
