import Drawing
import Planning
public import ScalingLaws

/// A question whose answer can be drawn.
public enum PictureQuestion: String, CaseIterable, Sendable {
    /// Losses over budgets.
    case frontier
    /// An advantage, or a loss, over two variables.
    case map

    /// The same question for a table.
    public var table: TableQuestion {
        switch self {
        case .frontier: .frontier
        case .map: .map
        }
    }

    /// The picture that `request`, a body of the operation of this name, asks for under one of `laws`.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    func picture(_ request: JSONValue, _ laws: LawCatalog) throws(Faults) -> PictureAnswer {
        switch self {
        case .frontier: try FrontierPicture.answer(request, laws)
        case .map: try MapPicture.answer(request, laws)
        }
    }

    /// Searches that a picture may take: it is worked out as a whole, within a handler's deadline.
    static let mostSearches = 262_144
}

/// An answer that is drawn as a whole.
struct PictureAnswer: Sendable {
    /// A picture, and what it took.
    struct Drawn {
        let svg: [UInt8]
        /// The evaluations that the certificates of its plans state.
        let evaluations: Int
    }

    /// Works the picture out.
    let draw: @Sendable (PictureStyle) -> Drawn
}

/// How a picture is to look.
public struct PictureStyle: Hashable, Sendable {
    /// What a map may show.
    enum Quantity: String, CaseIterable {
        case advantage = "loss_advantage"
        case studentLoss = "student_loss"
    }

    let theme: Theme?
    let size: Picture.Size
    let shows: Quantity

    /// The style that the object `fields` asks for.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    init(_ fields: JSONValue, for question: PictureQuestion) throws(Faults) {
        self = try ObjectReader.read(fields) { reader in
            let theme = reader.choice("theme", as: Theme.self)
            let standard = Picture.Size.standard
            let width = reader.number("width", in: Domain(Picture.Size.widths))
            let height = reader.number("height", in: Domain(Picture.Size.heights))
            let shows = question == .map ? reader.choice("show", as: Quantity.self) : nil
            return PictureStyle(
                theme: theme, size: .init(width: width ?? standard.width, height: height ?? standard.height),
                shows: shows ?? .advantage)
        }
    }

    private init(theme: Theme?, size: Picture.Size, shows: Quantity) {
        self.theme = theme
        self.size = size
        self.shows = shows
    }

    /// The names of its fields.
    static func names(for question: PictureQuestion) -> [String] {
        ["theme", "width", "height"] + (question == .map ? ["show"] : [])
    }
}

extension Domain {
    fileprivate init(_ range: ClosedRange<Double>) { self.init(range.lowerBound, range.upperBound) }
}

extension PlanQuestion {
    /// The SVG that `request`, a body of the operation `question`, asks for under one of `laws`.
    ///
    /// - Parameters:
    ///   - question: what is drawn.
    ///   - request: the question.
    ///   - style: an object of `theme`, `width`, `height` and, for a map, `show`.
    ///   - laws: the laws that can be asked for.
    /// - Throws: ``PlanQuestionError``.
    public static func picture(
        _ question: PictureQuestion, _ request: JSONValue, style: JSONValue, laws: LawCatalog
    ) throws(PlanQuestionError) -> [UInt8] {
        do {
            let style = try PictureStyle(style, for: question)
            return try question.picture(request, laws).draw(style).svg
        } catch {
            throw PlanQuestionError(isMalformed: true, error)
        }
    }
}

/// How a question is answered that can be drawn.
public enum DrawnFormat: RawRepresentable, CaseIterable, Hashable, Sendable, ContentFormat {
    /// As a table.
    case table(TableFormat)
    /// As a picture.
    case svg

    /// All formats, the preferred one first.
    public static let allCases: [DrawnFormat] = TableFormat.allCases.map { .table($0) } + [.svg]

    /// The name by which requests ask for it.
    public var rawValue: String {
        switch self {
        case .table(let format): format.rawValue
        case .svg: "svg"
        }
    }

    /// The format of this name; nil where there is none.
    public init?(rawValue: String) {
        guard let format = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = format
    }

    var mediaType: String {
        switch self {
        case .table(let format): format.mediaType
        case .svg: "image/svg+xml"
        }
    }
}
