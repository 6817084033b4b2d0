import Foundation

/// Which runs of a study are meant.
///
/// Its text is a query string, the same in an address, on the command line and in a fit:
/// `kind=distillation&loss_max=2.3&tag=sweep`. All conditions must hold; an empty text means all runs. A run that has no
/// such number is in no range of it.
public struct RunFilter: Hashable, Sendable {
    /// A range with both ends inside; a missing end is open.
    public struct Range: Hashable, Sendable {
        /// The least value.
        public var least: Double?
        /// The greatest value.
        public var greatest: Double?
    }

    /// How the student learnt.
    public var kind: RunKind?
    /// Where the runs come from.
    public var source: String?
    /// What the runs are called there.
    public var externalID: String?
    /// Tags that a run must have, all of them.
    public var tags: [String] = []
    /// Whether the runs are excluded.
    public var excluded: Bool?
    /// The part of the study.
    public var split: String?
    /// On which data the loss was measured.
    public var lossSplit: String?
    /// Ranges of numbers.
    public var ranges: [RunQuantity: Range] = [:]

    /// All runs.
    public static let all = RunFilter()

    /// Makes a filter that every run passes.
    public init() {}
}

// MARK: - Text

extension RunFilter {
    /// What is wrong with the text of a filter.
    public struct Fault: Hashable, Sendable {
        /// What is wrong.
        public enum Kind: Hashable, Sendable {
            /// There is no such condition; these there are.
            case unknownName(known: [String])
            /// The condition stands there twice.
            case repeated
            /// The value is none of these.
            case unknownValue(text: String, known: [String])
            /// The value is no number.
            case notANumber(text: String)
            /// The value is empty, or no tag.
            case malformed(text: String)
            /// The least value is above the greatest.
            case crossed(least: Double, greatest: Double)
        }

        /// The condition's name.
        public let name: String
        /// What is wrong with it.
        public let kind: Kind
    }

    /// All that is wrong with the text of a filter.
    public struct Faults: Error, Hashable, Sendable {
        /// The faults, in the order of the text.
        public let list: [Fault]
    }

    private enum Condition: String, CaseIterable {
        case kind, source
        case externalID = "external_id"
        case tag, excluded, split
        case lossSplit = "loss_split"
    }

    /// The names of all conditions.
    public static let names =
        Condition.allCases.map(\.rawValue)
        + RunQuantity.allCases.flatMap { ["\($0.rawValue)_min", "\($0.rawValue)_max"] }

    /// Reads a filter's text.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    public init(parsing text: String) throws(Faults) {
        try self.init(
            conditions: text.split(separator: "&").map { item in
                let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    .map { $0.removingPercentEncoding ?? String($0) }
                return (parts[0], parts.count == 2 ? parts[1] : "")
            })
    }

    /// Reads conditions, names and values without escapes.
    ///
    /// - Throws: ``Faults``, all that is wrong with them.
    public init(conditions: [(name: String, value: String)]) throws(Faults) {
        var faults: [Fault] = []
        var seen: Set<String> = []
        for (name, value) in conditions {
            let kind = seen.insert(name).inserted ? take(name, value) : .repeated
            if let kind { faults.append(Fault(name: name, kind: kind)) }
        }
        for quantity in RunQuantity.allCases {
            if let range = ranges[quantity], let least = range.least, let greatest = range.greatest, least > greatest {
                faults.append(Fault(name: "\(quantity.rawValue)_min", kind: .crossed(least: least, greatest: greatest)))
            }
        }
        guard faults.isEmpty else { throw Faults(list: faults) }
    }

    private mutating func take(_ name: String, _ value: String) -> Fault.Kind? {
        if let condition = Condition(rawValue: name) { return take(condition, value) }
        for (suffix, end) in [("_min", \Range.least), ("_max", \Range.greatest)] where name.hasSuffix(suffix) {
            guard let quantity = RunQuantity(rawValue: String(name.dropLast(suffix.count))) else { break }
            guard let number = UnitNumber.parse(value), number.isFinite else { return .notANumber(text: value) }
            ranges[quantity, default: Range()][keyPath: end] = number
            return nil
        }
        return .unknownName(known: Self.names)
    }

    private mutating func take(_ condition: Condition, _ value: String) -> Fault.Kind? {
        guard !value.isEmpty else { return .malformed(text: value) }
        switch condition {
        case .kind:
            kind = RunKind(rawValue: value)
            return kind == nil ? .unknownValue(text: value, known: RunKind.allCases.map(\.rawValue)) : nil
        case .excluded:
            excluded = Bool(value)
            return excluded == nil ? .unknownValue(text: value, known: ["true", "false"]) : nil
        case .tag:
            tags = RunTag.ordered(value.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
            return tags.allSatisfy { RunTag.isTag($0) } ? nil : .malformed(text: value)
        case .source: source = value
        case .externalID: externalID = value
        case .split: split = value
        case .lossSplit: lossSplit = value
        }
        return nil
    }

    /// The text that reads back as this filter, the same for equal filters.
    public var text: String {
        var items: [(String, String)] = []
        func add(_ condition: Condition, _ value: String?) {
            if let value { items.append((condition.rawValue, value)) }
        }
        add(.kind, kind?.rawValue)
        add(.source, source)
        add(.externalID, externalID)
        add(.tag, tags.isEmpty ? nil : tags.joined(separator: ","))
        add(.excluded, excluded.map { String($0) })
        add(.split, split)
        add(.lossSplit, lossSplit)
        for quantity in RunQuantity.allCases {
            guard let range = ranges[quantity] else { continue }
            if let least = range.least { items.append(("\(quantity.rawValue)_min", UnitNumber.text(least))) }
            if let greatest = range.greatest { items.append(("\(quantity.rawValue)_max", UnitNumber.text(greatest))) }
        }
        return items.map { "\($0)=\(QueryText.escaped($1))" }.joined(separator: "&")
    }
}

/// Values in a query string.
public enum QueryText {
    /// `value` with percent escapes for all but letters, digits and a few marks; the plus of an exponent too, which
    /// would be a blank to some.
    public static func escaped(_ value: String) -> String {
        value.addingPercentEncoding(withAllowedCharacters: plain) ?? value
    }

    private static let plain = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~,:/")
}
