import Foundation
import HTTPServer
import HTTPTypes

/// One thing that can be asked: a method on a path, and how it is answered.
///
/// A class, so that a request on its way takes one reference along.
final class Route: Sendable {
    /// The method.
    let method: HTTPRequest.Method
    /// The path; a segment in braces stands for any one segment, and gives its name.
    let template: String
    /// Every status that ``respond`` answers with; `openapi.yaml` lists the same.
    let statuses: Set<Int>
    /// The query parameters that it takes.
    let parameters: [String]
    /// Those of them that may be given more than once.
    let repeatable: Set<String>
    /// Answers a call.
    let respond: @Sendable (Call) throws -> ServerResponse
    /// What it has answered.
    let metrics: RouteMetrics

    private let segments: [Substring]

    init(
        _ method: HTTPRequest.Method, _ template: String, statuses: Set<Int>, parameters: [String] = [],
        repeatable: Set<String> = [], _ respond: @escaping @Sendable (Call) throws -> ServerResponse
    ) {
        self.method = method
        self.template = template
        self.statuses = statuses
        self.parameters = parameters
        self.repeatable = repeatable
        self.respond = respond
        metrics = RouteMetrics(method.rawValue, template, statuses: statuses)
        segments = template.split(separator: "/", omittingEmptySubsequences: false)
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
