import Foundation
import HTTPServer
import HTTPTypes
import ScalingLaws
import Store

/// `/tokens`: who may call.
func tokenRoutes(store: PlannerStore, access: Access, now: @escaping @Sendable () -> Date) -> [Route] {
    [
        Route(
            .post, "/tokens", changes: "token.create", scope: .admin, statuses: [201, 400, 403, 415, 422]
        ) { call in
            try call.requireJSONType()
            try access.requireTokens(of: store)
            let request = try faultsAsProblem { try TokenRequest.read(call.json(), now: now()) }
            let (token, record) = BearerToken.make(
                name: request.name, scope: request.scope, lifetime: request.lifetime, now: now())
            return {
                try store.add(record)
                access.tokens.forget()
                return .json(
                    record.json(at: now(), [.init("token", .string(token.text))]), status: .created,
                    fields: [.location: "/tokens/\(record.id)", .cacheControl: "no-store"])
            }
        },
        Route(.get, "/tokens", scope: .admin, statuses: [200, 422], parameters: PageRequest.parameters) { call in
            let page = try PageRequest(call)
            let tokens = try store.tokens(before: page.position, limit: page.limit)
            return page.answer("tokens", tokens) { $0.json(at: now()) }
        },
        Route(.get, "/tokens/{id}", scope: .admin, statuses: [200, 404]) { call in
            guard let record = try store.tokens().first(where: { $0.id == call.path["id"] }) else {
                throw Problem.noToken
            }
            return .json(record.json(at: now()))
        },
        Route(.delete, "/tokens/{id}", changes: "token.revoke", scope: .admin, statuses: [200, 404]) { call in
            {
                let time = now().formatted(.iso8601)
                guard let record = try store.revokeToken(call.path["id"] ?? "", at: time) else { throw Problem.noToken }
                access.tokens.forget()
                return .json(record.json(at: now()))
            }
        },
    ]
}

extension Access {
    /// Refuses to make a token over HTTP where nobody needs one: the first would be anybody's.
    ///
    /// - Throws: ``Problem`` 403.
    fileprivate func requireTokens(of store: PlannerStore) throws {
        guard rules.asksForTokens, try !store.tokens().isEmpty else {
            throw Problem(
                .forbidden,
                "This server asks nobody for a token; make the first on its machine: distill-planner token create.")
        }
    }
}

extension Problem {
    fileprivate static let noToken = Problem(.notFound, "No token has this identifier.")
}

/// The body of `POST /tokens`.
struct TokenRequest {
    let name: String
    let scope: TokenScope
    /// In seconds.
    let lifetime: TimeInterval?

    static func read(_ body: JSONValue, now: Date) throws(Faults) -> TokenRequest {
        try ObjectReader.read(body) { reader in
            let name = reader.requiredLine(
                "name", most: TokenRecord.greatestNameLength, "who or what will use the token")
            let scope = reader.requiredString("scope", "read, write or admin")
            let days = reader.number("expires_in_days", in: Domain(1.0 / 1440, 36500))
            guard let name, let scope else { return nil }
            guard let known = TokenScope(rawValue: scope) else {
                reader.report("scope", .unknownName(text: scope, known: TokenScope.allCases.map(\.rawValue)))
                return nil
            }
            return TokenRequest(name: name, scope: known, lifetime: days.map { $0 * 86400 })
        }
    }
}

extension TokenRecord {
    /// What may be told of the token.
    func json(at time: Date, _ more: [JSONValue.Member] = []) -> JSONValue {
        .object(
            [
                .init("id", .string(id)), .init("name", .string(name)), .init("scope", .string(scope.rawValue)),
                .init("state", .string(state(at: time).rawValue)), .init("created_at", .string(createdAt)),
                .init("expires_at", .optional(expiresAt, JSONValue.string)),
                .init("last_used_at", .optional(lastUsedAt, JSONValue.string)),
                .init("revoked_at", .optional(revokedAt, JSONValue.string)),
            ] + more)
    }
}
