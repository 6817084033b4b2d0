import Planning
import ScalingLaws

/// The fields `student` and `serving` of a question, read into what a plan may choose for its student.
enum StudentRequest {
    /// How repeated tokens count.
    enum Repetition: String, CaseIterable {
        /// Every token in full.
        case none
        /// ``DataRepetition``.
        case muennighoff = "muennighoff-2023"
    }

    /// The epochs that a question which says nothing of them allows.
    ///
    /// About as many are close to free, says Muennighoff et al. 2023.
    static let defaultEpochs = 4.0

    /// Epochs that can be asked for.
    static let epochDomain = Domain(0, 1e6, lowerIsOpen: true)

    /// The limits of the question; nil where a fault is reported.
    static func limits(_ reader: inout ObjectReader) -> StudentLimits? {
        var student = reader.object("student", read)
        if !reader.wasGiven("student") { student = Fields() }
        var served: Double? = 0
        if reader.has("serving") {
            served = reader.object("serving") { fields in
                fields.requiredNumber(
                    "tokens", in: StudentLimits.servingDomain, "the tokens that the student serves in its life")
            }
        }
        guard let student, let served else { return nil }
        return try? StudentLimits(
            parameters: student.parameters, tokens: student.tokens, uniqueTokens: student.uniqueTokens,
            repetitionIsWorthLess: student.repetition == .muennighoff, servingTokens: served)
    }

    /// What stands in the field `student`.
    private struct Fields {
        var parameters = Bounds.all
        var tokens = Bounds.all
        var uniqueTokens: Double?
        var repetition = Repetition.none
    }

    private static func read(_ fields: inout ObjectReader) -> Fields? {
        let parameters = fields.bounds("params")
        let tokens = fields.bounds("tokens")
        let unique = fields.number("unique_tokens", in: .count)
        let epochs = fields.number("max_epochs", in: epochDomain)
        let repetition = fields.choice("repetition", as: Repetition.self) ?? .none
        for name in ["max_epochs", "repetition"] where fields.wasGiven(name) && !fields.wasGiven("unique_tokens") {
            fields.report(name, .needs(fields.pointer(to: "unique_tokens")))
        }
        guard let parameters, let tokens else { return nil }
        let cap = unique.flatMap { mostTokens(unique: $0, epochs: epochs, repetition) } ?? tokens.upper
        guard let capped = try? Bounds(tokens.lower, min(tokens.upper, cap)) else {
            fields.report("unique_tokens", .crossedBounds(lower: tokens.lower, upper: cap))
            return nil
        }
        return Fields(parameters: parameters, tokens: capped, uniqueTokens: unique, repetition: repetition)
    }

    /// The most tokens that the data give; nil where repetition has no limit but its worth.
    private static func mostTokens(unique: Double, epochs: Double?, _ repetition: Repetition) -> Double? {
        if epochs == nil, repetition != .none { return nil }
        return min(unique * (epochs ?? defaultEpochs), Domain.count.upper)
    }
}

extension ObjectReader {
    /// The bounds of the field `name`: one number, or `{min, max}` of which either may be absent; all values where it
    /// is not given, and nil where a fault is reported.
    mutating func bounds(_ name: String) -> Bounds? {
        guard let value = peek(name) else { return .all }
        guard case .object = value else {
            return number(name, in: .count).flatMap { try? .fixed($0) }
        }
        return object(name) { fields in
            let lower = fields.number("min", in: .count)
            let upper = fields.number("max", in: .count)
            if let lower, let upper, lower > upper {
                fields.report("max", .crossedBounds(lower: lower, upper: upper))
            }
            return try? Bounds(lower ?? Domain.count.lower, upper ?? Domain.count.upper)
        }
    }
}
