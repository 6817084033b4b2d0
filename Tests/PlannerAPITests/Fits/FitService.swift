import Foundation
import HTTPServer
import HTTPTypes
import Logging
import PlannerAPI
import Store
import TestSupport
import Testing

/// A service with the study `s` of planted runs, and workers that are started where a test wants them.
struct FitService {
    let study: StudyService
    let store: PlannerStore
    let jobs: FitJobs

    /// - Parameter runs: a CSV file; those of a planted study otherwise.
    init(
        _ runs: String? = nil, logger: Logger? = nil, metrics: ServiceMetrics = ServiceMetrics()
    ) throws {
        store = try PlannerStore()
        jobs = Self.jobs(store, logger, metrics)
        study = try StudyService(Service(store: store, fits: jobs, metrics: metrics))
        try #require(
            study.take(runs ?? PlantedStudy(seed: 11, noise: .init(share: 0.002, outliers: 0.05)).csv).status == 200)
    }

    /// Workers of another start of the program.
    static func jobs(
        _ store: PlannerStore, _ logger: Logger? = nil, _ metrics: ServiceMetrics = ServiceMetrics()
    ) -> FitJobs {
        var silent = Logger(label: "tests")
        silent.logLevel = .critical
        return FitJobs(store: store, logger: logger ?? silent, metrics: metrics, now: { Service.time })
    }

    /// A request with as little work as a fit has, and `members` more.
    static func request(_ members: String...) -> String {
        let little = [
            #""starts": 4"#, #""profiles": false"#, #""leave_one_out": false"#, #""bootstrap": {"resamples": 4}"#,
        ]
        let names = members.compactMap { $0.split(separator: ":").first }
        let left = little.filter { !names.contains($0.split(separator: ":")[0]) }
        let law = names.contains(#""law""#) ? [] : [#""law": "supervised""#]
        return "{\((members + law + left).joined(separator: ", "))}"
    }

    /// A fit that takes longer than any test waits.
    static let long = request(#""bootstrap": {"resamples": 4096}"#, #""starts": 1000"#)

    /// What excludes a run.
    static let exclusion = #"{"excluded": true, "excluded_reason": "diverged"}"#

    func ask(_ body: String = request()) -> ServerResponse { study.send(.post, "/studies/s/fits", body) }

    /// The address of a fit that is accepted.
    func address(_ body: String = request()) throws -> String {
        let answer = ask(body)
        try #require(answer.status == 202, "\(answer.text)")
        return try answer.field("Location").unwrapped()
    }

    func show(_ address: String) throws -> JSONValue { try study.service.get(address).json() }

    func status(_ address: String) throws -> String? { try show(address).at("status").text }

    /// The fit once `condition` holds of it.
    func wait(for address: String, until condition: (JSONValue) throws -> Bool) throws -> JSONValue {
        // Fits run on what all others leave, which may be little for long on a machine that is busy: five minutes.
        for _ in 0..<30_000 {
            let fit = try show(address)
            if try condition(fit) { return fit }
            Thread.sleep(forTimeInterval: 0.01)
        }
        Issue.record("the fit does not get there: \(try show(address))")
        throw Waited()
    }

    struct Waited: Error {}

    func waitForEnd(_ address: String) throws -> JSONValue {
        try wait(for: address) { !["queued", "running"].contains(try $0.at("status").text) }
    }

    func waitUntilRunning(_ address: String) throws {
        _ = try wait(for: address) { try $0.at("status") == "running" }
    }

    /// What comes of a request, worked on at once.
    func result(_ body: String) throws -> JSONValue {
        let fit = try waitForEnd(try address(body))
        try #require(fit["status"] == "done", "\(fit)")
        return try fit.at("result")
    }

    /// Gives `body` a service whose `workers` work, and stops them behind it.
    static func working(
        _ runs: String? = nil, workers: Int = 1, _ body: (FitService) throws -> Void
    ) throws {
        let service = try FitService(runs)
        try service.jobs.start(workers: workers)
        defer { service.jobs.stop() }
        try body(service)
    }
}
