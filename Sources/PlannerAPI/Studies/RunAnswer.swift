import Records
import Store

extension Run {
    /// What is said of the run, in the order of ``RunField``; nothing of what is not said.
    var members: [JSONValue.Member] {
        RunField.allCases.compactMap { field in
            text(of: field).map { .init(field.rawValue, field.value($0)) }
        }
    }
}

extension RunField {
    /// The value of a field that an export writes as `text`.
    fileprivate func value(_ text: String) -> JSONValue {
        switch form {
        case .number, .whole: .number(text)
        case .flag: .bool(text == "true")
        case .words: .array(text.split(separator: " ").map { .string(String($0)) })
        // It was JSON when it was stored.
        case .object: (try? JSONParser.parse(Array(text.utf8))) ?? .string(text)
        case .line, .choice: .string(text)
        }
    }
}

extension RunRecord {
    /// The run with its number and, where it was distilled, what is known of its teacher.
    var json: JSONValue {
        let teacher: JSONValue = .optional(teacher) { teacher in
            [
                "params": .optional(teacher.params) { .number($0) },
                "tokens": .optional(teacher.tokens) { .number($0) },
                "loss": .number(teacher.loss),
            ]
        }
        return .object([.init("id", .number(Int(id)))] + run.members + [.init("teacher", teacher)])
    }
}
