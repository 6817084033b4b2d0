public import ScalingLaws

/// Coefficient sets as text, for a terminal.
public enum LawText {
    /// One line for each set of `laws`, and behind them one for each alias.
    public static func list(_ laws: LawCatalog) -> String {
        let aliases = laws.aliases.map { "\($0.name) means \($0.law.text)\n" }.joined()
        let width = laws.sets.map(\.name.count).max() ?? 0
        return laws.sets.map { set in
            let name = set.name + String(repeating: " ", count: width - set.name.count)
            let mark = set.name == CoefficientSet.defaultName ? " (default)" : ""
            return "\(name)  version \(set.version)\(mark)  \(set.summary)\n"
        }.joined() + (aliases.isEmpty ? "" : "\n" + aliases)
    }

    /// `set` of `laws` in full, with all versions of its name, as `GET /laws/{name}` answers it.
    public static func json(_ set: CoefficientSet, in laws: LawCatalog) -> String {
        String(decoding: laws.json(of: set).bytes, as: UTF8.self)
    }

    /// `set` in full, as `GET /laws/{name}/versions/{version}` answers it.
    public static func json(_ set: CoefficientSet) -> String { String(decoding: set.json().bytes, as: UTF8.self) }
}
