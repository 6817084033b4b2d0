import Foundation
import HTTPServer
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import PlannerAPI

@Suite struct `The metrics` {
    private static let plan = #"{"budget_flops": 1e21, "student": {"params": "1B"}}"#

    @Test func `count answers by route, method and status`() throws {
        let service = try Service()
        for _ in 0..<3 { _ = service.plan(Self.plan) }
        _ = service.plan("{")
        _ = service.plan("{}")
        _ = service.get("/plans/nosuch")
        _ = service.send(.head, "/healthz")
        _ = service.get("/healthz?nosuch=1")
        let scrape = try Scrape(service)
        func count(_ route: String, _ method: String, _ status: Int) throws -> Double {
            try scrape[#"http_requests_total{route="\#(route)",method="\#(method)",status="\#(status)"}"#]
        }
        #expect(try count("/plan", "POST", 200) == 3)
        #expect(try count("/plan", "POST", 400) == 1)
        #expect(try count("/plan", "POST", 422) == 1)
        #expect(try count("/plans/{id}", "GET", 404) == 1)
        #expect(try count("/healthz", "GET", 200) == 1)
        #expect(try count("/healthz", "GET", 422) == 1)
        #expect(try count("/metrics", "GET", 200) == 0)
        #expect(try scrape["http_requests_in_progress"] == 1)
        #expect(
            try scrape[#"http_request_duration_seconds_count{route="/plan",method="POST"}"#] == 5)
    }

    @Test func `keep one label for all methods that nobody should send`() throws {
        let service = try Service()
        for number in 0..<50 {
            _ = service.send(try #require(HTTPRequest.Method(rawValue: "ODD\(number)")), "/nosuch")
        }
        _ = service.get("/nosuch/\(UUID())")
        _ = service.send(.delete, "/plan")
        let scrape = try Scrape(service)
        #expect(try scrape[#"http_requests_total{route="",method="other",status="404"}"#] == 50)
        #expect(try scrape[#"http_requests_total{route="",method="GET",status="404"}"#] == 1)
        #expect(try scrape[#"http_requests_total{route="",method="DELETE",status="405"}"#] == 1)
        #expect(!scrape.samples.keys.contains { $0.contains("ODD") || $0.contains("nosuch") })
    }

    @Test func `take the time from a request's arrival, so that waiting counts`() throws {
        let clock = ManualClock()
        let service = try Service(metrics: ServiceMetrics(clock: clock.server))
        let arrival = clock.now
        clock.advance(by: .milliseconds(1500))
        _ = service.send(.get, "/healthz", receivedAt: arrival)
        let scrape = try Scrape(service)
        let labels = #"route="/healthz",method="GET""#
        #expect(try scrape["http_request_duration_seconds_sum{\(labels)}"] == 1.5)
        #expect(try scrape["http_request_duration_seconds_bucket{\(labels),le=\"1\"}"] == 0)
        #expect(try scrape["http_request_duration_seconds_bucket{\(labels),le=\"2.5\"}"] == 1)
        #expect(try scrape["http_request_duration_seconds_bucket{\(labels),le=\"+Inf\"}"] == 1)
    }

    @Test func `put a duration on a bound below it`() {
        let histogram = Histogram(bounds: [0.001, 1])
        for duration in [Duration.milliseconds(1), .nanoseconds(1_000_001), .seconds(2), .seconds(-1)] {
            histogram.observe(duration)
        }
        #expect(histogram.snapshot == .init(cumulative: [2, 3], count: 4, sum: 2.002000001))
    }

    @Test func `lose nothing of what many threads count`() {
        let route = RouteMetrics("GET", "/", statuses: [200])
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<10_000 {
                route.count(200, after: .microseconds(1))
                route.count(599, after: .microseconds(1))
            }
        }
        #expect(route.answers.map(\.status) == [200, 599])
        #expect(route.answers.map(\.count) == [40_000, 40_000])
        #expect(route.durations.snapshot.count == 80_000)
        #expect(abs(route.durations.snapshot.sum - 0.08) < 1e-12)
    }

    /// The clock moves on by 1 ms whenever somebody looks: a plan is timed by two looks, and so is each row of a table.
    @Test func `time the solver alone, and count what it looked at`() throws {
        let service = try Service(metrics: ServiceMetrics(clock: ManualClock(step: .milliseconds(1)).server))
        let answer = try service.plan(Self.plan).json()
        let evaluations = try answer.at("solver", "evaluations").double.unwrapped()
        _ = service.plan(Self.plan)
        _ = service.plan("{}")
        let frontier = service.send(.post, "/frontier", Array(#"{"budgets": [1e20, 1e21, 1e22]}"#.utf8))
        #expect(frontier.status == 200)
        #expect(try Scrape(service)[#"plan_duration_seconds_count{operation="frontier"}"#] == 0)
        _ = try frontier.whole()
        let scrape = try Scrape(service)
        #expect(try scrape[#"plan_duration_seconds_count{operation="plan"}"#] == 2)
        #expect(try scrape[#"plan_duration_seconds_sum{operation="plan"}"#] == 0.002)
        #expect(try scrape[#"solver_evaluations_total{operation="plan"}"#] == 2 * evaluations)
        #expect(try scrape[#"plan_duration_seconds_count{operation="frontier"}"#] == 1)
        #expect(try scrape[#"plan_duration_seconds_sum{operation="frontier"}"#] == 0.003)
        #expect(try scrape[#"solver_evaluations_total{operation="frontier"}"#] > 0)
        #expect(scrape.samples[#"distill_planner_solver_evaluations_total{operation="predict"}"#] == nil)
    }

    @Test func `time a question without an answer too`() throws {
        let service = try Service()
        #expect(service.plan(#"{"budget_flops": 1e15, "student": {"params": "1T", "tokens": "1T"}}"#).status == 422)
        #expect(try Scrape(service)[#"plan_duration_seconds_count{operation="plan"}"#] == 1)
    }

    @Test func `have the server's own numbers once it is told of`() throws {
        let metrics = ServiceMetrics()
        let service = try Service(metrics: metrics)
        #expect(try Scrape(service).types["distill_planner_http_refusals_total"] == nil)
        metrics.watch {
            ServerCounters(
                connectionsAccepted: 9, connectionsOpen: 2, requests: 7, bytesReceived: 100, bytesSent: 200,
                refusals: [.tooBusy: 3])
        }
        let scrape = try Scrape(service)
        #expect(try scrape[#"http_refusals_total{reason="too-busy"}"#] == 3)
        #expect(try scrape[#"http_refusals_total{reason="missing-host"}"#] == 0)
        #expect(try scrape["http_connections_accepted_total"] == 9)
        #expect(try scrape["http_connections_open"] == 2)
        #expect(try scrape["http_received_bytes_total"] == 100)
        #expect(try scrape["http_sent_bytes_total"] == 200)
    }

    @Test func `go on without a database, and say that it is gone`() throws {
        let folder = try TemporaryFolder()
        let service = try Service(store: try PlannerStore(path: folder.path()))
        #expect(try Scrape(service)["ready"] == 1)
        #expect(try Scrape(service)["law_versions"] == 7)
        try service.store.close()
        let scrape = try Scrape(service)
        #expect(try scrape["ready"] == 0)
        #expect(scrape.types["distill_planner_law_versions"] == nil)
        #expect(try scrape[#"http_requests_total{route="/metrics",method="GET",status="200"}"#] == 2)
    }

    @Test func `tell the facts of the machine`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path()
        let system = SystemFacts(
            disk: { _ in DiskFacts(isReadOnly: false, freeBytes: 1 << 40) },
            fileSize: { $0 == path ? 4096 : $0 == path + "-wal" ? 777 : nil },
            process: {
                ProcessFacts(
                    residentBytes: 5, cpuSeconds: 0.25, startSeconds: 1.5, openDescriptors: 6, mostDescriptors: 7)
            })
        let service = try Service(store: try PlannerStore(path: path), system: system)
        let scrape = try Scrape(service)
        #expect(try scrape[#"database_size_bytes{file="database"}"#] == 4096)
        #expect(try scrape[#"database_size_bytes{file="wal"}"#] == 777)
        #expect(try scrape["database_disk_free_bytes"] == 1_099_511_627_776)
        let process = ["resident_memory_bytes": 5, "cpu_seconds_total": 0.25, "start_time_seconds": 1.5]
        for (name, value) in process { #expect(scrape.samples["process_" + name] == value) }
        #expect(scrape.samples["process_open_fds"] == 6)
        #expect(scrape.samples["process_max_fds"] == 7)
    }

    @Test func `of this process are what the system says`() throws {
        let facts = try #require(SystemFacts.system.process())
        #expect((1 << 20...1 << 40).contains(facts.residentBytes))
        #expect(facts.cpuSeconds > 0)
        #expect(facts.startSeconds > 1_700_000_000 && facts.startSeconds <= Date().timeIntervalSince1970 + 1)
        #expect(facts.openDescriptors >= 3 && facts.openDescriptors <= facts.mostDescriptors)
    }

    @Test func `time fits by how they ended, and show what waits`() throws {
        let clock = ManualClock(step: .seconds(1))
        let metrics = ServiceMetrics(clock: clock.server)
        let fits = try FitService(metrics: metrics)
        let service = fits.study.service
        _ = try fits.address()
        #expect(try Scrape(service)[#"fit_jobs{state="queued"}"#] == 1)
        let before = clock.now
        fits.jobs.finish()
        // Looking at the clock takes a second, and it is looked at between here, the fit's begin, its end, and here.
        let seconds = (clock.now - before) / .seconds(1) - 2
        let scrape = try Scrape(service)
        #expect(try scrape[#"fit_jobs{state="queued"}"#] == 0)
        #expect(try scrape[#"fit_duration_seconds_count{outcome="done"}"#] == 1)
        #expect(try scrape[#"fit_duration_seconds_sum{outcome="done"}"#] == seconds)
        #expect(try scrape[#"fit_duration_seconds_count{outcome="failed"}"#] == 0)
        #expect(try scrape["studies"] == 1)
        #expect(try scrape["runs_stored_total"] > 0)
    }
}
