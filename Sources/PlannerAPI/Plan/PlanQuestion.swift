public import Planning
public import ScalingLaws

/// A question asked without a server: what `POST /plan` answers, from the same fields.
public enum PlanQuestion {
    /// The plan that `request`, a body of `POST /plan`, asks under one of `laws`.
    ///
    /// - Parameters:
    ///   - request: the question.
    ///   - laws: the laws that can be asked for.
    ///   - accelerators: the devices that can be asked for.
    ///   - name: what the one who asks calls a field, from its path in dots, such as `student.params`.
    /// - Throws: ``PlanQuestionError``.
    public static func plan(
        _ request: JSONValue, laws: LawCatalog, accelerators: AcceleratorTable = .builtIn,
        calling name: (String) -> String = { $0 }
    ) throws(PlanQuestionError) -> PlanAnswer {
        let query: PlanQuery
        do {
            query = try PlanRequest.query(request, catalog: laws, accelerators: accelerators)
        } catch {
            throw PlanQuestionError(isMalformed: true, error, calling: name)
        }
        do {
            return try query.answer()
        } catch {
            throw PlanQuestionError(isMalformed: false, lines: [Problem(error, budgetFLOPs: query.budgetFLOPs).detail])
        }
    }

    /// The table that `request`, a body of the operation `question`, asks for under one of `laws`.
    ///
    /// - Throws: ``PlanQuestionError``.
    public static func table(
        _ question: TableQuestion, _ request: JSONValue, laws: LawCatalog
    ) throws(PlanQuestionError) -> TableAnswer {
        do {
            return try question.table(request, laws)
        } catch {
            throw PlanQuestionError(isMalformed: true, error)
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

    init(isMalformed: Bool, lines: [String]) {
        self.isMalformed = isMalformed
        self.lines = lines
    }

    /// The error of `faults`, each of whose fields the one who asks calls by `name`.
    init(isMalformed: Bool, _ faults: Faults, calling name: (String) -> String = { $0 }) {
        self.init(isMalformed: isMalformed, lines: faults.list.map { $0.line(calling: name) })
    }
}

extension Fault {
    /// The fault for a terminal: the field, and what is wrong with it.
    fileprivate func line(calling name: (String) -> String) -> String {
        func called(_ pointer: String) -> String { name(String(pointer.dropFirst()).replacing("/", with: ".")) }
        let detail =
            switch kind {
            case .excludes(let other), .needs(let other): detail.replacing(other, with: called(other))
            default: detail
            }
        return switch place {
        case .body(""): "the question " + detail
        case .body(let pointer): called(pointer) + " " + detail
        default: placeName + " " + detail
        }
    }
}
