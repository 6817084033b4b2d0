import Planning
import TestSupport
import Testing

@testable import PlannerAPI

@Suite struct `Logits of an answer` {
    private func tree(_ storage: LogitsStorage) throws -> JSONValue {
        try JSONParser.parse(JSONText.bytes { storage.write(&$0) })
    }

    @Test func `have the bytes of each way to keep them, and the FLOPs that keeping saves`() throws {
        let storage = try LogitsStorage(
            vocabularyEntries: 32768, studentTokens: 1e11, teacherFLOPsPerToken: 6e9, students: 2)
        func kept(_ k: Int, _ perToken: Double, _ perByte: Double, _ penalties: [JSONValue]) -> JSONValue {
            [
                "k": .number(k), "bytes_per_token": .number(perToken), "bytes": .number(perToken * 1e11),
                "flops_per_byte": .number(perByte), "penalties": .array(penalties),
            ]
        }
        let expected: JSONValue = [
            "vocabulary": .number(32768), "tokens": .number(1e11), "reads": .number(2),
            "full": [
                "bytes_per_token": .number(131_072), "bytes": .number(1.31072e16),
                "flops_per_byte": .number(45_776.3671875),
            ],
            "top_k": .array([
                kept(32, 192, 31_250_000, []), kept(64, 384, 15_625_000, []),
                kept(
                    128, 768, 7_812_500,
                    [
                        ["lambda": .number(1), "loss": .number(0.11)],
                        ["lambda": .number(0.7), "loss": .number(0.01)],
                    ]),
            ]),
            "compute_flops": .number(6e20), "flops_saved_by_keeping": .number(6e20),
        ]
        #expect(try tree(storage) == expected)
    }

    @Test func `of a tiny vocabulary are kept in full alone`() throws {
        let storage = try LogitsStorage(vocabularyEntries: 32, studentTokens: 1e9, teacherFLOPsPerToken: 1e9)
        #expect(try tree(storage).at("top_k") == .array([]))
        #expect(try tree(storage).at("flops_saved_by_keeping") == .number(0))
    }
}
