/// How wide text becomes, as far as that can be told without the reader's font.
///
/// On the safe side for the sans serif fonts that systems come with.
enum TextMeasure {
    /// The width of `text` in pixels, in a font of `size`.
    static func width(_ text: String, _ size: Double) -> Double {
        text.reduce(0) { $0 + share($1) } * size
    }

    /// `text` in lines of at most `width` pixels, as far as its words allow.
    static func wrap(_ text: String, _ width: Double, _ size: Double) -> [String] {
        text.split(separator: " ").reduce(into: []) { lines, word in
            if let last = lines.last, Self.width("\(last) \(word)", size) <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
    }

    private static func share(_ character: Character) -> Double {
        switch character {
        case "i", "j", "l", ".", ",", ":", ";", "'", "|", "!", "I", " ": 0.31
        case "f", "t", "r", "(", ")", "-", "/", "\"": 0.4
        case "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁻": 0.4
        case "m", "w", "M", "W", "%", "@": 0.92
        case "A"..."Z", "×", "+", "−", "=", "<", ">": 0.72
        case "a"..."z": 0.6
        case "0"..."9": 0.63
        default: character.isASCII ? 0.65 : 1
        }
    }
}
