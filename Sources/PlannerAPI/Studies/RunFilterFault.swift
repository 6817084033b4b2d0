import Records

extension Fault.Kind {
    /// What is wrong with a condition of a filter that is a query parameter of its own.
    init(_ fault: RunFilter.Fault.Kind) {
        self =
            switch fault {
            case .unknownName(let known): .unknownField(known: known)
            case .repeated: .repeated
            case .unknownValue(let text, let known): .unknownName(text: text, known: known)
            case .notANumber(let text): .notANumber(text: text)
            case .malformed(let text): .record(.malformedCondition(text: text))
            case .crossed(let least, let greatest): .crossedBounds(lower: least, upper: greatest)
            }
    }
}

extension ObjectReader {
    /// The filter whose text the field `name` has; all runs where it is not given, nil where it is wrong.
    mutating func filter(_ name: String) -> RunFilter? {
        guard has(name) else { return .all }
        guard let text = string(name) else { return nil }
        do {
            return try RunFilter(parsing: text)
        } catch {
            for fault in error.list { report(name, .record(.condition(fault))) }
            return nil
        }
    }
}
