import Foundation
import HTTPServer
import HTTPTypes
import Store

/// Who calls.
struct Caller: Sendable {
    /// The identifier of its token; empty where none was asked for.
    let id: String
    /// What the audit trail calls it.
    let actor: String
    /// The token, where one was asked for.
    let token: BearerToken?
}

/// Decides who is let in.
final class Access: Sendable {
    /// A request that is let in, and what its answer says of the limits.
    struct Admission {
        let caller: Caller
        let fields: HTTPFields
    }

    let rules: AccessRules
    let tokens: TokenDirectory
    private let addressLimit: RateLimiter?
    private let tokenLimit: RateLimiter?
    private let instant: @Sendable () -> ContinuousClock.Instant

    init(
        rules: AccessRules, store: PlannerStore, now: @escaping @Sendable () -> Date,
        instant: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.rules = rules
        self.instant = instant
        tokens = TokenDirectory(store: store, now: now)
        func limit(_ name: String, _ perMinute: Int) -> RateLimiter? {
            perMinute > 0 ? RateLimiter(name: name, perMinute: perMinute) : nil
        }
        addressLimit = limit("address", rules.requestsPerMinuteOfAddress)
        tokenLimit = limit("token", rules.requestsPerMinuteOfToken)
    }

    /// Lets `request` in to what needs `scope`; to what anybody may call where that is nil.
    ///
    /// - Throws: ``Problem`` 401, 403 or 429, and what reading the tokens throws.
    func admit(_ request: ServerRequest, to scope: TokenScope?) throws -> Admission {
        // What anybody may call answers probes, whatever the database does.
        guard let scope else { return Admission(caller: .anybody, fields: [:]) }
        let now = instant()
        guard rules.asksForTokens else {
            return Admission(caller: .anybody, fields: try takeOfAddress(request, at: now).fields)
        }
        let shown = request.head.bearerToken
        let finding = try tokens.find(shown, at: now)
        if case .nobodyHasOne = finding {
            try request.requireLocalName()
            return Admission(caller: .local, fields: [:])
        }
        var standings = try takeOfAddress(request, at: now)
        guard case .valid(let record) = finding, let shown else {
            throw Problem.unauthorized(isShown: request.head.headerFields[.authorization] != nil, standings.fields)
        }
        try standings.take(tokenLimit, record.id, at: now)
        guard record.scope >= scope else { throw Problem.forbidden(needs: scope, has: record.scope, standings.fields) }
        return Admission(
            caller: Caller(id: record.id, actor: "token:\(record.id)", token: shown), fields: standings.fields)
    }

    private func takeOfAddress(_ request: ServerRequest, at now: ContinuousClock.Instant) throws -> Standings {
        var standings = Standings()
        guard let addressLimit else { return standings }
        try standings.take(addressLimit, request.clientAddress(trusting: rules.trustedProxies), at: now)
        return standings
    }
}

extension Caller {
    /// Somebody on this machine, before any token was made.
    static let local = Caller(id: "", actor: "local", token: nil)

    /// Somebody who was not asked.
    static let anybody = Caller(id: "", actor: "anybody", token: nil)
}

/// How a request stands with every limit that it counts for.
///
/// The fields are those of draft-ietf-httpapi-ratelimit-headers-10.
private struct Standings {
    private var policies: [String] = []
    private var rests: [String] = []

    var fields: HTTPFields {
        policies.isEmpty
            ? [:] : [.rateLimitPolicy: policies.joined(separator: ", "), .rateLimit: rests.joined(separator: ", ")]
    }

    /// - Throws: ``Problem`` 429.
    mutating func take(_ limiter: RateLimiter?, _ key: String, at now: ContinuousClock.Instant) throws {
        guard let limiter else { return }
        let standing = limiter.take(key, at: now)
        policies.append("\"\(limiter.name)\";q=\(limiter.perMinute);w=60")
        rests.append("\"\(limiter.name)\";r=\(standing.remaining);t=\(standing.secondsToFull)")
        guard standing.isAllowed else { throw Problem.tooMany(limiter, standing, fields) }
    }
}

extension HTTPRequest {
    /// The token of `Authorization: Bearer`; nil where there is none, or what is there is none.
    var bearerToken: BearerToken? {
        guard let field = headerFields[.authorization] else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return BearerToken(parts[1].trimmingSpaces)
    }
}

extension Problem {
    fileprivate static func unauthorized(isShown: Bool, _ fields: HTTPFields) -> Problem {
        var fields = fields
        fields[.wwwAuthenticate] =
            "Bearer realm=\"distill-planner\"" + (isShown ? ", error=\"invalid_token\"" : "")
        return Problem(
            .unauthorized,
            isShown
                ? "The token is none of this server's, has expired or was revoked."
                : "This needs a token, in the header Authorization: Bearer; distill-planner token create makes one.",
            fields: fields)
    }

    fileprivate static func forbidden(needs scope: TokenScope, has: TokenScope, _ fields: HTTPFields) -> Problem {
        var fields = fields
        fields[.wwwAuthenticate] =
            "Bearer realm=\"distill-planner\", error=\"insufficient_scope\", scope=\"\(scope.rawValue)\""
        return Problem(
            .forbidden, "This needs a token of scope \(scope.rawValue); this one has \(has.rawValue).",
            fields: fields)
    }

    fileprivate static func tooMany(
        _ limiter: RateLimiter, _ standing: RateLimiter.Standing, _ fields: HTTPFields
    ) -> Problem {
        var fields = fields
        fields[.retryAfter] = String(standing.secondsToNext)
        return Problem(
            .tooManyRequests,
            "More than the \(limiter.perMinute) requests a minute that one \(limiter.name) may make; try again in "
                + "\(standing.secondsToNext) s.", fields: fields)
    }
}
