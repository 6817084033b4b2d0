import PlannerAPI
import Testing

@Suite struct `JSON texts` {
    @Test(
        arguments: [
            ("null", .null), ("true", .bool(true)), ("false", .bool(false)), (" \t\r\n1 \n", .number("1")),
            ("0", .number("0")), ("-0", .number("-0")), ("-0.0e-0", .number("-0.0e-0")), ("10", .number("10")),
            ("1.50", .number("1.50")), ("1E+22", .number("1E+22")), ("1e00", .number("1e00")),
            ("1e400", .number("1e400")),
            ("123456789012345678901234567890.5", .number("123456789012345678901234567890.5")),
            (#""""#, .string("")), (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
            (#""\u0041\u00e9\u00E9\u0000""#, .string("Aéé\0")), (#""\ud83e\uDDEE""#, .string("\u{1F9EE}")),
            (#""\uFFFF\ue000""#, .string("\u{FFFF}\u{E000}")), ("\"é\u{1F9EE}\u{7F}\"", .string("é\u{1F9EE}\u{7F}")),
            ("[]", .array([])), ("[ ]", .array([])), ("[1,[2]]", .array([.number("1"), .array([.number("2")])])),
            ("{}", .object([])), ("{ }", .object([])),
            (#"{"b":1,"a":2}"#, .object([.init("b", .number("1")), .init("a", .number("2"))])),
            (#"{"a":1,"a":2}"#, .object([.init("a", .number("1")), .init("a", .number("2"))])),
            (#"{"":{}}"#, .object([.init("", .object([]))])),
        ] as [(String, JSONValue)])
    func `are understood`(text: String, value: JSONValue) throws {
        let found = try JSONParser.parse(Array(text.utf8))
        #expect(found == value)
        // Strings that only look the same are equal too; their bytes are not.
        #expect(found.bytes == value.bytes)
    }

    @Test(arguments: Refused.all) func `are refused with the reason and its place`(refused: Refused) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(refused.bytes) }
        #expect(error?.reason == refused.reason)
        #expect(error?.line == refused.line)
        #expect(error?.column == refused.column)
    }

    @Test(arguments: ["[", "{\"a\":"]) func `may be 64 levels deep`(open: String) throws {
        let close = open == "[" ? "]" : "}"
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)).utf8)
        }
        var value = try JSONParser.parse(nested(64))
        for _ in 0..<64 { value = try #require(value["a"] ?? value.elements?.first) }
        #expect(value == .number("1"))
        let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(nested(65)) }
        #expect(error?.reason == .tooDeep)
        #expect(error?.column == 64 * open.utf8.count + 1)
    }

    @Test func `may hold more than 64 arrays and objects side by side`() throws {
        let text = "[" + Array(repeating: "[{}]", count: 200).joined(separator: ",") + "]"
        #expect(try JSONParser.parse(Array(text.utf8)).elements?.count == 200)
    }
}
