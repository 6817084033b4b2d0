public import ScalingLaws

/// A device that models are trained on, with the arithmetic that its vendor promises.
public struct Accelerator: Hashable, Sendable {
    /// The name by which requests ask for it, such as `H100-SXM`; not empty.
    public let name: String
    /// The greatest rate of dense bf16 matrix arithmetic, in FLOP/s; in ``peakDomain``.
    ///
    /// Dense: vendors print twice as much for matrices of which half the entries are zero, which training has not.
    public let peakFLOPsPerSecond: Double
    /// The vendor's document that says so, and how the figure was read from it.
    public let source: String

    /// Peaks that are believed, in FLOP/s: [1e9, 1e21].
    ///
    /// A peak given in TFLOP/s, such as 989, is outside and not a plan of a million years.
    public static let peakDomain = Domain(1e9, 1e21)

    /// Makes an accelerator; `name` must not be empty.
    ///
    /// - Throws: `DomainError` named `peakFLOPsPerSecond` where it is outside ``peakDomain``.
    public init(name: String, peakFLOPsPerSecond: Double, source: String) throws(DomainError) {
        guard Self.peakDomain.contains(peakFLOPsPerSecond) else {
            throw DomainError(
                quantity: "peakFLOPsPerSecond", value: peakFLOPsPerSecond, domain: Self.peakDomain)
        }
        self.init(unchecked: name, peakFLOPsPerSecond, source)
    }

    init(unchecked name: String, _ peakFLOPsPerSecond: Double, _ source: String) {
        precondition(!name.isEmpty, "an accelerator has a name")
        self.name = name
        self.peakFLOPsPerSecond = peakFLOPsPerSecond
        self.source = source
    }
}
