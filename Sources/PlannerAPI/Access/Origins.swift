import HTTPServer
import HTTPTypes

/// What web pages of other origins may do (the CORS protocol of the Fetch standard): nothing, but for those on a list.
struct Origins: Sendable {
    let allowed: Set<String>

    /// The answer to a preflight of an allowed page; nil where `request` is none.
    func preflight(_ request: ServerRequest) -> ServerResponse? {
        guard request.head.method == .options, let origin = allowed(request),
            request.head.headerFields[.accessControlRequestMethod] != nil
        else { return nil }
        let fields: HTTPFields = [
            .accessControlAllowOrigin: origin, .vary: "Origin",
            .accessControlAllowMethods: "GET, HEAD, POST, PUT, PATCH, DELETE",
            .accessControlAllowHeaders:
                "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match",
            .accessControlMaxAge: "600",
        ]
        return ServerResponse(head: HTTPResponse(status: .noContent, headerFields: fields))
    }

    /// Lets an allowed page read `response`.
    func open(_ response: inout ServerResponse, to request: ServerRequest) {
        guard !allowed.isEmpty else { return }
        let vary = response.head.headerFields[.vary]
        response.head.headerFields[.vary] = (vary.map { $0 + ", " } ?? "") + "Origin"
        guard let origin = allowed(request) else { return }
        response.head.headerFields[.accessControlAllowOrigin] = origin
        response.head.headerFields[.accessControlExposeHeaders] =
            "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed, X-Request-Id"
    }

    private func allowed(_ request: ServerRequest) -> String? {
        guard !allowed.isEmpty, let origin = request.head.headerFields[.origin], allowed.contains(origin) else {
            return nil
        }
        return origin
    }
}
