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
