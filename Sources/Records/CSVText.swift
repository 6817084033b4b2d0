/// Cells and rows as RFC 4180 has them.
public enum CSVText {
    /// `text` as a cell: in quotes, with its own quotes doubled, where it holds a comma, a quote or a line break.
    public static func cell(_ text: String) -> String {
        let isPlain = !text.utf8.contains {
            [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains($0)
        }
        return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// `cells` with commas between and a line end; nil is an empty cell.
    public static func row(_ cells: [String?]) -> String {
        cells.map { $0.map(cell) ?? "" }.joined(separator: ",") + "\r\n"
    }
}
