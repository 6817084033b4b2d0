/// Reads comma separated values (RFC 4180) from pieces of any size, with memory for one row.
///
/// A row ends at LF or CRLF outside quotes. What separates cells is the comma, the semicolon or the tab, whichever stands
/// most often in the first row. A byte order mark in front is passed over, and so are empty lines.
public struct CSVReader: Sendable {
    /// One row.
    public struct Row: Hashable, Sendable {
        /// The line that it begins at, from 1.
        public let line: Int
        /// Its cells, without their quotes.
        public let cells: [String]
        /// What is not as RFC 4180 has it, if anything; the cells are then a guess.
        public let fault: RowFault?
    }

    /// What is wrong with a row that can still be told from the next one.
    public enum RowFault: Hashable, Sendable {
        /// A quote in a cell that does not begin with one.
        case strayQuote
        /// Something between a cell's closing quote and its end.
        case textAfterQuote
        /// A carriage return that no line feed follows, outside quotes.
        case strayCarriageReturn
    }

    /// Why nothing behind this can be read.
    public enum Failure: Error, Hashable, Sendable {
        /// A NUL, which no text has.
        case notText(line: Int)
        /// Bytes that are not UTF-8.
        case notUTF8(line: Int)
        /// The file ends inside quotes that were opened at this line.
        case unclosedQuote(line: Int)
        /// The row that begins at this line has more bytes than a row may.
        case rowTooLong(line: Int)
    }

    /// How many bytes a row may have: whatever has more is no table, or lacks a quote.
    public static let greatestRowLength = 1 << 20

    /// What separates the cells; nil until the first row is whole.
    public private(set) var separator: UInt8?

    private enum State { case start, plain, quoted, quoteInQuotes, carriageReturn }

    private var state = State.start
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var fault: RowFault?
    private var isASCII = true
    private var wasQuoted = false
    private var line = 1
    private var rowLine = 1
    private var quoteLine = 1
    /// The bytes of the first row, until it is whole.
    private var head: [UInt8] = []
    private var headIsQuoted = false

    /// Makes a reader of a file's beginning.
    public init() {}

    /// Reads `piece`, the next one, and hands every row that ends in it to `take`.
    ///
    /// - Throws: ``Failure``, after which nothing more can be read, and what `take` throws.
    public mutating func read(_ piece: ArraySlice<UInt8>, _ take: (Row) throws -> Void) throws {
        guard separator == nil else { return try parse(piece, take) }
        guard let end = endOfHead(piece) else {
            head += piece
            guard head.count <= Self.greatestRowLength else { throw Failure.rowTooLong(line: 1) }
            return
        }
        head += piece[..<end]
        try beginTable(take)
        try parse(piece[end...], take)
    }

    /// Reads what is left once the last piece is through.
    ///
    /// - Throws: As ``read(_:_:)``.
    public mutating func end(_ take: (Row) throws -> Void) throws {
        if separator == nil { try beginTable(take) }
        switch state {
        case .quoted: throw Failure.unclosedQuote(line: quoteLine)
        case .carriageReturn: fault = fault ?? .strayCarriageReturn
        default: break
        }
        if !bytes.isEmpty || !ends.isEmpty || wasQuoted { try endRow(take) }
    }

    /// Where the first row ends in `piece`, behind its line feed.
    private mutating func endOfHead(_ piece: ArraySlice<UInt8>) -> Int? {
        for index in piece.indices {
            if piece[index] == UInt8(ascii: "\"") { headIsQuoted.toggle() }
            if piece[index] == 0x0A && !headIsQuoted { return index + 1 }
        }
        return nil
    }

    private mutating func beginTable(_ take: (Row) throws -> Void) throws {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        separator = Self.mostFrequentSeparator(head)
        let row = head
        head = []
        try parse(row[...], take)
    }

    private static func mostFrequentSeparator(_ row: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in row {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() } else if !isQuoted { counts[byte, default: 0] += 1 }
        }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        let most = candidates.map { counts[$0, default: 0] }.max() ?? 0
        return candidates.first { counts[$0, default: 0] == most } ?? UInt8(ascii: ",")
    }
}

// MARK: - The rows

extension CSVReader {
    private mutating func parse(_ piece: ArraySlice<UInt8>, _ take: (Row) throws -> Void) throws {
        guard let separator else { preconditionFailure("a table begins before it is parsed") }
        try piece.withUnsafeBufferPointer { piece in
            for byte in piece {
                guard byte != 0 else { throw Failure.notText(line: line) }
                if state == .carriageReturn && byte != 0x0A { endCarriageReturn() }
                switch (state, byte) {
                case (.quoted, UInt8(ascii: "\"")):
                    state = .quoteInQuotes
                case (.quoted, _):
                    if byte == 0x0A { line += 1 }
                    append(byte)
                case (.quoteInQuotes, UInt8(ascii: "\"")):
                    append(byte)
                    state = .quoted
                case (.start, UInt8(ascii: "\"")):
                    state = .quoted
                    wasQuoted = true
                    quoteLine = line
                case (_, separator):
                    ends.append(bytes.count)
                    state = .start
                case (_, 0x0A):
                    line += 1
                    try endRow(take)
                case (_, 0x0D):
                    state = .carriageReturn
                default:
                    appendPlain(byte)
                }
                if bytes.count > Self.greatestRowLength { throw Failure.rowTooLong(line: rowLine) }
            }
        }
    }

    /// A carriage return that no line feed follows stays in its cell.
    private mutating func endCarriageReturn() {
        fault = fault ?? .strayCarriageReturn
        append(0x0D)
        state = .plain
    }

    private mutating func append(_ byte: UInt8) {
        bytes.append(byte)
        if byte >= 0x80 { isASCII = false }
    }

    private mutating func appendPlain(_ byte: UInt8) {
        if state == .quoteInQuotes {
            fault = fault ?? .textAfterQuote
        } else if byte == UInt8(ascii: "\"") {
            fault = fault ?? .strayQuote
        }
        append(byte)
        state = .plain
    }

    private mutating func endRow(_ take: (Row) throws -> Void) throws {
        ends.append(bytes.count)
        let row = Row(line: rowLine, cells: try cells(), fault: fault)
        let isEmpty = ends.count == 1 && bytes.isEmpty && !wasQuoted
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        (state, fault, isASCII, wasQuoted, rowLine) = (.start, nil, true, false, line)
        if !isEmpty { try take(row) }
    }

    private func cells() throws -> [String] {
        var start = 0
        return try ends.map { end in
            defer { start = end }
            guard !isASCII else { return String(decoding: bytes[start..<end], as: UTF8.self) }
            guard let cell = String(validating: bytes[start..<end], as: UTF8.self) else {
                throw Failure.notUTF8(line: rowLine)
            }
            return cell
        }
    }
}
