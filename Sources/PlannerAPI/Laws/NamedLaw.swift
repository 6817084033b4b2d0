import HTTPServer
import ScalingLaws
import Store

/// A law as a question named it.
struct NamedLaw: Sendable {
    /// The law.
    let set: CoefficientSet
    /// The alias by which it was named; absent where it was named by its own name, or not at all.
    let alias: String?

    /// Writes the member `law` of an answer.
    static func write(_ text: inout JSONText, _ set: CoefficientSet, alias: String?) {
        text.object("law") { text in
            text.member("name", set.name)
            text.member("version", set.version)
            if let alias { text.member("alias", alias) }
        }
    }
}

extension PlannerStore {
    /// The laws for a question or an array of questions: as they were last seen, where all that it names is settled for
    /// ever, and read again where it is not.
    func laws(for body: JSONValue) throws -> LawCatalog {
        let laws = laws
        let questions: [JSONValue]
        if case .array(let elements) = body { questions = elements } else { questions = [body] }
        let isSettled = questions.allSatisfy { question in
            guard case .string(let name) = question["law"] else { return true }
            return laws.settles(name)
        }
        return isSettled ? laws : try currentLaws()
    }
}
