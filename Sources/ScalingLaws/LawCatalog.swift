/// The coefficient sets that questions can ask for by name, and the aliases that some of them have.
public struct LawCatalog: Hashable, Sendable {
    /// All sets: by name in the order in which the names first came, and by version within a name.
    public let sets: [CoefficientSet]
    /// The aliases, in the order of their names.
    public let aliases: [LawAlias]
    private let versions: [String: [CoefficientSet]]
    private let targets: [String: LawReference]

    /// Makes a catalog of `sets`; no two may share name and version.
    ///
    /// An alias means one of `sets`, and is the name of none.
    public init(_ sets: [CoefficientSet], aliases: [LawAlias] = []) {
        versions = Dictionary(grouping: sets, by: \.name).mapValues { $0.sorted { $0.version < $1.version } }
        precondition(
            versions.values.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0.version < $1.version } },
            "a law's version stands once in a catalog")
        var names: Set<String> = []
        self.sets = sets.filter { names.insert($0.name).inserted }.flatMap { [versions] in versions[$0.name] ?? [] }
        self.aliases = aliases.sorted { $0.name < $1.name }
        targets = Dictionary(uniqueKeysWithValues: aliases.map { ($0.name, $0.law) })
        precondition(
            aliases.allSatisfy { [versions] alias in
                versions[alias.name] == nil
                    && versions[alias.law.name]?.contains { $0.version == alias.law.version } == true
            }, "an alias means a law, and is the name of none")
    }

    /// The catalog of the sets that come with the program.
    public static let published = LawCatalog(CoefficientSet.published)

    /// Every name once, in the catalog's order.
    public var names: [String] { sets.reduce(into: []) { if $0.last != $1.name { $0.append($1.name) } } }

    /// All versions of `name`, the newest last; none where the name is unknown.
    public func versions(of name: String) -> [CoefficientSet] { versions[name] ?? [] }

    /// The set that `reference` means; absent where none is.
    public func set(_ reference: String) -> CoefficientSet? { resolve(reference)?.set }

    /// The set that `reference` means: `name`, for its newest version, `name@version`, or an alias, which the answer
    /// names; absent where none is.
    public func resolve(_ reference: String) -> (set: CoefficientSet, alias: String?)? {
        if let newest = versions[reference]?.last { return (newest, nil) }
        if let target = targets[reference] { return set(target).map { ($0, reference) } }
        return LawReference(reference).flatMap(set).map { ($0, nil) }
    }

    /// The set of a name and version; absent where there is none.
    public func set(_ reference: LawReference) -> CoefficientSet? {
        versions[reference.name]?.first { $0.version == reference.version }
    }

    /// Whether nothing that is added later changes what `reference` means: a version that is here, or a name that
    /// only the program itself gives versions.
    public func settles(_ reference: String) -> Bool {
        if CoefficientSet.isPublished(name: reference) { return true }
        return LawReference(reference).flatMap(set) != nil
    }
}

/// One version of one law, by name.
public struct LawReference: Hashable, Sendable {
    /// The law's name.
    public let name: String
    /// The version, from 1.
    public let version: Int

    /// Makes a reference.
    public init(name: String, version: Int) {
        self.name = name
        self.version = version
    }

    /// Reads `name@version`, the version in digits without a sign or a zero in front; nil where `text` is not that.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let version = Int(parts[1]), version >= 1, String(version) == parts[1] else {
            return nil
        }
        self.init(name: String(parts[0]), version: version)
    }

    /// `name@version`.
    public var text: String { "\(name)@\(version)" }
}

/// Another name for one version of a law, such as `production`.
public struct LawAlias: Hashable, Sendable {
    /// The alias.
    public let name: String
    /// What it means.
    public let law: LawReference

    /// Makes an alias.
    public init(name: String, law: LawReference) {
        self.name = name
        self.law = law
    }

    /// Whether `name` may be that of a law or an alias: 1 to 64 small letters, digits and hyphens.
    public static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}

extension CoefficientSet {
    /// The set's name and version.
    public var reference: LawReference { LawReference(name: name, version: version) }
}
