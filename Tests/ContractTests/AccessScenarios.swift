import HTTPTypes
import PlannerAPI
import Store

/// Who is let in, writes that are bound to what is there, and what a client has already.
extension Scenario {
    private static let asking = AccessRules()

    private static var hurried: AccessRules {
        var rules = AccessRules()
        rules.requestsPerMinuteOfAddress = 1
        return rules
    }

    private static func with(
        _ scope: TokenScope?, _ method: HTTPRequest.Method, _ path: String, _ status: Int, body: String = "",
        fields: HTTPFields = json, template: String? = nil, before: [Scenario] = []
    ) -> Scenario {
        var scenario = Scenario(method, path, status, body: body, fields: fields, template: template, before: before)
        scenario.rules = asking
        scenario.scope = scope
        return scenario
    }

    // MARK: Tokens

    static var tokens: [Scenario] {
        madeTokens + unknownTokens + [revoked] + audit + [with(.admin, .get, "/backup", 200)]
    }

    private static let madeTokens =
        ["read", "write", "admin"].map { scope in
            with(.admin, .post, "/tokens", 201, body: #"{"name": "ci", "scope": "\#(scope)", "expires_in_days": 1}"#)
        } + [
            with(.admin, .post, "/tokens", 201, body: #"{"name": "ci", "scope": "read"}"#),
            with(.admin, .post, "/tokens", 400, body: "{"),
            with(.admin, .post, "/tokens", 415, body: "{}", fields: [:]),
            with(.admin, .post, "/tokens", 422, body: #"{"name": "", "scope": "all", "expires_in_days": 0}"#),
            with(.admin, .get, "/tokens", 200),
            with(.admin, .get, "/tokens?limit=1", 200, template: "/tokens"),
            with(.admin, .get, "/tokens?limit=0", 422, template: "/tokens"),
        ]

    private static let unknownTokens = [
        with(.admin, .get, "/tokens/{token}", 200, template: "/tokens/{id}"),
        with(.admin, .delete, "/tokens/{token}", 200, template: "/tokens/{id}"),
        with(.admin, .get, "/tokens/none", 404, template: "/tokens/{id}"),
        with(.admin, .delete, "/tokens/none", 404, template: "/tokens/{id}"),
    ]

    /// A token is asked for where none is needed.
    private static let revoked: Scenario = {
        var scenario = Scenario(.post, "/tokens", 403, body: #"{"name": "ci", "scope": "read"}"#, fields: json)
        scenario.rules = .everybody
        return scenario
    }()

    private static let audit = [
        with(
            .admin, .get, "/audit?limit=1", 200, template: "/audit",
            before: [
                Scenario(.post, "/studies", 201, body: #"{"id": "s"}"#, fields: json),
                Scenario(.post, "/studies", 201, body: #"{"id": "t"}"#, fields: json),
            ]),
        with(.admin, .get, "/audit?limit=0", 422, template: "/audit"),
    ]

    // MARK: Every route

    /// Every route without a token, with one that may do too little, and beyond its limit.
    static var letIn: [Scenario] {
        operations.flatMap { operation in
            var all = [with(nil, operation.method, operation.path, 401, template: operation.template)]
            var late = with(nil, operation.method, operation.path, 429, template: operation.template)
            late.rules = hurried
            late.isRepeated = true
            all.append(late)
            if operation.statuses.contains(403) {
                all.append(with(.read, operation.method, operation.path, 403, template: operation.template))
            }
            return all
        }
    }

    /// Every write with a key that is none, and every change of something that was never there.
    static var repeatable: [Scenario] {
        operations.flatMap { operation in
            var all: [Scenario] = []
            if operation.isChange {
                all.append(
                    Scenario(
                        operation.method, operation.path, 422, fields: [.idempotencyKey: "two words"],
                        template: operation.template))
            }
            if operation.statuses.contains(412) {
                let body = operation.method == .put ? #"{"law": "busbridge-2025@1"}"# : #"{"tags": []}"#
                all.append(
                    Scenario(
                        operation.method, operation.path, 412,
                        body: operation.template == "/studies/{study}" ? #"{"name": "n"}"# : body,
                        fields: [.contentType: "application/json", .ifMatch: "\"none\""],
                        template: operation.template))
            }
            return all
        } + known + [
            Scenario(.get, "/studies/s/fits?limit=0", 422, template: "/studies/{study}/fits"),
            Scenario(.get, "/studies?limit=0", 422, template: "/studies"),
            Scenario(
                .get, "/studies?limit=1", 200, template: "/studies",
                before: ["s", "t"].map { Scenario(.post, "/studies", 201, body: #"{"id": "\#($0)"}"#, fields: json) }),
        ]
    }

    /// What is read again by a client that has it.
    private static var known: [Scenario] {
        let read =
            plan + uncertain + tables + pictures + savedPlans + studies + fits + laws + lawVersions + aliases
            + comparisons
            + nextRuns + tokens
        var seen: Set<String> = []
        return read.filter { scenario in
            scenario.method == .get && scenario.status == 200
                && !["/laws/{name}/versions/{version}/draws", "/backup"].contains(scenario.template)
                && seen.insert(scenario.template).inserted
        }.map { scenario in
            var again = scenario
            again.status = 304
            again.fields[.ifNoneMatch] = "*"
            return again
        }
    }

    private struct Operation {
        let method: HTTPRequest.Method
        let template: String
        let statuses: Set<Int>

        var path: String { template.replacing(/\{.+?\}/, with: "1") }
        var isChange: Bool { statuses.contains(422) && (statuses.contains(415) || statuses.contains(412)) }
    }

    private static var operations: [Operation] {
        guard let contract = try? Service().application.contract else { return [] }
        return contract.filter { $0.statuses.contains(401) }.map { route in
            Operation(
                method: HTTPRequest.Method(route.method) ?? .get, template: route.template, statuses: route.statuses)
        }
    }
}

extension HTTPField.Name {
    /// What a client calls a write.
    static var idempotencyKey: HTTPField.Name { HTTPField.Name("Idempotency-Key") ?? .ifMatch }
}
