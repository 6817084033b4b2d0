import Records

/// What can be wrong with a file of runs, or with one of its rows, beyond what can be with any request.
indirect enum RecordFault: Error, Hashable, Sendable {
    // MARK: The file

    /// Not even a header.
    case emptyFile
    /// A header, or blank lines, and no run.
    case noRows
    /// Nothing behind this can be read.
    case unreadable(CSVReader.Failure)
    /// A line of more bytes than one may have.
    case lineTooLong(most: Int)
    /// The columns cannot be told.
    case columns(ColumnMapping.Fault)
    /// A decimal comma where something else than semicolons separates the cells.
    case decimalComma

    // MARK: The arguments

    /// A mapping that is not `field=column` of a known field.
    case notAnOverride(text: String)
    /// Two mappings of one field.
    case overriddenTwice(RunField)

    // MARK: A row

    /// More or fewer cells than columns.
    case ragged(cells: Int, columns: Int)
    /// Not as RFC 4180 has it.
    case malformed(CSVReader.RowFault)
    /// Not JSON.
    case notJSON(JSONSyntaxError)
    /// The same run stands at this line.
    case repeatedRun(line: Int)
    /// The run is stored as one of this kind.
    case kindChanged(from: RunKind)
    /// No supervised run of the study has this name.
    case teacherMissing(RunName)
    /// The run of this name was stored after its student.
    case teacherNewer(RunName)

    // MARK: Studies and runs

    /// A condition of a filter that is wrong.
    case condition(RunFilter.Fault)
    /// A value that a condition cannot have.
    case malformedCondition(text: String)
    /// Not what a study can be called.
    case notAStudyID(text: String)

    // MARK: A cell

    /// A loss in bits per byte.
    case bitsPerByte
    /// A unit that is none of a loss.
    case unknownUnit(text: String)
    /// Neither true nor false.
    case notAFlag(text: String)
    /// Not a tag.
    case notATag(text: String)
    /// A value of this name that is nested too deep to be kept.
    case tooDeep(String)
    /// Only a distilled student has it.
    case ofDistillation
    /// A reason for what is not the case.
    case reasonWithoutExclusion
}

extension RecordFault {
    /// The fault in a sentence that says what is wrong and what would be right; follows the name of the place.
    var detail: String {
        switch self {
        case .emptyFile: "is empty; a file of runs begins with a row of names"
        case .noRows: "has no runs, only a header"
        case .unreadable(let failure): failure.detail
        case .lineTooLong(let most): "is longer than a line may be, \(most) bytes"
        case .columns(let fault): fault.detail
        case .decimalComma: "comma needs cells that semicolons separate"
        case .notAnOverride(let text):
            "\"\(text.prefix(80))\" is not field=column; the fields are "
                + RunField.allCases.map(\.rawValue).joined(separator: ", ")
        case .overriddenTwice(let field): "maps two columns to \(field.rawValue); give one"
        case .ragged(let cells, let columns): "has \(cells) cells, and the header has \(columns)"
        case .malformed(.strayQuote): "has a quote inside a cell that does not begin with one; double it inside quotes"
        case .malformed(.textAfterQuote): "has text behind a cell's closing quote"
        case .malformed(.strayCarriageReturn): "has a carriage return that no line feed follows"
        // Of one line, whose number in the file stands before.
        case .notJSON(let error): "is not JSON: \(error.words.replacing("line 1, ", with: ""))"
        case .repeatedRun(let line): "is the run of line \(line) again; give each run a name of its own"
        case .kindChanged(let kind):
            "is a run that is stored as \(kind.rawValue); a run's kind never changes, so give this one another name"
        case .teacherMissing(let name):
            "\"\(name.externalID.prefix(80))\" of source \"\(name.source.prefix(80))\" is no supervised run of the "
                + "study; import the teacher before its students"
        case .teacherNewer(let name):
            "\"\(name.externalID.prefix(80))\" was stored after this run, and a teacher is older than its students; delete "
                + "this run and import it again"
        case .condition(let fault):
            "has the condition \"\(fault.name.prefix(80))\", whose value \(Fault(query: "", .init(fault.kind)).detail)"
        case .malformedCondition(let text):
            "\"\(text.prefix(80))\" is no value of this condition"
        case .notAStudyID(let text):
            "\"\(text.prefix(80))\" is not an identifier; it has 1 to 64 of a to z, 0 to 9 and -"
        case .bitsPerByte:
            "is in bits per byte, and how many bytes a token has is not known here; multiply by the bytes per token "
                + "of the tokenizer on this data, and give bits per token"
        case .unknownUnit(let text):
            "\"\(text.prefix(80))\" is not a unit of a loss; known are nats and bits, both per token"
        case .notAFlag(let text): "\"\(text.prefix(80))\" is neither true nor false"
        case .notATag(let text):
            "\"\(text.prefix(80))\" is not a tag; a tag has 1 to 64 letters, digits and . _ : / -"
        case .tooDeep(let name):
            "cannot keep \"\(name.prefix(80))\", which is nested deeper than \(JSONParser.greatestDepth - 2) levels"
        case .ofDistillation: "is of a distilled student only, and this run is supervised"
        case .reasonWithoutExclusion: "is given though excluded is false"
        }
    }
}

