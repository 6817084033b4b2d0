import HTTPTypes

/// Reads field lines up to the empty one that ends them: the fields of a head, or trailers (RFC 9112, section 5).
struct FieldSectionReader: Sendable {
    /// What has been read so far.
    private(set) var fields: [HTTPField] = []

    private var reader = LineReader()
    private var room: Int
    private let limits: ServerLimits

    /// - Parameter room: bytes that the section may take, its line ends included.
    init(room: Int, limits: ServerLimits) {
        self.room = room
        self.limits = limits
    }

    /// Takes bytes from the front of `input`; returns whether the section is whole.
    mutating func read(_ input: inout ArraySlice<UInt8>) throws(Refusal) -> Bool {
        while try readLine(&input) {
            room -= reader.line.count + 2
            guard room >= 0 else { throw .headTooLarge }
            guard !reader.line.isEmpty else { return true }
            guard fields.count < limits.fields else { throw .tooManyFields }
            fields.append(try field(parsing: reader.line))
        }
        return false
    }

    private mutating func readLine(_ input: inout ArraySlice<UInt8>) throws(Refusal) -> Bool {
        // The narrower of the two limits names the refusal; both are fixed for the length of a line.
        let isTight = room - 2 < limits.fieldLine
        return try reader.read(
            &input, limit: isTight ? room - 2 : limits.fieldLine, overflow: isTight ? .headTooLarge : .fieldTooLong)
    }
}

/// Understands one field line that has lost its CRLF.
private func field(parsing line: [UInt8]) throws(Refusal) -> HTTPField {
    guard line.first?.isBlank == false else { throw .foldedField }
    guard let colon = line.firstIndex(of: .colon) else { throw .malformedField }
    let nameBytes = line[..<colon]
    guard nameBytes.last?.isBlank != true else { throw .spaceBeforeColon }
    guard let name = HTTPField.Name(String(decoding: nameBytes, as: UTF8.self)) else { throw .malformedField }
    let value = trimmingBlanks(line[(colon + 1)...])
    // Bytes beyond ASCII need not be UTF-8, and keep what they are; all others are a text at once.
    return value.allSatisfy { $0 < 0x80 }
        ? HTTPField(name: name, value: String(decoding: value, as: UTF8.self)) : HTTPField(name: name, value: value)
}
