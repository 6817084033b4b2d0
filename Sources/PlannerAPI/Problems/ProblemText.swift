import HTTPServer
import HTTPTypes
import Planning

extension Problem {
    /// 422 for a budget that buys nothing.
    init(_ error: PlanningError, _ problem: PlanningProblem) {
        switch error {
        case .budgetTooSmall(let least):
            self.init(
                .unprocessableContent, kind: .budgetTooSmall,
                "No allocation within the bounds costs as little as \(NumberText.short(problem.budgetFLOPs)) FLOPs; "
                    + "the cheapest costs \(NumberText.exact(least)).",
                facts: [.init("least_budget_flops", .number(least))])
        }
    }

    /// 400 for a body that is not JSON.
    init(_ error: JSONSyntaxError) {
        let place = "line \(error.line), column \(error.column)"
        let reason =
            switch error.reason {
            case .unexpectedEnd: "it ends at \(place) before its value is complete"
            case .unexpectedByte(let byte): "\(Self.name(byte)) cannot stand at \(place)"
            case .notUTF8: "it is not UTF-8 at \(place)"
            case .invalidEscape: "the escape at \(place) names no character"
            case .tooDeep: "it is nested deeper than \(JSONParser.greatestDepth) levels at \(place)"
            }
        self.init(.badRequest, "The body is not JSON: \(reason).")
    }

    private static func name(_ byte: UInt8) -> String {
        (0x21..<0x7F).contains(byte) ? "\"\(Character(Unicode.Scalar(byte)))\"" : "byte \(byte)"
    }

    /// The status of what the server refused before any route saw it, in words.
    init(_ refusal: Refusal) {
        self.init(
            refusal.status, Self.words(refusal), facts: [.init("reason", .string(refusal.rawValue))],
            fields: refusal == .tooBusy ? [.retryAfter: "1"] : [:])
    }

    private static func words(_ refusal: Refusal) -> String {
        switch refusal {
        case .tooBusy: "As many requests wait as may; try again."
        case .bodyTooLarge: "The body is larger than this server takes."
        case .headTooSlow, .bodyTooSlow: "The request did not arrive in time."
        case .requestLineTooLong, .fieldTooLong, .tooManyFields, .headTooLarge:
            "The head of the request is larger than this server takes."
        default: "The request is not well-formed HTTP as this server takes it: \(refusal.rawValue)."
        }
    }
}
