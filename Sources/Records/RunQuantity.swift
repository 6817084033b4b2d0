/// A number of a run that can be asked for in a range, and sorted by.
public enum RunQuantity: String, Hashable, Sendable, CaseIterable {
    case params
    case tokens
    case loss
    case teacherParams = "teacher_params"
    case teacherTokens = "teacher_tokens"
    case teacherLoss = "teacher_loss"
    /// D / N of the student.
    case tokensPerParam = "tokens_per_param"
    /// 6 N D of the student, in FLOPs.
    case flops
    case lambda
    case temperature
    case learningRate = "learning_rate"
    case uniqueTokens = "unique_tokens"
    case epochs
    case context
}

/// The order of a list of runs.
public struct RunOrder: Hashable, Sendable {
    /// What a list can be sorted by.
    public enum Key: Hashable, Sendable {
        case quantity(RunQuantity)
        case source
        case externalID

        /// The key's name in a query.
        public var name: String {
            switch self {
            case .quantity(let quantity): quantity.rawValue
            case .source: RunField.source.rawValue
            case .externalID: RunField.externalID.rawValue
            }
        }

        /// All keys.
        public static let all = RunQuantity.allCases.map(Key.quantity) + [.source, .externalID]
    }

    /// One key and its direction.
    public struct Term: Hashable, Sendable {
        /// What is compared.
        public let key: Key
        /// Whether the greatest stands first.
        public let descends: Bool
    }

    /// The keys, the first one first; runs that are alike in all of them stand in the order of their numbers.
    public let terms: [Term]

    /// In the order of the runs' numbers.
    public static let byID = RunOrder(terms: [])

    private init(terms: [Term]) { self.terms = terms }

    /// Reads keys with commas between, a minus before those that descend: `loss,-params`.
    ///
    /// - Throws: ``UnknownKey`` at the first name that is no key, or stands there twice.
    public init(parsing text: String) throws(UnknownKey) {
        var terms: [Term] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let descends = part.first == "-"
            let name = descends ? part.dropFirst() : part
            guard let key = Key.all.first(where: { $0.name == name }), !terms.contains(where: { $0.key == key })
            else { throw UnknownKey(text: String(part)) }
            terms.append(Term(key: key, descends: descends))
        }
        self.terms = terms
    }

    /// The text that reads back as this order; empty for ``byID``.
    public var text: String { terms.map { ($0.descends ? "-" : "") + $0.key.name }.joined(separator: ",") }

    /// A name that nothing can be sorted by, or one given twice.
    public struct UnknownKey: Error, Hashable, Sendable {
        /// The name as it was given.
        public let text: String
    }
}
