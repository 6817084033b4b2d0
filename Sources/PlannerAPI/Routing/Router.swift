import Foundation
import HTTPServer
import HTTPTypes

/// Finds the route of a request.
///
/// Paths are compared byte for byte: `//plan`, `/plan/` and `/a/../plan` are other paths, which do not exist.
/// Only a segment that a template names in braces is percent-decoded.
struct Router: Sendable {
    /// All routes.
    let routes: [Route]

    /// Those whose template names no segment, by path.
    private let fixed: [Substring: [Route]]

    private let patterns: [Route]

    init(routes: [Route]) {
        self.routes = routes
        fixed = Dictionary(grouping: routes.filter(\.isFixed)) { $0.template[...] }
        patterns = routes.filter { !$0.isFixed }
    }

    /// The route that `request` is for, and what it is to be called with.
    ///
    /// - Throws: ``Problem`` 404, 405 or 422 where there is none or its query is wrong.
    func route(_ request: ServerRequest) throws -> (Route, Call) {
        let target = request.head.path ?? "/"
        let path = target.prefix { $0 != "?" }
        let method = request.head.method == .head ? .get : request.head.method
        let (route, values) = try find(method, path)
        let query = try Self.query(target[path.endIndex...].dropFirst(), route)
        return (route, Call(request: request, path: values, query: query))
    }

    private func find(_ method: HTTPRequest.Method, _ path: Substring) throws -> (Route, [String: String]) {
        let fixed = fixed[path] ?? []
        if let route = fixed.first(where: { $0.method == method }) { return (route, [:]) }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        let matches = patterns.compactMap { route in route.match(segments).map { (route, $0) } }
        if let match = matches.first(where: { $0.0.method == method }) { return match }
        guard !fixed.isEmpty || !matches.isEmpty else { throw Problem(.notFound, "There is nothing at this path.") }
        throw Self.wrongMethod((fixed + matches.map(\.0)).map(\.method))
    }

    private static func wrongMethod(_ methods: [HTTPRequest.Method]) -> Problem {
        let allowed = methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }.joined(separator: ", ")
        return Problem(.methodNotAllowed, "This path answers \(allowed).", fields: [.allow: allowed])
    }

    private static func query(_ text: Substring, _ route: Route) throws -> [String: String] {
        var query: [String: String] = [:]
        var faults: [Fault] = []
        for item in text.split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.removingPercentEncoding ?? String($0) }
            if !route.parameters.contains(parts[0]) {
                faults.append(Fault(query: parts[0], .unknownField(known: route.parameters)))
            } else if query.updateValue(parts.count == 2 ? parts[1] : "", forKey: parts[0]) != nil {
                faults.append(Fault(query: parts[0], .repeated))
            }
        }
        guard faults.isEmpty else { throw Problem(Faults(faults)) }
        return query
    }
}
