import Foundation
import HTTPServer
import HTTPTypes
import ScalingLaws
import Store

/// `/laws`: the coefficient sets that answer, as versions that never change, with their provenance.
func lawRoutes(_ store: PlannerStore) -> [Route] {
    [
        Route(.get, "/laws", statuses: [200, 422], parameters: PageRequest.parameters) { call in
            try LawPage(call, store.currentLaws()).answer
        },
        Route(.post, "/laws", changes: "law.add", statuses: [200, 201, 400, 409, 415, 422]) { call in
            try call.requireJSONType()
            let body = try call.json()
            let set = try faultsAsProblem { try LawRequest.set(body) }
            return {
                try namesAsProblem {
                    let addition = try store.addLaw(set)
                    var status = HTTPResponse.Status.ok
                    if case .added = addition { status = .created }
                    return .json(
                        addition.set.json(), status: status, fields: [.location: addition.set.reference.path])
                }
            }
        },
        Route(.get, "/laws/{name}", statuses: [200, 404]) { call in
            let laws = try store.currentLaws()
            guard let set = laws.set(call.path["name"] ?? "") else {
                throw Problem(.notFound, "No law has this name; known are \(laws.names.joined(separator: ", ")).")
            }
            return .json(laws.json(of: set))
        },
        Route(.get, "/laws/{name}/versions/{version}", statuses: [200, 404]) { call in
            .json(try call.lawVersion(store).json())
        },
        Route(
            .get, "/laws/{name}/versions/{version}/draws", statuses: [200, 404, 422], parameters: ["format"],
            isUntagged: true
        ) { call in
            let format = try call.format(TableFormat.self)
            let set = try call.lawVersion(store)
            guard let draws = set.draws else {
                throw Problem(.notFound, "The law \(set.reference.text) has no resampled draws.")
            }
            return draws.table(of: set).response(format)
        },
    ]
}

extension LawDraws {
    /// A row for each draw, a column for each coefficient.
    fileprivate func table(of set: CoefficientSet) -> TableAnswer {
        let coefficients = coefficients
        return TableAnswer(
            law: NamedLaw(set: set, alias: nil), name: "draws", columns: coefficients.map(\.rawValue),
            count: laws.count
        ) { [laws] index in TableAnswer.Row(coefficients.map { .number(laws[index][$0]) }) }
    }
}

extension LawCatalog {
    /// The aliases that mean `law`, in the order of their names.
    func aliases(of law: LawReference) -> [String] { aliases.filter { $0.law == law }.map(\.name) }

    /// `set` in full, with all versions of its name and the aliases of this one.
    func json(of set: CoefficientSet) -> JSONValue {
        set.json([
            .init("versions", .array(versions(of: set.name).map { .number($0.version) })),
            .init("aliases", .array(aliases(of: set.reference).map(JSONValue.string))),
        ])
    }
}

extension LawReference {
    /// Where the version is found.
    fileprivate var path: String { "/laws/\(name)/versions/\(version)" }
}

extension Call {
    /// The law of the path's `{name}` and `{version}`.
    ///
    /// - Throws: ``Problem`` 404 where there is none.
    fileprivate func lawVersion(_ store: PlannerStore) throws -> CoefficientSet {
        let text = "\(path["name"] ?? "")@\(path["version"] ?? "")"
        guard let reference = LawReference(text), let set = try store.currentLaws().set(reference) else {
            throw Problem(.notFound, "There is no such version of a law; GET /laws lists all that there are.")
        }
        return set
    }
}

/// Turns a name that is taken or unknown into the problem that says so.
func namesAsProblem<Value>(_ change: () throws -> Value) throws -> Value {
    do {
        return try change()
    } catch let error as LawNameError {
        throw Problem(error)
    }
}
