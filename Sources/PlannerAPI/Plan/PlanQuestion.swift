public import Planning
public import ScalingLaws

/// A question asked without a server: what `POST /plan` answers, from the same fields.
public enum PlanQuestion {
    /// The plan that `request`, a body of `POST /plan`, asks under one of `laws`.
    ///
    /// - Throws: ``PlanQuestionError``.
    public static func plan(_ request: JSONValue, laws: LawCatalog) throws(PlanQuestionError) -> Plan {
        let problem: PlanningProblem
        do {
            problem = try PlanRequest.problem(request, catalog: laws)
        } catch {
            throw PlanQuestionError(isMalformed: true, lines: error.list.map(\.line))
        }
        do {
            return try Planner.plan(problem)
        } catch {
            throw PlanQuestionError(isMalformed: false, lines: [Problem(error, problem).detail])
        }
    }

    /// The tree of a request's text.
    ///
    /// - Throws: ``PlanQuestionError`` where `text` is not JSON.
    public static func parse(_ text: [UInt8]) throws(PlanQuestionError) -> JSONValue {
        do {
            return try JSONParser.parse(text)
        } catch {
            throw PlanQuestionError(isMalformed: true, lines: [Problem(error).detail])
        }
    }
}

/// Why a question has no answer, in the words of the HTTP service.
public struct PlanQuestionError: Error, Hashable, Sendable {
    /// Whether the question itself is wrong; if not, no plan fits its budget and bounds.
    public let isMalformed: Bool
    /// What is wrong, a line each.
    public let lines: [String]
}

extension Fault {
    /// The fault for a terminal: the field in dots, and what is wrong with it.
    fileprivate var line: String {
        switch place {
        case .body(""): "the question " + detail
        case .body(let pointer): pointer.dropFirst().replacing("/", with: ".") + " " + detail
        case .query(let name): name + " " + detail
        }
    }
}
