import HTTPTypes
import Synchronization

/// What a route has answered, and how long it took; each route has its own, so that no name is looked up for an answer.
final class RouteMetrics: Sendable {
    /// The route's method; HEAD counts as the GET that it asks for.
    let method: String
    /// The route's path with its segments in braces; empty where a request had no route.
    let template: String
    /// From a whole request to its answer, or to the head of an answer that is streamed.
    let durations = Histogram(bounds: bounds)

    private let expected: [Answers]
    private let others = Mutex<[Int: Int]>([:])

    private struct Answers: Sendable {
        let status: Int
        let count = Counter()
    }

    /// - Parameter statuses: those that are answered as a rule; any other is counted too, behind a lock.
    init(_ method: String, _ template: String, statuses: Set<Int>) {
        self.method = method
        self.template = template
        expected = statuses.sorted().map { Answers(status: $0) }
    }

    func count(_ status: Int, after duration: Duration) {
        durations.observe(duration)
        if let answers = expected.first(where: { $0.status == status }) {
            answers.count.add()
        } else {
            others.withLock { $0[status, default: 0] += 1 }
        }
    }

    /// How many answers had each status, by rising status.
    var answers: [(status: Int, count: Int)] {
        let rest = others.withLock { $0.map { (status: $0.key, count: $0.value) } }
        return (expected.map { ($0.status, $0.count.value) } + rest).sorted { $0.status < $1.status }
    }

    /// From 50 µs, twice what a plan takes, to a handler's deadline.
    private static let bounds = [
        5e-5, 1e-4, 2.5e-4, 5e-4, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]
}

/// What was answered to requests that have no route, by method.
///
/// A client may send any method, and a scraper keeps every label for ever: the unusual ones are one.
struct UnroutedMetrics: Sendable {
    /// By method, in a fixed order.
    let all: [RouteMetrics]

    private let other: RouteMetrics

    init() {
        let statuses: Set<Int> = [404, 405]
        let methods: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .options]
        let known = methods.map { RouteMetrics($0.rawValue, "", statuses: statuses) }
        other = RouteMetrics("other", "", statuses: statuses)
        all = known + [other]
    }

    subscript(method: HTTPRequest.Method) -> RouteMetrics {
        let name = method == .head ? HTTPRequest.Method.get.rawValue : method.rawValue
        return all.first { $0.method == name } ?? other
    }
}
