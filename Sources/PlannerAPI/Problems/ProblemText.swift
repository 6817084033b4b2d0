import HTTPServer
import HTTPTypes
import Planning
import ScalingLaws
import Store

extension Problem {
    /// 422 for a budget that buys nothing, or a loss that no budget buys.
    init(_ error: PlanningError, budgetFLOPs: Double) {
        switch error {
        case .outsideSupport(let least):
            self.init(
                .unprocessableContent, kind: .outsideSupport,
                "No allocation within the bounds is inside the runs behind the law"
                    + (least.map { " for this budget; \(NumberText.exact($0)) FLOPs would pay for one." }
                        ?? ", whatever the budget."),
                facts: [.init("least_budget_flops", .optional(least) { .number($0) })])
        case .targetOutOfReach(let lowest):
            self.init(
                .unprocessableContent, kind: .targetOutOfReach,
                "No budget reaches the target within the bounds; the lowest loss that can be reached is "
                    + "\(NumberText.exact(lowest)) nats per token.",
                facts: [.init("lowest_loss", .number(lowest))])
        case .budgetTooSmall(let least):
            self.init(
                .unprocessableContent, kind: .budgetTooSmall,
                "No allocation within the bounds costs as little as \(NumberText.short(budgetFLOPs)) FLOPs; "
                    + "the cheapest costs \(NumberText.exact(least)).",
                facts: [.init("least_budget_flops", .number(least))])
        }
    }

    /// 409 or 422 for a name of a law or an alias, and 404 for an alias that there is not.
    init(_ error: LawNameError) {
        switch error {
        case .published(let name):
            self.init(.conflict, kind: .nameTaken, "\(name) comes with the program, which alone gives it versions.")
        case .alias(let name):
            self.init(.conflict, kind: .nameTaken, "\(name) is an alias; choose another name for the law.")
        case .law(let name):
            self.init(.conflict, kind: .nameTaken, "\(name) is the name of a law; choose another alias.")
        case .unknown(let reference):
            let fault = Fault("/law", .unknownName(text: reference.text, known: ["the versions of GET /laws"]))
            self.init(Faults([fault]))
        case .unknownAlias(let name):
            self.init(.notFound, "No law has the alias \(name).")
        }
    }

    /// 507 or 503 for a disk that does not do what it should; nothing has changed.
    init(_ failure: StoreFailure) {
        switch failure {
        case .full:
            self.init(
                .insufficientStorage,
                "The disk of the database is full; nothing was changed. Plans are still answered.")
        case .readOnly:
            self.init(
                .serviceUnavailable, "The database may only be read at present; nothing was changed.",
                fields: [.retryAfter: "60"])
        case .damaged:
            self.init(
                .serviceUnavailable, "The database is damaged, and must be restored from a copy; nothing was changed.",
                fields: [.retryAfter: "3600"])
        case .disk:
            self.init(
                .serviceUnavailable, "The disk of the database does not work; nothing was changed.",
                fields: [.retryAfter: "60"])
        }
    }

    /// 400 for a body that is not JSON.
    init(_ error: JSONSyntaxError) {
        self.init(.badRequest, "The body is not JSON: \(error.words).")
    }

    /// The status of what the server refused in place of a route, in words; `limits` are those that it refused by.
    init(_ refusal: Refusal, _ limits: ServerLimits) {
        self.init(
            refusal.status, Self.words(refusal, limits), facts: [.init("reason", .string(refusal.rawValue))],
            fields: refusal.isTemporary ? [.retryAfter: "1"] : [:])
    }

    private static func words(_ refusal: Refusal, _ limits: ServerLimits) -> String {
        switch refusal {
        case .tooBusy: "The server has as much to do as it takes; try again."
        case .handlerTooSlow: "The server could not answer in time; try again."
        case .handlerFailed: "The server failed; its log says why."
        case .bodyTooLarge:
            "The body is larger than this server takes, which is \(RunImport.greatestBody) bytes for an import, "
                + "\(PlannerApplication.lawBodyLimit) for a law and, for anything else, \(limits.body)."
        case .headTooSlow, .bodyTooSlow: "The request did not arrive in time."
        case .requestLineTooLong:
            "The request line is longer than this server takes, \(limits.requestLine) bytes."
        case .fieldTooLong: "A field of the request is longer than this server takes, \(limits.fieldLine) bytes."
        case .tooManyFields: "The request has more fields than this server takes, \(limits.fields)."
        case .headTooLarge: "The head of the request is larger than this server takes, \(limits.head) bytes."
        default: "The request is not well-formed HTTP as this server takes it: \(refusal.rawValue)."
        }
    }
}

extension JSONSyntaxError {
    /// Why the text is not JSON, to follow a colon.
    var words: String {
        let place = "line \(line), column \(column)"
        return switch reason {
        case .unexpectedEnd: "it ends at \(place) before its value is complete"
        case .unexpectedByte(let byte): "\(Self.name(byte)) cannot stand at \(place)"
        case .notUTF8: "it is not UTF-8 at \(place)"
        case .invalidEscape: "the escape at \(place) names no character"
        case .tooDeep: "it is nested deeper than \(JSONParser.greatestDepth) levels at \(place)"
        }
    }

    private static func name(_ byte: UInt8) -> String {
        (0x21..<0x7F).contains(byte) ? "\"\(Character(Unicode.Scalar(byte)))\"" : "byte \(byte)"
    }
}
