import Testing

@testable import Records

@Suite struct `A CSV reader` {
    /// The rows of `text`, fed in pieces of `size` bytes.
    static func rows(_ bytes: [UInt8], pieces size: Int = .max) throws -> [CSVReader.Row] {
        var reader = CSVReader()
        var rows: [CSVReader.Row] = []
        var start = 0
        while start < bytes.count {
            let end = size < bytes.count - start ? start + size : bytes.count
            try reader.read(bytes[start..<end]) { rows.append($0) }
            start = end
        }
        try reader.end { rows.append($0) }
        return rows
    }

    static let texts: [(String, [[String]])] = [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]),
        ("a\tb\n1\t\n", [["a", "b"], ["1", ""]]),
        ("\"a,;;;\",b\n\"x \"\"y\"\"\",\"\"\n", [["a,;;;", "b"], ["x \"y\"", ""]]),
        ("a,b\n\"1\r\n2\n3\",4\n", [["a", "b"], ["1\r\n2\n3", "4"]]),
        ("\"a\nb\",c\n1,2\n", [["a\nb", "c"], ["1", "2"]]),
        ("a\n\n1\n\r\n\"\"\n2", [["a"], ["1"], [""], ["2"]]),
        ("é,ü\nß,\u{1F9EE}\n", [["é", "ü"], ["ß", "\u{1F9EE}"]]),
        ("a,b\n1\n1,2,3\n", [["a", "b"], ["1"], ["1", "2", "3"]]),
        ("a,b\n,\n", [["a", "b"], ["", ""]]),
        ("a", [["a"]]), ("", []), ("\n\r\n", []), ("\u{FEFF}", []),
    ]

    @Test(arguments: texts) func `reads the same from pieces of any size`(text: String, cells: [[String]]) throws {
        for size in [1, 2, 3, 7, Int.max] {
            let rows = try Self.rows(Array(text.utf8), pieces: size)
            #expect(rows.map(\.cells) == cells && rows.allSatisfy { $0.fault == nil }, "pieces of \(size)")
        }
    }

    @Test func `knows the line that each row begins at`() throws {
        let rows = try Self.rows(Array("a,b\n\n\"1\n\",2\r\n3,4\n".utf8), pieces: 3)
        #expect(rows.map(\.line) == [1, 3, 5])
    }

    @Test(arguments: [
        ("a,b\n1\"2,3\n4,5\n", CSVReader.RowFault.strayQuote, ["1\"2", "3"]),
        ("a,b\n\"1\"2,3\n4,5\n", .textAfterQuote, ["12", "3"]),
        ("a,b\n1\r2,3\n4,5\n", .strayCarriageReturn, ["1\r2", "3"]),
    ])
    func `marks a row that is not as it should be, and goes on`(
        text: String, fault: CSVReader.RowFault, cells: [String]
    ) throws {
        for size in [1, Int.max] {
            let rows = try Self.rows(Array(text.utf8), pieces: size)
            #expect(rows.map(\.fault) == [nil, fault, nil])
            #expect(rows[1].cells == cells && rows[2].cells == ["4", "5"])
        }
    }

    static let failures: [([UInt8], CSVReader.Failure)] = [
        (Array("a,b\n1,\"2\n3,4\n5,6\n".utf8), .unclosedQuote(line: 2)),
        (Array("a,b\n1,2\n3,\0\n".utf8), .notText(line: 3)),
        (Array("a,b\n1,2\n".utf8) + [0xC3, 0x2C, 0xA9, 0x0A], .notUTF8(line: 3)),
        ([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00], .notText(line: 1)),
        (
            Array("a,b\n1,\"".utf8) + Array(repeating: 0x78, count: CSVReader.greatestRowLength + 1),
            .rowTooLong(line: 2)
        ),
        (Array(repeating: 0x78, count: CSVReader.greatestRowLength + 1), .rowTooLong(line: 1)),
    ]

    @Test(arguments: failures) func `stops where no row can be told from the next`(
        bytes: [UInt8], failure: CSVReader.Failure
    ) {
        for size in [4096, Int.max] {
            #expect(throws: failure) { try Self.rows(bytes, pieces: size) }
        }
    }
}
