public import ScalingLaws

/// What can be said of a run, under the name that it has in files, queries and answers.
///
/// The order is that of the columns of an export.
public enum RunField: String, Hashable, Sendable, CaseIterable {
    case source
    case externalID = "external_id"
    case kind
    case params
    case tokens
    case loss
    case lossUnit = "loss_unit"
    case lossSplit = "loss_split"
    case teacherParams = "teacher_params"
    case teacherTokens = "teacher_tokens"
    case teacherLoss = "teacher_loss"
    case teacherSource = "teacher_source"
    case teacherRun = "teacher_run"
    case parameterCounting = "parameter_counting"
    case lambda
    case temperature
    case topK = "top_k"
    case learningRate = "learning_rate"
    case batchTokens = "batch_tokens"
    case precision
    case seed
    case uniqueTokens = "unique_tokens"
    case epochs
    case context
    case split
    case tags
    case url
    case note
    case excluded
    case excludedReason = "excluded_reason"
    case extra

    /// What a value of the field looks like.
    public enum Form: Hashable, Sendable {
        /// A number of this domain, in any notation.
        case number(Domain)
        /// A whole number of this domain.
        case whole(Domain)
        /// One line of up to this many characters.
        case line(most: Int)
        /// One of these names.
        case choice([String])
        /// True or false.
        case flag
        /// Words.
        case words
        /// A JSON object.
        case object
    }

    /// What a value looks like.
    public var form: Form {
        switch self {
        case .source, .externalID, .teacherSource, .teacherRun: .line(most: 200)
        case .kind: .choice(RunKind.allCases.map(\.rawValue))
        case .parameterCounting: .choice(ParameterCounting.allCases.map(\.rawValue))
        case .lossUnit: .choice(LossUnit.allCases.map(\.rawValue))
        case .params, .tokens, .teacherParams, .teacherTokens, .temperature, .learningRate, .batchTokens,
            .uniqueTokens, .epochs, .context:
            .number(.positive)
        case .loss, .teacherLoss: .number(Self.losses)
        case .lambda: .number(Domain(0, 1))
        case .topK: .whole(Domain(1, 1e9))
        case .seed: .whole(Domain(-9_007_199_254_740_991, 9_007_199_254_740_991))
        case .lossSplit, .precision, .split: .line(most: 64)
        case .excludedReason: .line(most: 500)
        case .url, .note: .line(most: 2000)
        case .excluded: .flag
        case .tags: .words
        case .extra: .object
        }
    }

    /// How many characters a line of the field may have; nil where it is no line.
    public var greatestLength: Int? {
        guard case .line(let most) = form else { return nil }
        return most
    }

    /// The losses that a run can have, in nats per token: a vocabulary of 10^13 guessed blindly has 30.
    public static let losses = Domain(0, 30, lowerIsOpen: true)

    /// Whether only a distilled student can have it.
    public var isOfDistillation: Bool {
        switch self {
        case .teacherParams, .teacherTokens, .teacherLoss, .teacherSource, .teacherRun, .lambda, .temperature, .topK:
            true
        default: false
        }
    }
}

/// What a loss is counted in.
public enum LossUnit: String, Hashable, Sendable, CaseIterable {
    /// Natural logarithms a token.
    case nats
    /// Logarithms to the base 2 a token.
    case bits

    /// Nats in one of these.
    public var nats: Double {
        switch self {
        case .nats: 1
        // The natural logarithm of 2, to the nearest Double.
        case .bits: 0.693_147_180_559_945_3
        }
    }
}

/// What a tag may be: 1 to 64 of letters, digits and `.`, `_`, `:`, `/`, `-`.
public enum RunTag {
    /// Whether `text` can be a tag.
    public static func isTag(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"),
                    UInt8(ascii: "/"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// `tags` in the order of their bytes, each once.
    public static func ordered(_ tags: some Sequence<String>) -> [String] { Set(tags).sorted() }

    /// How many bytes the tags of a run may have, with a space between any two.
    public static let greatestLength = 2000
}
