public import Foundation
public import ScalingLaws
public import Store

/// Changes to the laws of a database without a server: what `POST /laws` and `PUT /laws/aliases/{alias}` do.
public enum LawChange {
    /// Adds the law that `request`, a body of `POST /laws`, describes.
    ///
    /// - Throws: ``PlanQuestionError`` for the request, and what `PlannerStore.addLaw` throws of the database.
    public static func add(
        _ request: JSONValue, to store: PlannerStore, by actor: AuditActor, at time: Date
    ) throws -> CoefficientSet {
        let set: CoefficientSet
        do {
            set = try LawRequest.set(request)
        } catch {
            throw PlanQuestionError(isMalformed: true, error)
        }
        return try named { try store.addLaw(set, by: actor, at: time) }
    }

    /// Lets `alias` mean `law`, which is `name@version`.
    ///
    /// - Throws: ``PlanQuestionError`` for the names, and what `PlannerStore.setAlias` throws of the database.
    public static func promote(
        _ alias: String, to law: String, in store: PlannerStore, at time: Date
    ) throws -> AliasChange {
        var faults: [Fault] = []
        if !LawAlias.isName(alias) { faults.append(Fault("/alias", .notALawName(text: alias))) }
        let reference = LawReference(law)
        if reference == nil { faults.append(Fault("/law", .notAVersion(text: law))) }
        guard faults.isEmpty, let reference else { throw PlanQuestionError(isMalformed: true, Faults(faults)) }
        return try named { try store.setAlias(alias, to: reference, at: time.formatted(.iso8601)) }
    }

    private static func named<Value>(_ change: () throws -> Value) throws -> Value {
        do {
            return try change()
        } catch let error as LawNameError {
            let problem = Problem(error)
            throw problem.faults.isEmpty
                ? PlanQuestionError(isMalformed: false, lines: [problem.detail])
                : PlanQuestionError(isMalformed: true, Faults(problem.faults))
        }
    }
}
