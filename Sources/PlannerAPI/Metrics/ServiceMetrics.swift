public import HTTPServer
import HTTPTypes
import Synchronization

/// What the service counts of itself, from its start.
///
/// One value for a program: the application, the fits and the server are told of it. What can be read when somebody asks,
/// such as the sizes of files, is not counted here.
public final class ServiceMetrics: Sendable {
    let clock: ServerClock
    let inProgress = Counter()
    let unrouted = UnroutedMetrics()
    let fits: FitMetrics

    private let solver: [SolverOperation: SolverMeter]
    private let routeMetrics = SetOnce<[RouteMetrics]>()
    private let serverCounters = SetOnce<@Sendable () -> ServerCounters>()

    /// Begins to count.
    ///
    /// - Parameter clock: where durations are taken from; it must be that of the server.
    public init(clock: ServerClock = .system) {
        self.clock = clock
        fits = FitMetrics(now: clock.now)
        solver = Dictionary(uniqueKeysWithValues: SolverOperation.allCases.map { ($0, SolverMeter(now: clock.now)) })
    }

    /// Has the server's own numbers among the metrics from here on; once for a value.
    ///
    /// - Parameter counters: the server's, such as `{ server.counters }`; called for every scrape, on any thread.
    public func watch(_ counters: @escaping @Sendable () -> ServerCounters) { serverCounters.set(counters) }

    /// The numbers of the server; nil where there is none.
    var server: ServerCounters? { serverCounters.value?() }

    /// The routes whose numbers are written down; set once.
    func watch(routes: [Route]) { routeMetrics.set(routes.map(\.metrics)) }

    /// What was answered, by route, and behind them without one.
    var answers: [RouteMetrics] { (routeMetrics.value ?? []) + unrouted.all }

    /// How long answers took in all, in seconds.
    var answeringSeconds: Double { answers.reduce(0) { $0 + $1.durations.seconds } }

    /// The meter of an operation.
    subscript(_ operation: SolverOperation) -> SolverMeter {
        guard let meter = solver[operation] else { preconditionFailure("every operation has a meter") }
        return meter
    }

    /// Takes note that a request is being answered; returns when it was whole.
    func begin(_ request: ServerRequest) -> ContinuousClock.Instant {
        inProgress.add()
        return request.receivedAt ?? clock.now()
    }

    /// Takes note of the answer to a request that was whole at `start`.
    func end(
        _ request: ServerRequest, at route: Route?, _ response: ServerResponse, since start: ContinuousClock.Instant
    ) {
        let metrics = route?.metrics ?? unrouted[request.head.method]
        metrics.count(response.head.status.code, after: clock.now() - start)
        inProgress.add(-1)
    }
}

/// A value that is there only later, and then for good.
private final class SetOnce<Value: Sendable>: Sendable {
    private let stored = Mutex<Value?>(nil)

    var value: Value? { stored.withLock { $0 } }

    func set(_ value: Value) {
        stored.withLock { stored in
            precondition(stored == nil, "it is set once")
            stored = value
        }
    }
}
