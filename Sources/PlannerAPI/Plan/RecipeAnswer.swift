import Planning

extension Recipe {
    /// The text of ``published``, which is the same in every answer.
    static let publishedFragment = JSONFragment(published.json)

    /// The findings as an array.
    var json: JSONValue { .array(findings.map(\.json)) }
}

extension RecipeFinding {
    fileprivate var json: JSONValue {
        ["name": .string(name), "value": value.json, "note": .string(note), "source": .string(source)]
    }
}

extension RecipeFinding.Value {
    fileprivate var json: JSONValue {
        switch self {
        case .number(let number): .number(number)
        case .text(let text): .string(text)
        }
    }
}
