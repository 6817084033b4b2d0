import HTTPServer
import HTTPTypes
import Planning
import ScalingLaws

/// `POST /plan`: computes and changes nothing.
func planRoutes(laws: LawCatalog) -> [Route] {
    [
        Route(.post, "/plan", statuses: [200, 400, 422], parameters: ["format"]) { call in
            let format = try PlanFormat(call)
            let query = try faultsAsProblem { try PlanRequest.query(call.json(), catalog: laws) }
            return .bytes(format.bytes(try query.answerOrProblem()), type: format.mediaType, fields: [.vary: "Accept"])
        }
    ]
}

/// How a plan is written down.
public enum PlanFormat: String, CaseIterable, Sendable {
    /// The contract's JSON.
    case json
    /// GitHub flavoured Markdown, for the summary of a CI job.
    case markdown
    /// Aligned columns, for a terminal.
    case table

    /// `answer` in this format, in UTF-8.
    public func bytes(_ answer: PlanAnswer) -> [UInt8] {
        switch self {
        case .json: answer.jsonBytes
        case .markdown: Array(PlanText(answer).markdown.utf8)
        case .table: Array(PlanText(answer).table.utf8)
        }
    }

    /// The media type that an answer in this format has.
    var mediaType: String {
        switch self {
        case .json: "application/json"
        case .markdown: "text/markdown; charset=utf-8"
        case .table: "text/plain; charset=utf-8"
        }
    }

    /// The format that `?format=` names, else the one that `Accept` prefers, else JSON.
    fileprivate init(_ call: Call) throws {
        guard let name = call.query["format"] else {
            self = Self.accepted(call.request.head.headerFields[.accept] ?? "")
            return
        }
        guard let format = PlanFormat(rawValue: name) else {
            throw Problem(
                Faults([Fault(query: "format", .unknownName(text: name, known: Self.allCases.map(\.rawValue)))]))
        }
        self = format
    }

    /// The one of these whose media type `accept` gives the greatest weight, the first where several have it.
    private static func accepted(_ accept: String) -> PlanFormat {
        var best: (format: PlanFormat, weight: Double) = (.json, 0)
        for item in accept.split(separator: ",") {
            let parts = item.split(separator: ";").map { $0.trimmingSpaces.lowercased() }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            let format = allCases.first { $0.matches(parts.first ?? "") }
            if let format, weight > best.weight { best = (format, weight) }
        }
        return best.format
    }
}

extension PlanFormat {
    /// Whether a media range of `Accept`, such as `text/*`, takes this format.
    private func matches(_ range: String) -> Bool {
        let type = mediaType.prefix { $0 != ";" }
        return range == type || range == "*/*" || range == type.prefix { $0 != "/" } + "/*"
    }
}

extension PlanQuery {
    /// The answer.
    ///
    /// - Throws: ``Problem`` 422 where there is none.
    func answerOrProblem() throws -> PlanAnswer {
        do {
            return try answer()
        } catch {
            throw Problem(error, self)
        }
    }
}

/// Turns the faults that `read` throws into a 422.
func faultsAsProblem<Value>(_ read: () throws -> Value) throws -> Value {
    do {
        return try read()
    } catch let faults as Faults {
        throw Problem(faults)
    }
}
