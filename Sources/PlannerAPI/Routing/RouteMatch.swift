import Foundation
import HTTPServer

/// The route that a request is for.
struct RouteMatch: Sendable {
    /// The route.
    let route: Route
    /// The values of the path's segments in braces.
    let path: [String: String]
    /// The query as it was sent.
    let query: Substring

    /// What the route is to be called with for `request`.
    ///
    /// - Throws: ``Problem`` 422 where the query is wrong.
    func call(_ request: ServerRequest) throws -> Call {
        var query: [String: String] = [:]
        var lists: [String: [String]] = [:]
        var faults: [Fault] = []
        for item in self.query.split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.removingPercentEncoding ?? String($0) }
            if !route.parameters.contains(parts[0]) {
                faults.append(Fault(query: parts[0], .unknownField(known: route.parameters)))
            } else if route.repeatable.contains(parts[0]) {
                lists[parts[0], default: []].append(parts.count == 2 ? parts[1] : "")
            } else if query.updateValue(parts.count == 2 ? parts[1] : "", forKey: parts[0]) != nil {
                faults.append(Fault(query: parts[0], .repeated))
            }
        }
        guard faults.isEmpty else { throw Problem(Faults(faults)) }
        return Call(request: request, path: path, query: query, lists: lists)
    }
}
