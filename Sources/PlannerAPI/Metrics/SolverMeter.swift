import HTTPServer

/// An operation whose answer the solver works out.
enum SolverOperation: String, CaseIterable, Sendable {
    case plan
    case savedPlan = "plans"
    case comparison = "compare"
    case predict
    case frontier
    case crossover
    case map

    init(_ question: TableQuestion) {
        switch question {
        case .predict: self = .predict
        case .frontier: self = .frontier
        case .crossover: self = .crossover
        case .map: self = .map
        }
    }

    /// Whether its plans say how many points the search looked at: the searches for a crossover do not, and a prediction
    /// searches for nothing.
    var tellsEvaluations: Bool { self != .predict && self != .crossover }
}

/// How long the solver takes for an operation, and how many points it looks at.
final class SolverMeter: Sendable {
    /// For a whole answer, without the time in which it was read, written and sent.
    let durations = Histogram(bounds: bounds)
    /// The evaluations that the certificates of the plans state.
    let evaluations = Counter()

    private let now: @Sendable () -> ContinuousClock.Instant

    init(now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.now = now
    }

    /// What `solve` finds, timed; a question without an answer took its time too.
    func measure<Value, Failure>(_ solve: () throws(Failure) -> Value) throws(Failure) -> Value {
        let start = now()
        defer { durations.observe(now() - start) }
        return try solve()
    }

    /// A table whose rows are timed as they are worked out: one duration for all, once the last is there.
    func measuring(_ table: TableAnswer) -> TableAnswer {
        let spent = Counter()
        return table.with { [self] index in
            let start = now()
            let row = table.row(index)
            spent.add((now() - start).wholeNanoseconds)
            evaluations.add(row.evaluations)
            if index == table.count - 1 { durations.observe(.nanoseconds(spent.value)) }
            return row
        }
    }

    /// From 10 µs, half a plan, to beyond a handler's deadline: a table has many pieces, each with its own.
    private static let bounds = [
        1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
        30, 60, 300,
    ]
}
