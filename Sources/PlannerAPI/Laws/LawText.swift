public import ScalingLaws

/// Coefficient sets as text, for a terminal.
public enum LawText {
    /// One line for each set of `laws`.
    public static func list(_ laws: LawCatalog) -> String {
        let width = laws.sets.map(\.name.count).max() ?? 0
        return laws.sets.map { set in
            let name = set.name + String(repeating: " ", count: width - set.name.count)
            let mark = set.name == CoefficientSet.defaultName ? " (default)" : ""
            return "\(name)  version \(set.version)\(mark)  \(set.summary)\n"
        }.joined()
    }

    /// `set` in full, as the HTTP service answers it.
    public static func json(_ set: CoefficientSet) -> String { String(decoding: set.json.bytes, as: UTF8.self) }
}
