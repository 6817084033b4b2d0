/// The accelerators that requests can ask for by name.
///
/// Names are told apart without regard to case: `h100-sxm` is `H100-SXM`.
public struct AcceleratorTable: Hashable, Sendable {
    /// All entries, in the order in which their names first came.
    public let accelerators: [Accelerator]
    private let places: [String: Int]

    /// Makes a table; no two `accelerators` may share a name.
    public init(_ accelerators: [Accelerator]) {
        self.accelerators = accelerators
        places = Dictionary(
            accelerators.enumerated().map { (Self.key($1.name), $0) },
            uniquingKeysWith: { _, _ in preconditionFailure("an accelerator stands once in a table") })
    }

    /// The name of every entry, in the table's order.
    public var names: [String] { accelerators.map(\.name) }

    /// The entry called `name`; absent where none is.
    public func accelerator(_ name: String) -> Accelerator? {
        places[Self.key(name)].map { accelerators[$0] }
    }

    /// This table with `others`, which replace the entries of their names in place and follow where they are new.
    ///
    /// No two of `others` may share a name.
    public func updated(with others: [Accelerator]) -> AcceleratorTable {
        let changes = AcceleratorTable(others)
        return AcceleratorTable(
            accelerators.map { changes.accelerator($0.name) ?? $0 } + others.filter { accelerator($0.name) == nil })
    }

    /// What two spellings of one name have in common.
    package static func key(_ name: String) -> String { name.lowercased() }
}
