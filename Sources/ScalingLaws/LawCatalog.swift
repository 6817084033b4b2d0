/// The coefficient sets that questions can ask for by name.
public struct LawCatalog: Hashable, Sendable {
    /// All sets: by name in the order in which the names first came, and by version within a name.
    public let sets: [CoefficientSet]
    private let versions: [String: [CoefficientSet]]

    /// Makes a catalog of `sets`; no two may share name and version.
    public init(_ sets: [CoefficientSet]) {
        versions = Dictionary(grouping: sets, by: \.name).mapValues { $0.sorted { $0.version < $1.version } }
        precondition(
            versions.values.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0.version < $1.version } },
            "a law's version stands once in a catalog")
        var names: Set<String> = []
        self.sets = sets.filter { names.insert($0.name).inserted }.flatMap { [versions] in versions[$0.name] ?? [] }
    }

    /// The catalog of the sets that come with the program.
    public static let published = LawCatalog(CoefficientSet.published)

    /// Every name once, in the catalog's order.
    public var names: [String] { sets.reduce(into: []) { if $0.last != $1.name { $0.append($1.name) } } }

    /// All versions of `name`, the newest last; none where the name is unknown.
    public func versions(of name: String) -> [CoefficientSet] { versions[name] ?? [] }

    /// The set that `reference` means: `name`, for its newest version, or `name@version`; absent where none is.
    public func set(_ reference: String) -> CoefficientSet? {
        if let newest = versions[reference]?.last { return newest }
        let parts = reference.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let candidates = versions(of: parts.first.map(String.init) ?? "")
        guard parts.count == 2 else { return candidates.last }
        return candidates.first { String($0.version) == parts[1] }
    }
}
