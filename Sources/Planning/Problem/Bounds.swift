public import ScalingLaws

/// The least and the greatest value that a variable of the plan may take.
public struct Bounds: Hashable, Sendable {
    /// The least value, itself allowed.
    public let lower: Double
    /// The greatest value, itself allowed.
    public let upper: Double

    /// Makes bounds for a count of parameters or tokens.
    ///
    /// - Throws: `DomainError` named `lower` or `upper` where one is outside `Domain.count`, or `upper` below `lower`.
    public init(_ lower: Double, _ upper: Double) throws(DomainError) {
        guard Domain.count.contains(lower) else {
            throw DomainError(quantity: "lower", value: lower, domain: .count)
        }
        guard upper >= lower, Domain.count.contains(upper) else {
            throw DomainError(quantity: "upper", value: upper, domain: Domain(lower, Domain.count.upper))
        }
        self.lower = lower
        self.upper = upper
    }

    private init(domain: Domain) {
        lower = domain.lower
        upper = domain.upper
    }

    /// Bounds that leave one `value`, which must be in `Domain.count`.
    ///
    /// - Throws: `DomainError` where it is not.
    public static func fixed(_ value: Double) throws(DomainError) -> Bounds { try Bounds(value, value) }

    /// All that the laws take: [1e6, 1e17].
    public static let all = Bounds(domain: .count)

    /// Whether one value alone is allowed.
    public var isFixed: Bool { lower == upper }
}
