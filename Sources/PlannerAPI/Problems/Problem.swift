import HTTPServer
import HTTPTypes

/// A failure as every route answers it: problem details of RFC 9457.
struct Problem: Error, Sendable {
    /// The HTTP status.
    let status: HTTPResponse.Status
    /// What kind of failure it is; nil where the status says it all.
    var kind: Kind?
    /// What is wrong with this request, and what would be right.
    let detail: String
    /// All that is wrong with the request's fields; the answer lists the first ``mostFaults``.
    var faults: [Fault] = []
    /// Facts for programs beside the text.
    var facts: [JSONValue.Member] = []
    /// Fields of the answer's head, such as `Allow`.
    var fields: HTTPFields = [:]

    /// Kinds that programs may want to tell apart beyond the status.
    enum Kind: String, CaseIterable, Sendable {
        /// Fields of the request are wrong; `errors` names each.
        case invalidRequest = "urn:distill-planner:invalid-request"
        /// The budget buys no allocation within the bounds; `least_budget_flops` would.
        case budgetTooSmall = "urn:distill-planner:budget-too-small"
        /// Nothing within the bounds is inside the runs behind the law; `least_budget_flops` would pay for something.
        case outsideSupport = "urn:distill-planner:outside-support"
        /// A name of a law or an alias that means something else already.
        case nameTaken = "urn:distill-planner:name-taken"
        /// No budget reaches the loss.
        case targetOutOfReach = "urn:distill-planner:target-out-of-reach"
        /// Rows or columns of a file are wrong, and nothing of it was taken; `errors` names them, `counts` counts.
        case importRefused = "urn:distill-planner:import-refused"
        /// The runs cannot identify the law; `runs_that_would_help` would, where that can be said.
        case unidentifiedLaw = "urn:distill-planner:unidentified-law"

        var title: String {
            switch self {
            case .invalidRequest: "Invalid request"
            case .budgetTooSmall: "Budget too small"
            case .outsideSupport: "Outside the runs behind the law"
            case .nameTaken: "Name taken"
            case .targetOutOfReach: "Target out of reach"
            case .importRefused: "Import refused"
            case .unidentifiedLaw: "Law not identified"
            }
        }
    }

    /// How many faults an answer lists: it must not grow to many times its request.
    static let mostFaults = 100

    init(
        _ status: HTTPResponse.Status, kind: Kind? = nil, _ detail: String, faults: [Fault] = [],
        facts: [JSONValue.Member] = [], fields: HTTPFields = [:]
    ) {
        self.status = status
        self.kind = kind
        self.detail = detail
        self.faults = faults
        self.facts = facts
        self.fields = fields
    }

    /// The answer to a request for `instance`, the path that was asked for; nil where none could be read.
    func response(instance: String?) -> ServerResponse {
        var members: [JSONValue.Member] = [
            .init("type", .string(kind?.rawValue ?? "about:blank")),
            .init("title", .string(kind?.title ?? status.reasonPhrase)),
            .init("status", .number(status.code)),
            .init("detail", .string(detail)),
        ]
        if let instance { members.append(.init("instance", .string(instance))) }
        if !faults.isEmpty { members.append(.init("errors", .array(faults.prefix(Self.mostFaults).map(\.json)))) }
        var fields = fields
        fields[.contentType] = "application/problem+json"
        return ServerResponse(
            head: HTTPResponse(status: status, headerFields: fields), body: JSONValue.object(members + facts).bytes)
    }
}

extension Problem {
    /// 422 for fields of a request.
    init(_ faults: Faults) {
        let count = faults.list.count
        self.init(
            .unprocessableContent, kind: .invalidRequest,
            (count == 1 ? "One field of the request is wrong." : "\(count) fields of the request are wrong.")
                + (count > Self.mostFaults ? " The first \(Self.mostFaults) are listed." : ""),
            faults: faults.list)
    }
}

extension Fault {
    /// The fault as an element of `errors`.
    var json: JSONValue {
        switch place {
        case .body(let pointer): ["pointer": .string(pointer), "detail": .string(detail)]
        case .query(let name): ["parameter": .string(name), "detail": .string(detail)]
        case .row(let index, let line, let name):
            [
                "pointer": .string("/rows/\(index)" + (name.map { "/" + JSONPointer.escaped($0) } ?? "")),
                "line": .number(line), "detail": .string("line \(line): \(detail)"),
            ]
        case .line(let line):
            ["pointer": "", "line": .number(line), "detail": .string("line \(line): \(detail)")]
        case .column(let name):
            ["pointer": .string("/columns/\(JSONPointer.escaped(name))"), "detail": .string(detail)]
        }
    }
}
