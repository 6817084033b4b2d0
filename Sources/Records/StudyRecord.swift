public import ScalingLaws

/// A study: one dataset, tokenizer and architecture family, whose runs can be compared.
public struct StudyRecord: Hashable, Sendable {
    /// What it is called in addresses: 1 to 64 of `a` to `z`, `0` to `9` and `-`; never changes.
    public let id: String
    /// What it is called by people, 1 to ``greatestLineLength`` characters.
    public var name: String
    /// What it is about, up to ``greatestDescriptionLength`` characters; may be empty.
    public var description: String
    /// What its models learn from; empty where nobody says.
    public var dataset: String
    /// What their text is cut by; empty where nobody says.
    public var tokenizer: String
    /// What its models have in common; empty where nobody says.
    public var architecture: String
    /// What the N of a run counts where the run does not say.
    public var parameterCounting: ParameterCounting
    /// When it was made: RFC 3339, UTC, whole seconds.
    public let createdAt: String

    /// How many Unicode scalars a name, a dataset, a tokenizer or an architecture may have.
    public static let greatestLineLength = 200
    /// How many Unicode scalars a description may have.
    public static let greatestDescriptionLength = 2000

    /// Makes a study from its parts.
    public init(
        id: String, name: String, description: String = "", dataset: String = "", tokenizer: String = "",
        architecture: String = "", parameterCounting: ParameterCounting = .nonEmbedding, createdAt: String
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.dataset = dataset
        self.tokenizer = tokenizer
        self.architecture = architecture
        self.parameterCounting = parameterCounting
        self.createdAt = createdAt
    }

    /// Whether `text` can be a study's identifier.
    public static func isIdentifier(_ text: String) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-") }
    }
}
