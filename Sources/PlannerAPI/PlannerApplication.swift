public import Foundation
public import HTTPServer
public import HTTPTypes
public import Logging
public import Planning
public import Store

/// The service: routes over a database, from a request to its answer.
public struct PlannerApplication: Sendable {
    private let router: Router
    private let access: Access
    private let origins: Origins
    private let desk: ChangeDesk
    private let logger: Logger
    private let metrics: ServiceMetrics

    /// Makes the service.
    ///
    /// - Parameters:
    ///   - store: the database; its laws answer.
    ///   - logger: gets what went wrong inside, at level error; answers say nothing of it.
    ///   - accelerators: the devices that plans can be told in hours of.
    ///   - fits: works on the fits that are asked for, once it is started.
    ///   - metrics: counts what is answered; it belongs to this service alone.
    ///   - system: where the facts of the disk and the process come from.
    ///   - rules: who is let in, and how often.
    ///   - page: the files that are shown to people, to whoever asks.
    ///   - now: the time at which something is kept.
    ///   - makeIdentifier: a new identifier, never the same twice, of characters that a URL takes as they are.
    public init(
        store: PlannerStore, logger: Logger, accelerators: AcceleratorTable = .builtIn, fits: FitJobs? = nil,
        metrics: ServiceMetrics = ServiceMetrics(), system: SystemFacts = .system,
        rules: AccessRules = .everybody, page: [PageFile] = [],
        now: @escaping @Sendable () -> Date = { Date() },
        makeIdentifier: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() }
    ) {
        self.logger = logger
        self.metrics = metrics
        let readiness = Readiness(store: store, system: system, now: metrics.clock.now)
        access = Access(rules: rules, store: store, now: now, instant: metrics.clock.now)
        origins = Origins(allowed: rules.allowedOrigins)
        desk = ChangeDesk(
            store: store, now: now, clock: SteadyClock(now: now, instant: metrics.clock.now, logger: logger))
        router = Router(
            routes: planRoutes(store: store, accelerators: accelerators, metrics: metrics) + tableRoutes(store, metrics)
                + pictureRoutes(store, metrics)
                + savedPlanRoutes(
                    store: store, accelerators: accelerators, metrics: metrics, now: now,
                    makeIdentifier: makeIdentifier)
                + lawRoutes(store) + aliasRoutes(store, now: now) + comparisonRoutes(store, accelerators, metrics)
                + studyRoutes(store: store, now: now) + runRoutes(store: store) + nextRoutes(store, accelerators)
                + fitRoutes(
                    store: store, jobs: fits ?? FitJobs(store: store, logger: logger, metrics: metrics), now: now,
                    makeIdentifier: makeIdentifier)
                + tokenRoutes(store: store, access: access, now: now) + auditRoutes(store)
                + backupRoutes(store, now: now) + operationRoutes(readiness) + pageRoutes(page)
                + metricsRoutes(metrics, store, readiness, system))
        metrics.watch(routes: router.routes)
    }

    /// Method, path template and statuses of every route, as `openapi.yaml` must list them.
    package var contract: [(method: String, template: String, statuses: Set<Int>, parameters: [String])] {
        router.routes.map { ($0.method.rawValue, $0.template, $0.allStatuses, $0.parameters) }
    }

    /// Writes down what is still to be: when tokens were last used.
    public func settle() { access.tokens.settle() }

    /// The answer to `request`; every failure is a problem document (RFC 9457).
    public func respond(to request: ServerRequest) -> ServerResponse {
        let start = metrics.begin(request)
        var route: Route?
        var fields = HTTPFields()
        var response: ServerResponse
        do {
            if let answer = origins.preflight(request) {
                response = answer
            } else {
                let match = try router.match(request.head)
                route = match.route
                let admission = try access.admit(request, to: match.route.scope)
                fields = admission.fields
                response = try answer(match, request, admission.caller)
            }
        } catch {
            response = explain(error, at: request.head.path.map { String(Router.path(of: $0)) })
        }
        response.route = route?.template
        for field in fields { response.head.headerFields[field.name] = field.value }
        origins.open(&response, to: request)
        metrics.end(request, at: route, response, since: start)
        return response
    }

    private func answer(
        _ match: RouteMatch, _ request: ServerRequest, _ caller: Caller
    ) throws -> ServerResponse {
        let call = try match.call(request)
        switch match.route.action {
        case .answer(let respond):
            var response = try respond(call)
            guard match.route.isTagged else { return response }
            response.tag()
            return response.unlessKnown(to: request)
        case .change(let name, let prepare):
            let order = ChangeDesk.Order(route: match.route, name: name, call: call, caller: caller) {
                try shown(at: request)
            }
            return try desk.make(order, prepare)
        }
    }

    /// What the path of `request` shows at present.
    private func shown(at request: ServerRequest) throws -> ServerResponse {
        let head = HTTPRequest(
            method: .get, scheme: request.head.scheme, authority: request.head.authority, path: request.head.path)
        let reading = ServerRequest(head: head, peer: request.peer)
        return try answer(router.match(head), reading, .local)
    }

    private func explain(_ error: any Error, at path: String?) -> ServerResponse {
        switch error {
        case let problem as Problem:
            return problem.response(instance: path)
        case is StoreBusy:
            return Problem(
                .serviceUnavailable, "Others write to the database for long; nothing was changed. Try again.",
                fields: [.retryAfter: "1"]
            ).response(instance: path)
        case let failure as StoreFailure:
            logger.error("the database failed", metadata: ["path": "\(path ?? "")", "error": "\(failure)"])
            return Problem(failure).response(instance: path)
        case let error as BackupError:
            logger.error("the database was not copied", metadata: ["error": "\(error)"])
            return Problem(error).response(instance: path)
        case let missing as StudyMissing:
            return Problem(.notFound, "No study has the identifier \"\(missing.id.prefix(80))\".")
                .response(instance: path)
        default:
            logger.error("a route failed", metadata: ["path": "\(path ?? "")", "error": "\(error)"])
            return Problem(.internalServerError, "The server failed; its log says why.").response(instance: path)
        }
    }

    /// Whether a request with `head` changes something: it may wait for others that do.
    ///
    /// For any thread.
    public func mayTakeLong(_ head: HTTPRequest) -> Bool {
        guard head.method != .get, let match = try? router.match(head) else { return false }
        return match.route.changes
    }

    /// How many bytes of content a request may have where it is not the server's limit: an import has its own, and a law
    /// comes with up to 4096 draws.
    public static func bodyLimit(_ request: HTTPRequest) -> Int? {
        request.path == "/laws" ? lawBodyLimit : RunImport.bodyLimit(request)
    }

    static let lawBodyLimit = 8 * 1024 * 1024

    /// The answer to what the server refuses in place of a route, by its `limits`.
    public static func respond(to refusal: Refusal, limits: ServerLimits) -> ServerResponse {
        Problem(refusal, limits).response(instance: nil)
    }
}
