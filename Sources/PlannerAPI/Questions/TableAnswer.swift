import HTTPServer
import HTTPTypes
import Planning
import Records
import ScalingLaws

/// An answer of many rows under the same columns, worked out row by row while it is sent.
public struct TableAnswer: Sendable {
    /// One value of a row.
    enum Cell: Hashable, Sendable {
        case number(Double?)
        case count(Int?)
        case text(String?)
    }

    /// A row, and what it took.
    struct Row {
        /// A value for each column.
        let cells: [Cell]
        /// The evaluations that the certificates of its plans state; 0 where it tells none.
        let evaluations: Int

        init(_ cells: [Cell], evaluations: Int = 0) {
            self.cells = cells
            self.evaluations = evaluations
        }
    }

    /// The law behind the numbers.
    let law: NamedLaw
    /// What the rows are called in JSON.
    let name: String
    /// The columns' names.
    let columns: [String]
    /// How many rows there are.
    let count: Int
    /// How many of them are worked out at a time at most: each piece must be ready within a handler's deadline.
    let rowsPerPiece: Int
    /// Works out one row.
    let row: @Sendable (Int) -> Row

    init(
        law: NamedLaw, name: String, columns: [String], count: Int, rowsPerPiece: Int = 64,
        row: @escaping @Sendable (Int) -> Row
    ) {
        precondition(count > 0 && rowsPerPiece > 0, "a table has rows, and its pieces have some")
        self.law = law
        self.name = name
        self.columns = columns
        self.count = count
        self.rowsPerPiece = rowsPerPiece
        self.row = row
    }

    /// The same table, whose rows `row` works out.
    func with(row: @escaping @Sendable (Int) -> Row) -> TableAnswer {
        TableAnswer(law: law, name: name, columns: columns, count: count, rowsPerPiece: rowsPerPiece, row: row)
    }

    /// The table in UTF-8, in pieces of at most about 32 KB, each worked out when it is asked for.
    public func pieces(_ format: TableFormat) -> some Sequence<[UInt8]> {
        sequence(state: -1) { next in piece(&next, format) }
    }

    /// The table as the content of an HTTP answer.
    func stream(_ format: TableFormat) -> ResponseStream {
        ResponseStream(-1) { next in piece(&next, format).map { .bytes($0) } ?? .end }
    }

    /// The next piece, from the row `next` on, of which -1 is the head and ``count`` the tail; nil behind that.
    private func piece(_ next: inout Int, _ format: TableFormat) -> [UInt8]? {
        guard next <= count else { return nil }
        var piece: [UInt8] = []
        let end = next + rowsPerPiece
        while next <= count, next < end, piece.count < Self.pieceBytes {
            piece += next < 0 ? head(format) : next < count ? text(of: next, format) : tail(format)
            next += 1
        }
        return piece
    }

    private static let pieceBytes = 32 * 1024
}

/// How a table is written down.
public enum TableFormat: String, CaseIterable, Sendable, ContentFormat {
    /// An object with the law and an array of the rows, an object each.
    case json
    /// RFC 4180, with a header row; what is not known is empty.
    case csv
    /// GitHub flavoured Markdown.
    case markdown

    /// The media type that an answer in this format has.
    var mediaType: String {
        switch self {
        case .json: "application/json"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .markdown: "text/markdown; charset=utf-8"
        }
    }
}

// MARK: - Text

extension TableAnswer {
    private func head(_ format: TableFormat) -> [UInt8] {
        switch format {
        case .json:
            Array("{\n  \"law\": {\(lawMembers)},\n  \"\(name)\": [".utf8)
        case .csv:
            Array((columns.joined(separator: ",") + "\r\n").utf8)
        case .markdown:
            Array((line(columns) + line(columns.map { _ in "---:" })).utf8)
        }
    }

    private func tail(_ format: TableFormat) -> [UInt8] {
        switch format {
        case .json: Array("\n  ]\n}\n".utf8)
        case .csv: []
        case .markdown:
            Array("\nlaw \(law.set.name) version \(law.set.version)\(law.alias.map { " (\($0))" } ?? "")\n".utf8)
        }
    }

    /// Names and aliases hold nothing that JSON escapes.
    private var lawMembers: String {
        "\"name\": \"\(law.set.name)\", \"version\": \(law.set.version)"
            + (law.alias.map { ", \"alias\": \"\($0)\"" } ?? "")
    }

    private func text(of index: Int, _ format: TableFormat) -> [UInt8] {
        let cells = row(index).cells
        precondition(cells.count == columns.count, "a row has a cell for each column")
        switch format {
        case .json:
            var text = JSONText()
            text.line(columns, cells)
            return Array((index == 0 ? "\n    " : ",\n    ").utf8) + text.bytes
        case .csv:
            return Array((cells.map(\.csv).joined(separator: ",") + "\r\n").utf8)
        case .markdown:
            return Array(line(cells.map(\.markdown)).utf8)
        }
    }

    private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
}

extension TableAnswer.Cell {
    fileprivate var csv: String {
        switch self {
        case .number(let value): value.map(NumberText.exact) ?? ""
        case .count(let value): value.map { String($0) } ?? ""
        case .text(let text): text.map(CSVText.cell) ?? ""
        }
    }

    fileprivate var markdown: String {
        switch self {
        case .number(let value): value.map(NumberText.short) ?? "-"
        case .count(let value): value.map { String($0) } ?? "-"
        case .text(let text): text?.replacing("|", with: "\\|") ?? "-"
        }
    }
}

extension JSONText {
    /// An object on one line.
    fileprivate mutating func line(_ names: [String], _ cells: [TableAnswer.Cell]) {
        oneLineObject(names) { text, index in
            switch cells[index] {
            case .number(let value): value.map { text.value($0) } ?? text.null()
            case .count(let value): value.map { text.value($0) } ?? text.null()
            case .text(let value): value.map { text.value($0) } ?? text.null()
            }
        }
    }
}

extension QuantileInterval? {
    /// The ends, in two cells.
    var cells: [TableAnswer.Cell] { [.number(self?.lower), .number(self?.upper)] }
}
