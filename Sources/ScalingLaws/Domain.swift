/// The interval of values that a formula or a setting is defined for.
public struct Domain: Hashable, Sendable {
    /// The least value, itself included unless ``lowerIsOpen``.
    public let lower: Double

    /// The greatest value, itself included; may be infinite, and then only finite values are inside.
    public let upper: Double

    /// Whether ``lower`` itself is outside.
    public let lowerIsOpen: Bool

    /// Makes the interval from `lower` to `upper`; the two must be in order and neither NaN.
    public init(_ lower: Double, _ upper: Double, lowerIsOpen: Bool = false) {
        precondition(lower <= upper, "a domain's ends must be in order")
        self.lower = lower
        self.upper = upper
        self.lowerIsOpen = lowerIsOpen
    }

    /// Whether `value` is finite and inside.
    public func contains(_ value: Double) -> Bool {
        value.isFinite && value <= upper && (lowerIsOpen ? value > lower : value >= lower)
    }

    /// Parameter and token counts that the laws take: [1e6, 1e17], the paper's bounds (section 5 of the paper).
    public static let count = Domain(1e6, 1e17)

    /// All finite values above zero.
    public static let positive = Domain(0, .infinity, lowerIsOpen: true)
}

/// A value outside the domain of the quantity that it was given for.
public struct DomainError: Error, Hashable, Sendable {
    /// The quantity's name, as the called function's documentation spells it.
    public let quantity: String

    /// The value that was given; may be NaN or infinite.
    public let value: Double

    /// Where it should have been.
    public let domain: Domain

    /// Makes the error from its facts.
    public init(quantity: String, value: Double, domain: Domain) {
        self.quantity = quantity
        self.value = value
        self.domain = domain
    }
}

extension Domain {
    /// Passes `value` where it is inside.
    ///
    /// - Throws: ``DomainError`` with `quantity`, the value and this domain where it is not.
    func check(_ value: Double, _ quantity: String) throws(DomainError) {
        guard contains(value) else { throw DomainError(quantity: quantity, value: value, domain: self) }
    }
}
