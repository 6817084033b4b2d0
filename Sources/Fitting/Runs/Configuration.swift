import ScalingLaws

/// What the runs of one group have in common: the model that was trained, and for how long.
///
/// Runs of one configuration share what no law describes (the size's shape, its learning rate, its place in a sweep), so
/// they are no independent evidence.
struct Configuration: Hashable {
    let parameters: Double
    let tokens: Double
}

/// What every fit needs to know of a run, whatever its law.
protocol FittedRun: Sendable {
    var configuration: Configuration { get }
    /// The natural logarithm of the measured loss.
    var logLoss: Double { get }
}

extension Domain {
    /// `value`, where it is inside.
    func checked(_ value: Double, _ quantity: String) throws(DomainError) -> Double {
        guard contains(value) else { throw DomainError(quantity: quantity, value: value, domain: self) }
        return value
    }
}
