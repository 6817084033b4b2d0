import Foundation
import HTTPServer
import HTTPTypes
import ScalingLaws
import Store

/// `/laws/aliases`: other names for versions of laws, and what they meant before.
func aliasRoutes(_ store: PlannerStore, now: @escaping @Sendable () -> Date) -> [Route] {
    [
        Route(.get, "/laws/aliases", statuses: [200]) { _ in
            let aliases = try store.currentLaws().aliases.map { alias in
                try store.changes(ofAlias: alias.name).last?.json ?? .null
            }
            return .json(["aliases": .array(aliases), "total": .number(aliases.count)])
        },
        Route(.get, "/laws/aliases/{alias}", statuses: [200, 404]) { call in
            let alias = call.path["alias"] ?? ""
            let changes = try store.changes(ofAlias: alias)
            guard !changes.isEmpty else { throw Problem(LawNameError.unknownAlias(name: alias)) }
            return .json([
                "alias": .string(alias),
                "law": .optional(changes.last?.law) { $0.json },
                "changes": .array(changes.map(\.json)),
            ])
        },
        Route(
            .put, "/laws/aliases/{alias}", changes: "alias.promote", scope: .admin,
            statuses: [200, 400, 409, 415, 422]
        ) { call in
            try call.requireJSONType()
            let (alias, law) = try faultsAsProblem { try target(call.path["alias"] ?? "", call.json()) }
            return {
                try namesAsProblem {
                    .json(try store.setAlias(alias, to: law, at: now().formatted(.iso8601)).json)
                }
            }
        },
        Route(
            .delete, "/laws/aliases/{alias}", changes: "alias.remove", scope: .admin, statuses: [200, 404]
        ) { call in
            {
                try namesAsProblem {
                    .json(try store.removeAlias(call.path["alias"] ?? "", at: now().formatted(.iso8601)).json)
                }
            }
        },
    ]
}

/// The alias of a path and the version that a body points it at.
private func target(_ alias: String, _ body: JSONValue) throws -> (String, LawReference) {
    let law: LawReference = try ObjectReader.read(body) { reader in
        if !LawAlias.isName(alias) { reader.report(path: "", .notALawName(text: alias)) }
        guard let text = reader.requiredString("law", "the version that it means: name@version") else { return nil }
        guard let law = LawReference(text) else {
            reader.report("law", .notAVersion(text: text))
            return nil
        }
        return law
    }
    return (alias, law)
}

extension AliasChange {
    fileprivate var json: JSONValue {
        [
            "alias": .string(alias),
            "law": .optional(law) { $0.json },
            "previous": .optional(previous) { $0.json },
            "changed_at": .string(changedAt),
        ]
    }
}
