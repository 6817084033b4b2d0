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

    /// The route that a request with `head` is for.
    ///
    /// - Throws: ``Problem`` 404 or 405 where there is none.
    func match(_ head: HTTPRequest) throws -> RouteMatch {
        let target = head.path ?? "/"
        let path = Self.path(of: target)
        let method = head.method == .head ? .get : head.method
        let (route, values) = try find(method, path)
        return RouteMatch(route: route, path: values, query: target[path.endIndex...].dropFirst())
    }

    /// A target without its query; targets are ASCII.
    static func path(of target: String) -> Substring {
        target[..<(target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex)]
    }

    private func find(_ method: HTTPRequest.Method, _ path: Substring) throws -> (Route, [String: String]) {
        // As in the contract, a path without braces hides those that would match it: /laws/compare is no law's name.
        if let fixed = fixed[path] {
            guard let route = fixed.first(where: { $0.method == method }) else { throw Self.wrongMethod(fixed) }
            return (route, [:])
        }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        let matches = patterns.compactMap { route in route.match(segments).map { (route, $0) } }
        guard !matches.isEmpty else { throw Problem(.notFound, "There is nothing at this path.") }
        guard let match = matches.first(where: { $0.0.method == method }) else {
            throw Self.wrongMethod(matches.map(\.0))
        }
        return match
    }

    private static func wrongMethod(_ routes: [Route]) -> Problem {
        let methods = routes.flatMap { $0.method == .get ? ["GET", "HEAD"] : [$0.method.rawValue] }
        let allowed = methods.joined(separator: ", ")
        return Problem(.methodNotAllowed, "This path answers \(allowed).", fields: [.allow: allowed])
    }
}
