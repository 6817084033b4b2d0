import Foundation
import HTTPServer
import HTTPTypes
import Store

/// One thing that can be asked: a method on a path, and how it is answered.
///
/// A class, so that a request on its way takes one reference along.
final class Route: Sendable {
    /// How a route is answered.
    enum Action: Sendable {
        /// Reads or computes, and changes nothing.
        case answer(@Sendable (Call) throws -> ServerResponse)
        /// Changes what is kept: what can be worked out before is, and the ``Change`` is made in one transaction.
        case change(name: String, @Sendable (Call) throws -> Change)
    }

    /// Makes a change and says what came of it.
    typealias Change = () throws -> ServerResponse

    /// The method.
    let method: HTTPRequest.Method
    /// The path; a segment in braces stands for any one segment, and gives its name.
    let template: String
    /// What a caller must be allowed; nil where anybody may call.
    let scope: TokenScope?
    /// Every status that ``action`` answers with, beside those of ``allStatuses``.
    let statuses: Set<Int>
    /// The query parameters that it takes.
    let parameters: [String]
    /// Those of them that may be given more than once.
    let repeatable: Set<String>
    /// Answers a call.
    let action: Action
    /// What it has answered.
    let metrics: RouteMetrics

    private let segments: [Substring]

    /// A route that reads or computes.
    convenience init(
        _ method: HTTPRequest.Method, _ template: String, scope: TokenScope? = .read, statuses: Set<Int>,
        parameters: [String] = [], repeatable: Set<String> = [], isUntagged: Bool = false,
        _ respond: @escaping @Sendable (Call) throws -> ServerResponse
    ) {
        self.init(method, template, scope, statuses, parameters, repeatable, isUntagged, .answer(respond))
    }

    /// A route that changes something, which the audit trail calls `name`.
    convenience init(
        _ method: HTTPRequest.Method, _ template: String, changes name: String, scope: TokenScope = .write,
        statuses: Set<Int>, parameters: [String] = [], repeatable: Set<String> = [],
        _ prepare: @escaping @Sendable (Call) throws -> Change
    ) {
        self.init(method, template, scope, statuses, parameters, repeatable, false, .change(name: name, prepare))
    }

    private init(
        _ method: HTTPRequest.Method, _ template: String, _ scope: TokenScope?, _ statuses: Set<Int>,
        _ parameters: [String], _ repeatable: Set<String>, _ isUntagged: Bool, _ action: Action
    ) {
        self.method = method
        self.template = template
        self.scope = scope
        self.statuses = statuses
        self.parameters = parameters
        self.repeatable = repeatable
        self.isUntagged = isUntagged
        self.action = action
        metrics = RouteMetrics(
            method.rawValue, template, statuses: statuses.union([304, 401, 403, 409, 412, 422, 429]))
        segments = template.split(separator: "/", omittingEmptySubsequences: false)
    }

    /// Every status that the route is answered with, but those that any path may have; `openapi.yaml` lists the same.
    var allStatuses: Set<Int> {
        var all = statuses
        if let scope { all.formUnion(scope > .read ? [401, 403, 429] : [401, 429]) }
        if isTagged { all.insert(304) }
        if changes { all.insert(422) }
        if takesIfMatch { all.insert(412) }
        return all
    }

    /// Whether answers have an entity tag: those that read what is kept, but for streams and what changes all the time.
    var isTagged: Bool { method == .get && scope != nil && !isUntagged }

    private let isUntagged: Bool

    /// Whether a change may be bound to what its path shows.
    var takesIfMatch: Bool { changes && method != .post }

    /// Whether it changes what is kept.
    var changes: Bool {
        if case .change = action { true } else { false }
    }

    /// Whether the template stands for one path only.
    var isFixed: Bool { !template.contains("{") }

    /// The values of the segments in braces where `segments` are this route's; nil where they are not.
    func match(_ segments: [Substring]) -> [String: String]? {
        guard self.segments.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (pattern, segment) in zip(self.segments, segments) {
            if pattern.first == "{" {
                guard let value = segment.removingPercentEncoding, !value.isEmpty else { return nil }
                values[String(pattern.dropFirst().dropLast())] = value
            } else if pattern != segment {
                return nil
            }
        }
        return values
    }
}

/// A request on its way through a route.
struct Call: Sendable {
    /// The request.
    let request: ServerRequest
    /// The values of the path's segments in braces.
    let path: [String: String]
    /// The query, by name.
    let query: [String: String]
    /// The values of those parameters that may be given more than once, by name.
    let lists: [String: [String]]

    /// The body as JSON.
    ///
    /// - Throws: ``Problem`` 400 where it is not JSON.
    func json() throws -> JSONValue {
        do {
            return try JSONParser.parse(request.body)
        } catch {
            throw Problem(error)
        }
    }

    /// Refuses a body that does not call itself JSON: a web page cannot send one that does without asking.
    ///
    /// - Throws: ``Problem`` 415.
    func requireJSONType() throws {
        guard contentType == "application/json" else {
            throw Problem(.unsupportedMediaType, "A write needs the header Content-Type: application/json.")
        }
    }

    /// The media type that the body calls itself, without its parameters; nil where it says none.
    var contentType: String? { request.head.contentType }
}

extension HTTPRequest {
    /// The media type that the body calls itself, without its parameters; nil where it says none.
    var contentType: String? {
        headerFields[.contentType]?.split(separator: ";").first?.trimmingSpaces.lowercased()
    }
}

extension ServerResponse {
    /// 200 or another good `status` with a tree.
    static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, fields: HTTPFields = [:]
    ) -> ServerResponse {
        .bytes(value.bytes, type: "application/json", status: status, fields: fields)
    }

    /// 200 or another good `status` with bytes of a media `type`.
    static func bytes(
        _ body: [UInt8], type: String, status: HTTPResponse.Status = .ok, fields: HTTPFields = [:]
    ) -> ServerResponse {
        var fields = fields
        fields[.contentType] = type
        return ServerResponse(head: HTTPResponse(status: status, headerFields: fields), body: body)
    }
}

extension Substring {
    var trimmingSpaces: Substring {
        guard let first = firstIndex(where: { $0 != " " && $0 != "\t" }),
            let last = lastIndex(where: { $0 != " " && $0 != "\t" })
        else { return "" }
        return self[first...last]
    }
}
