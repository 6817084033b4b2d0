import HTTPServer
import HTTPTypes
import PlannerAPI
import Store
import Testing

/// A service with the study `s`, which takes files and gives them back.
struct StudyService {
    let service: Service

    init(_ service: Service? = nil) throws {
        self.service = try service ?? Service()
        try make("s")
    }

    /// Makes a study.
    func make(_ id: String) throws {
        try #require(send(.post, "/studies", #"{"id": "\#(id)"}"#).status == 201)
    }

    func send(_ method: HTTPRequest.Method, _ path: String, _ body: String = "") -> ServerResponse {
        service.send(method, path, Array(body.utf8), body.isEmpty ? [:] : [.contentType: "application/json"])
    }

    /// Imports `bytes` into a study, with the source `f.csv` and these parameters more.
    func take(
        _ bytes: [UInt8], _ parameters: String = "", type: String = "text/csv", study: String = "s"
    ) -> ServerResponse {
        service.send(
            .post, "/studies/\(study)/runs?source=f.csv" + (parameters.isEmpty ? "" : "&" + parameters), bytes,
            [.contentType: type])
    }

    func take(_ text: String, _ parameters: String = "", type: String = "text/csv") -> ServerResponse {
        take(Array(text.utf8), parameters, type: type)
    }

    /// The runs of a study in a format, to the byte.
    func export(_ format: String, _ parameters: String = "", study: String = "s") throws -> String {
        try service.get("/studies/\(study)/runs?format=\(format)\(parameters)").whole().text
    }

    /// The runs of the study `s`, from JSON Lines.
    func runs() throws -> [JSONValue] {
        try export("jsonl").split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) }
    }
}

extension ServerResponse {
    /// The counts of an import: inserted, updated, unchanged, refused.
    func counts() throws -> [String] {
        let counts = try json()["counts"]
        return ["inserted", "updated", "unchanged", "refused"].map { name in
            if case .number(let digits)? = counts?[name] { digits } else { "?" }
        }
    }

    /// The `errors` as `pointer: detail`.
    func errors() throws -> [String] {
        guard case .array(let errors)? = try json()["errors"] else { return [] }
        return errors.map { error in
            [error["pointer"] ?? error["parameter"], error["detail"]].map { part in
                if case .string(let text)? = part { text } else { "?" }
            }.joined(separator: ": ")
        }
    }
}
