public import Foundation
public import HTTPServer
public import HTTPTypes
public import Logging
public import Planning
public import Store

/// The service: routes over a database, from a request to its answer.
public struct PlannerApplication: Sendable {
    private let router: Router
    private let logger: Logger

    /// Makes the service.
    ///
    /// - Parameters:
    ///   - store: the database; its laws answer.
    ///   - logger: gets what went wrong inside, at level error; answers say nothing of it.
    ///   - accelerators: the devices that plans can be told in hours of.
    ///   - now: the time at which something is kept.
    ///   - makeIdentifier: a new identifier, never the same twice, of characters that a URL takes as they are.
    public init(
        store: PlannerStore, logger: Logger, accelerators: AcceleratorTable = .builtIn,
        now: @escaping @Sendable () -> Date = { Date() },
        makeIdentifier: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() }
    ) {
        self.logger = logger
        router = Router(
            routes: planRoutes(store: store, accelerators: accelerators) + tableRoutes(store)
                + savedPlanRoutes(store: store, accelerators: accelerators, now: now, makeIdentifier: makeIdentifier)
                + lawRoutes(store) + aliasRoutes(store, now: now)
                + comparisonRoutes(store, accelerators) + operationRoutes(store))
    }

    /// Method, path template and statuses of every route, as `openapi.yaml` must list them.
    package var contract: [(method: String, template: String, statuses: Set<Int>, parameters: [String])] {
        router.routes.map { ($0.method.rawValue, $0.template, $0.statuses, $0.parameters) }
    }

    /// The answer to `request`; every failure is a problem document (RFC 9457).
    public func respond(to request: ServerRequest) -> ServerResponse {
        let path = request.head.path.map { String($0.prefix { $0 != "?" }) }
        var template: String?
        var response: ServerResponse
        do {
            let match = try router.match(request)
            template = match.route.template
            response = try match.route.respond(match.call())
        } catch {
            response = explain(error, at: path)
        }
        response.route = template
        return response
    }

    private func explain(_ error: any Error, at path: String?) -> ServerResponse {
        switch error {
        case let problem as Problem:
            return problem.response(instance: path)
        case is StoreBusy:
            return Problem(
                .serviceUnavailable, "Another program holds the database; try again.", fields: [.retryAfter: "1"]
            ).response(instance: path)
        default:
            logger.error("a route failed", metadata: ["path": "\(path ?? "")", "error": "\(error)"])
            return Problem(.internalServerError, "The server failed; its log says why.").response(instance: path)
        }
    }

    /// How many bytes a body may have, where that is not the server's own limit: a law comes with up to 4096 draws.
    @Sendable public static func bodyLimit(_ request: HTTPRequest) -> Int? {
        request.path == "/laws" ? lawBodyLimit : nil
    }

    static let lawBodyLimit = 8 * 1024 * 1024

    /// The answer to what the server refuses in place of a route, by its `limits`.
    public static func respond(to refusal: Refusal, limits: ServerLimits) -> ServerResponse {
        Problem(refusal, limits).response(instance: nil)
    }
}
