/// How long fits took, by how they ended.
struct FitMetrics: Sendable {
    /// How the work on a fit ended.
    enum Outcome: String, CaseIterable, Sendable {
        /// With a result.
        case done
        /// Without one, for good.
        case failed
        /// Somebody gave it up meanwhile.
        case cancelled
        /// The program ended; it begins again at the next start.
        case interrupted
    }

    private let durations: [Outcome: Histogram]
    private let now: @Sendable () -> ContinuousClock.Instant

    init(now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.now = now
        durations = Dictionary(
            uniqueKeysWithValues: Outcome.allCases.map { ($0, Histogram(bounds: Self.bounds)) })
    }

    subscript(_ outcome: Outcome) -> Histogram {
        guard let histogram = durations[outcome] else { preconditionFailure("every outcome has a histogram") }
        return histogram
    }

    /// What `work` comes to, timed under its `outcome`.
    func measure<Value>(as outcome: KeyPath<Value, Outcome>, _ work: () -> Value) -> Value {
        let start = now()
        let value = work()
        self[value[keyPath: outcome]].observe(now() - start)
        return value
    }

    /// From a fit of few runs without a bootstrap to one of a night.
    private static let bounds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400, 43_200]
}
