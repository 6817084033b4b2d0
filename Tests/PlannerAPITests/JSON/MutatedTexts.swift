import ScalingLaws
import TestSupport

/// JSON texts with one to three small damages each, the same from the same seed.
struct MutatedTexts {
    private var generator: SeededGenerator

    private static let documents: [[UInt8]] = [
        #"{"budget_flops": 1e22, "student": {"params": "1B", "tokens": {"min": 1e9, "max": "2T"}}}"#,
        #"[0, -0, 1.5, -2.25e-3, 1E+5, 123456789012345678, 0.1]"#,
        #"{"a": "\u00e9\ud83e\udDEE\n\"\\\/", "é": ["\u0000", "🧮", ""], "": null}"#,
        "{\n\t\"x\" : [ true , false , null ] ,\r\n \"y\" : { } , \"z\" : [ ] }\n",
        #""text""#, "17", "true", "[[[[{\"a\":[[{}]]}]]]]",
    ].map { Array($0.utf8) }

    /// Bytes that mean something to a parser, or to a decoder of UTF-8.
    private static let bytes =
        Array("{}[]:,\"\\/ \t\n\r0123456789+-.eEunltrfabcdDF'#_NaI".utf8)
        + [0x00, 0x08, 0x0C, 0x1F, 0x7F, 0x80, 0xA0, 0xBB, 0xBF, 0xC0, 0xC3, 0xE9, 0xED, 0xEF, 0xF0, 0xF4, 0xFE, 0xFF]

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func next() -> [UInt8] {
        var text = Self.documents.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 1...3, using: &generator) { damage(&text) }
        return text
    }

    private mutating func damage(_ text: inout [UInt8]) {
        let place = Int.random(in: 0...text.count, using: &generator)
        let byte = Self.bytes.randomElement(using: &generator) ?? 0
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: text.insert(byte, at: place)
        case 1 where place < text.count: text.remove(at: place)
        case 2 where place < text.count: text[place] = byte
        case 3: text.removeSubrange(place...)
        case 4: text.insert(contentsOf: text[place..<min(place + 6, text.count)], at: place)
        default:
            guard place + 1 < text.count else { return }
            text.swapAt(place, place + 1)
        }
    }
}
