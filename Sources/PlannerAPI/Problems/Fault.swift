import ScalingLaws

/// One thing wrong with a request, as facts; `FaultText` has the words.
struct Fault: Hashable, Sendable {
    /// Where in the request it is.
    enum Place: Hashable, Sendable {
        /// A JSON Pointer (RFC 6901) into the body.
        case body(String)
        /// A query parameter's name.
        case query(String)
        /// A cell of a file: its row, from 0, the line that the row begins at, from 1, and its column's name; nil for
        /// the whole row.
        case row(index: Int, line: Int, name: String?)
        /// A line of a file that no row can be made of.
        case line(Int)
        /// A column of a file, by its name or that of the field that it is missing for.
        case column(String)
    }

    /// What is wrong there.
    enum Kind: Hashable, Sendable {
        /// Nothing is given where something must be; `expected` says what.
        case missing(expected: String)
        /// The field or query parameter does not exist; these do.
        case unknownField(known: [String])
        /// The field is part of the contract, and this version does not answer it yet.
        case notSupported(instead: String?)
        /// The name stands more than once in its object.
        case repeated
        /// A value of another type.
        case wrongType(expected: String, found: String)
        /// A text that is no number with or without a unit suffix.
        case notANumber(text: String)
        /// A number that is not whole.
        case notWhole(text: String)
        /// A number outside what is allowed.
        case outsideDomain(text: String, Domain)
        /// A least value above the greatest.
        case crossedBounds(lower: Double, upper: Double)
        /// None of the `known` names.
        case unknownName(text: String, known: [String])
        /// A text longer than this many characters, or empty.
        case length(most: Int)
        /// A text with a control character.
        case controlCharacter
        /// A cursor that this server did not hand out.
        case invalidCursor
        /// Two fields that say the same thing.
        case excludes(String)
        /// A field that means nothing without another.
        case needs(String)
        /// An array of fewer than 1 or more than this many elements.
        case count(most: Int)
        /// A grid of more than it may have.
        case tooMany(count: Int, most: Int, what: String)
        /// A number of a list that is not above the one before it.
        case notRising(after: Double)
        /// A text that is no name of a law or an alias.
        case notALawName(text: String)
        /// The name of a law that comes with the program, or a word of the paths below `/laws`.
        case reservedName(text: String)
        /// A text that is not `name@version`.
        case notAVersion(text: String)
        /// Points that lie in one plane.
        case flatHull
        /// A name that another element of the array has too.
        case nameTaken(text: String)
        /// The law has no distillation part, so nothing about a teacher can be asked of it.
        case lawWithoutDistillation(law: String)
        /// The law has no draws to answer under; the `known` have.
        case lawWithoutDraws(law: String, known: [String])
        /// The law has fewer draws than are asked for.
        case fewerDraws(law: String, draws: Int)
        /// The law's compute is 6 N D whatever the architecture.
        case lawWithoutArchitecture(law: String)
        /// Something of a teacher in a question about supervised runs.
        case supervisedRuns
        /// Something of an import.
        case record(RecordFault)
    }

    let place: Place
    let kind: Kind

    init(_ pointer: String, _ kind: Kind) {
        place = .body(pointer)
        self.kind = kind
    }

    /// The same fault in an object that stands at `pointer`.
    func below(_ pointer: String) -> Fault {
        guard case .body(let path) = place else { return self }
        return Fault(pointer + path, kind)
    }

    init(query name: String, _ kind: Kind) {
        place = .query(name)
        self.kind = kind
    }

    init(row index: Int, line: Int, _ name: String?, _ kind: Kind) {
        place = .row(index: index, line: line, name: name)
        self.kind = kind
    }

    init(line: Int, _ kind: RecordFault) {
        place = .line(line)
        self.kind = .record(kind)
    }

    init(column: String, _ kind: RecordFault) {
        place = .column(column)
        self.kind = .record(kind)
    }
}
