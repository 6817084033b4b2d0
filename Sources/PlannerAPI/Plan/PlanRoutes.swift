import HTTPServer
import HTTPTypes
import Planning
import ScalingLaws
import Store

/// `POST /plan`: computes and changes nothing.
func planRoutes(store: PlannerStore, accelerators: AcceleratorTable, metrics: ServiceMetrics) -> [Route] {
    let meter = metrics[.plan]
    return [
        Route(.post, "/plan", statuses: [200, 400, 422], parameters: ["format"]) { call in
            let format = try call.format(PlanFormat.self)
            let body = try call.json()
            let laws = try store.laws(for: body)
            let query = try faultsAsProblem {
                try PlanRequest.query(body, catalog: laws, accelerators: accelerators)
            }
            let answer = try query.answerOrProblem(meter)
            return .bytes(format.bytes(answer), type: format.mediaType, fields: [.vary: "Accept"])
        }
    ]
}

/// How a plan is written down.
public enum PlanFormat: String, CaseIterable, Sendable, ContentFormat {
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
        case .markdown: Array(answer.text.markdown.utf8)
        case .table: Array(answer.text.table.utf8)
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
}

extension PlanQuery {
    /// The answer, whose cost `meter` takes note of.
    ///
    /// - Throws: ``Problem`` 422 where there is none.
    func answerOrProblem(_ meter: SolverMeter) throws -> PlanAnswer {
        do {
            let found = try meter.measure { () throws(PlanningError) in try answer() }
            meter.evaluations.add(found.evaluations)
            return found
        } catch {
            throw Problem(error, budgetFLOPs: budgetFLOPs)
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
