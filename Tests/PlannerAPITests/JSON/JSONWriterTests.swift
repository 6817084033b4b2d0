import Foundation
import ScalingLaws
import TestSupport
import Testing

@testable import PlannerAPI

@Suite struct `Written JSON` {
    @Test func `is the same with and without a tree`() throws {
        let bytes = JSONText.bytes { text in
            text.object { text in
                text.member("number", 1.5)
                text.member("whole", 100.0)
                text.member("none", nil as Double?)
                text.member("count", -3)
                text.member(named: "text \"\\n") { $0.value("é\t") }
                text.member("missing", nil as String?)
                text.object("empty") { _ in }
                text.member("list") { $0.array([[1.0], [], [2.0, 3.0]]) { $0.array($1) { $0.value($1) } } }
                text.object("inner") { $0.member("tree", ["a": .array([.null, .bool(true)])]) }
            }
        }
        let tree: JSONValue = [
            "number": .number(1.5), "whole": .number(100.0), "none": .null, "count": .number(-3),
            "text \"\\n": "é\t", "missing": .null, "empty": .object([]),
            "list": .array([.array([.number(1.0)]), .array([]), .array([.number(2.0), .number(3.0)])]),
            "inner": ["tree": ["a": .array([.null, .bool(true)])]],
        ]
        #expect(bytes == tree.bytes)
        #expect(try JSONParser.parse(bytes) == tree)
    }

    @Test func `keeps the order of members and is indented by two spaces`() {
        let value: JSONValue = [
            "b": .array([.number(1), .array([]), .object([])]), "a": ["c": .null], "b": .bool(false),
        ]
        let text = """
            {
              "b": [
                1,
                [],
                {}
              ],
              "a": {
                "c": null
              },
              "b": false
            }

            """
        #expect(String(decoding: value.bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        ("\"\\/", #""\"\\/""#), ("\n\r\t", #""\n\r\t""#), ("\0\u{8}\u{C}\u{1F}", #""\u0000\u0008\u000c\u001f""#),
        ("\u{7F}é\u{2028}\u{1F9EE}", "\"\u{7F}é\u{2028}\u{1F9EE}\""),
    ])
    func `escapes what must be escaped and nothing else`(text: String, written: String) {
        #expect(Array(JSONValue.string(text).bytes) == Array((written + "\n").utf8))
    }

    @Test(arguments: [
        (1e9, "1000000000"), (1e22, "1e+22"), (0.1, "0.1"), (-0.0, "-0"), (1.5e-7, "1.5e-07"),
        (.leastNonzeroMagnitude, "5e-324"),
        (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (9_007_199_254_740_992, "9007199254740992"),
    ])
    func `writes numbers as short as they can be read back`(value: Double, text: String) {
        #expect(JSONValue.number(value) == .number(text))
    }

    @Test func `reads back every number to the bit`() throws {
        var generator = SeededGenerator(seed: 2)
        var compared = 0
        while compared < 10_000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            let bytes = JSONValue.number(value).bytes
            guard case .number(let text) = try JSONParser.parse(bytes) else {
                Issue.record("\(value) is not written as a number")
                return
            }
            #expect(Double(text)?.bitPattern == value.bitPattern)
            compared += 1
        }
    }

    /// Whole numbers have a way of their own as far as 2^53, and Swift writes them with an exponent from 2^54 on.
    @Test func `has the same digits with and without a tree`() {
        var generator = SeededGenerator(seed: 4)
        var values: [Double] = [0, -0.0, 1, -1]
        for exponent in 0...60 {
            let power = Double(sign: .plus, exponent: exponent, significand: 1)
            values += [power.nextDown, power - 1, power, power + 1, power.nextUp]
        }
        for _ in 0..<10_000 {
            values.append(Double.random(in: -1e17...1e17, using: &generator).rounded())
            values.append(Double(bitPattern: generator.next()))
        }
        let wrong = values.filter { value in
            value.isFinite && JSONText.bytes { $0.value(value) } != JSONValue.number(value).bytes
        }
        #expect(wrong == [])
    }

    @Test func `is whole however long it is`() throws {
        let numbers = Array(0..<20_000)
        let bytes = JSONText.bytes { text in
            text.array(numbers) { $0.value($1) }
        }
        #expect(try JSONParser.parse(bytes) == .array(numbers.map { .number($0) }))
    }

    @Test func `reads back as the tree that it was`() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let value = Self.tree(&generator, depth: 5)
            let again = try JSONParser.parse(value.bytes)
            #expect(again == value)
            #expect(again.bytes == value.bytes)
        }
    }

    /// A tree with every kind of value, strings of any scalar, and names that repeat.
    private static func tree(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth == 0 ? 4 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .number(Double.random(in: -1e30...1e30, using: &generator))
        case 3: return .string(text(&generator))
        case 4:
            return .array(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in tree(&generator, depth: depth - 1) })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                    .init(text(&generator), tree(&generator, depth: depth - 1))
                })
        }
    }

    private static func text(_ generator: inout SeededGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let most: UInt32 = Bool.random(using: &generator) ? 0x7F : 0x10FFFF
            if let scalar = Unicode.Scalar(UInt32.random(in: 0...most, using: &generator)) { text.append(scalar) }
        }
        return String(text)
    }
}
