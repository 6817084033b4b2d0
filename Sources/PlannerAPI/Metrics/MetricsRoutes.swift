import Foundation
import HTTPServer
import HTTPTypes
import Store

/// `GET /metrics`: what Prometheus scrapes.
func metricsRoutes(
    _ metrics: ServiceMetrics, _ store: PlannerStore, _ readiness: Readiness, _ system: SystemFacts
) -> [Route] {
    [
        Route(.get, "/metrics", statuses: [200], isUntagged: true) { _ in
            var text = Exposition()
            text.service(isReady: readiness.troubles().isEmpty)
            text.answers(metrics)
            if let server = metrics.server { text.server(server) }
            text.work(metrics)
            // Where the database does not answer its numbers are missing, and distill_planner_ready says why.
            if let counts = try? store.counts() { text.database(counts) }
            text.files(of: store, system)
            if let process = system.process() { text.process(process) }
            return .bytes(text.bytes, type: Exposition.mediaType, fields: [.cacheControl: "no-store"])
        }
    ]
}

extension Exposition {
    fileprivate mutating func service(isReady: Bool) {
        family("distill_planner_build_info", .gauge, "What runs: always 1, with its version and schema as labels.") {
            $0.add(["version": ProgramVersion.current, "schema": PlannerStore.schema], 1)
        }
        single("distill_planner_ready", .gauge, "Whether /readyz would answer 200: 1 or 0.", isReady ? 1 : 0)
    }

    fileprivate mutating func answers(_ metrics: ServiceMetrics) {
        let routes = metrics.answers
        family(
            "distill_planner_http_requests_total", .counter,
            "Requests answered by a route, or by the lack of one (route is then empty); HEAD counts as GET."
        ) { samples in
            for route in routes {
                for (status, count) in route.answers {
                    samples.add(["route": route.template, "method": route.method, "status": String(status)], count)
                }
            }
        }
        family(
            "distill_planner_http_request_duration_seconds", .histogram,
            "From a request's last byte to its answer, or to the head of a streamed one; the wait for a worker counts."
        ) { samples in
            for route in routes {
                samples.add(["route": route.template, "method": route.method], route.durations)
            }
        }
        single(
            "distill_planner_http_requests_in_progress", .gauge,
            "Requests that a worker is answering, this one included.", Double(metrics.inProgress.value))
    }

    fileprivate mutating func server(_ counters: ServerCounters) {
        family(
            "distill_planner_http_refusals_total", .counter,
            "Requests that the server refused in place of a route, by reason; the connection closes."
        ) { samples in
            for refusal in Refusal.allCases {
                samples.add(["reason": refusal.rawValue], counters.refusals[refusal] ?? 0)
            }
        }
        single(
            "distill_planner_http_connections_open", .gauge, "Connections that are open.",
            Double(counters.connectionsOpen))
        single(
            "distill_planner_http_connections_accepted_total", .counter, "Connections that were accepted.",
            Double(counters.connectionsAccepted))
        single(
            "distill_planner_http_received_bytes_total", .counter, "Bytes read from clients.",
            Double(counters.bytesReceived))
        single(
            "distill_planner_http_sent_bytes_total", .counter, "Bytes taken by the system for clients.",
            Double(counters.bytesSent))
    }

    fileprivate mutating func work(_ metrics: ServiceMetrics) {
        family(
            "distill_planner_plan_duration_seconds", .histogram,
            "What the solver takes for an answer, a whole table where it is one, without reading and writing."
        ) { samples in
            for operation in SolverOperation.allCases {
                samples.add(["operation": operation.rawValue], metrics[operation].durations)
            }
        }
        family(
            "distill_planner_solver_evaluations_total", .counter,
            "Points of the loss curve that the certificates of answered plans state."
        ) { samples in
            for operation in SolverOperation.allCases where operation.tellsEvaluations {
                samples.add(["operation": operation.rawValue], metrics[operation].evaluations.value)
            }
        }
        family(
            "distill_planner_fit_duration_seconds", .histogram,
            "Work on a fit from its last beginning, by how it ended."
        ) { samples in
            for outcome in FitMetrics.Outcome.allCases {
                samples.add(["outcome": outcome.rawValue], metrics.fits[outcome])
            }
        }
    }

    fileprivate mutating func database(_ counts: StoreCounts) {
        family("distill_planner_fit_jobs", .gauge, "Fits that have not ended, by state.") { samples in
            samples.add(["state": "queued"], counts.queuedFits)
            samples.add(["state": "running"], counts.runningFits)
        }
        single("distill_planner_law_versions", .gauge, "Law versions in the database.", Double(counts.lawVersions))
        single("distill_planner_studies", .gauge, "Studies in the database.", Double(counts.studies))
        single(
            "distill_planner_runs_stored_total", .counter,
            "Runs ever stored in the database, those deleted since included.", Double(counts.storedRuns))
        single(
            "distill_planner_plans_kept_total", .counter, "Plans ever kept in the database.", Double(counts.keptPlans))
    }

    /// Nothing of a database in memory.
    fileprivate mutating func files(of store: PlannerStore, _ system: SystemFacts) {
        guard let path = store.path else { return }
        family("distill_planner_database_size_bytes", .gauge, "Bytes of the database's files.") { samples in
            samples.add(["file": "database"], system.fileSize(path) ?? 0)
            samples.add(["file": "wal"], system.fileSize(path + "-wal") ?? 0)
        }
        guard let disk = store.folder.flatMap(system.disk) else { return }
        single(
            "distill_planner_database_disk_free_bytes", .gauge, "Bytes left on the disk of the database.",
            Double(disk.freeBytes))
    }

    /// The names that Prometheus' own clients use.
    fileprivate mutating func process(_ facts: ProcessFacts) {
        single("process_resident_memory_bytes", .gauge, "Bytes of memory held.", Double(facts.residentBytes))
        single("process_cpu_seconds_total", .counter, "Seconds of processor time, user and system.", facts.cpuSeconds)
        single(
            "process_start_time_seconds", .gauge, "When the process was started, in seconds since 1970 in UTC.",
            facts.startSeconds)
        single("process_open_fds", .gauge, "Descriptors that are open.", Double(facts.openDescriptors))
        single("process_max_fds", .gauge, "Descriptors that may be open.", Double(facts.mostDescriptors))
    }
}