extension CSVReader.Failure {
    fileprivate var detail: String {
        switch self {
        case .notText: "has a NUL, so the file is no text; nothing behind it was read"
        case .notUTF8: "is not UTF-8; nothing behind it was read"
        case .unclosedQuote: "opens a quote that is never closed"
        case .rowTooLong:
            "begins a row of more than \(CSVReader.greatestRowLength) bytes; is a quote missing?"
        }
    }

    /// The line that it is about.
    var line: Int {
        switch self {
        case .notText(let line), .notUTF8(let line), .unclosedQuote(let line), .rowTooLong(let line): line
        }
    }
}

extension ColumnMapping.Fault {
    fileprivate var detail: String {
        switch self {
        case .claimed(let field, let columns):
            "\(Self.list(columns)) may all be \(field.rawValue); say which by map \(field.rawValue)=\(columns[0])"
        case .missing(let field, let like):
            "is required, and no column is named as it: \(field.rawValue), "
                + field.aliases.prefix(6).joined(separator: ", ") + "..."
                + (like.first.map { "; if \(Self.list(like)) is meant, say map \(field.rawValue)=\($0)" } ?? "")
        case .tokensFromCompute(let column):
            "is required; \"\(column)\" is compute, of which tokens are made by D = C / (6 N) where tokens_from is flops"
        case .tokensTwice(let tokens, let compute):
            "\"\(tokens)\" gives the tokens already, and tokens_from asks for those of \"\(compute)\"; leave one out"
        case .computeMissing: "no column is named as compute: C, flops, Training FLOP..."
        case .bitsPerByte(let column):
            "is required; \"\(column)\" is in bits per byte, and how many bytes a token has is not known here"
        case .tooMany(let count): "has \(count) columns, and \(ColumnMapping.mostColumns) are the most"
        case .repeatedColumn(let name): "\"\(name.prefix(80))\" is the name of two columns; give each its own"
        case .unknownColumn(let field, let column):
            "\"\(column.prefix(80))\", mapped to \(field.rawValue), is no column of the file"
        }
    }

    /// The field that it is about, to point at.
    var field: String {
        switch self {
        case .claimed(let field, _), .missing(let field, _), .unknownColumn(let field, _): field.rawValue
        case .tokensFromCompute, .tokensTwice, .computeMissing: RunField.tokens.rawValue
        case .bitsPerByte: RunField.loss.rawValue
        case .repeatedColumn(let name): name
        case .tooMany: "the header"
        }
    }

    private static func list(_ names: [String]) -> String {
        names.map { "\"\($0.prefix(80))\"" }.joined(separator: " and ")
    }
}
