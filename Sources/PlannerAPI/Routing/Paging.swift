import HTTPServer
import HTTPTypes
import ScalingLaws
import Store

extension Call {
    /// The parameter `limit`, 1 to `most`, and what stands for it where it is not given.
    func pageLimit(otherwise: Int?, most: Int, _ faults: inout [Fault]) -> Int? {
        guard let text = query["limit"] else { return otherwise }
        if let number = Int(text), (1...most).contains(number) { return number }
        faults.append(Fault(query: "limit", .outsideDomain(text: text, Domain(1, Double(most)))))
        return nil
    }
}

/// `limit` and `cursor` of a list that has the newest first.
struct PageRequest {
    /// The query parameters that such a list takes.
    static let parameters = ["limit", "cursor"]

    /// How many are wanted at most.
    let limit: Int
    /// What they stand before; nil from the newest on.
    let position: Int64?

    private let path: String

    /// - Throws: ``Problem`` 422.
    init(_ call: Call) throws {
        var faults: [Fault] = []
        let limit = call.pageLimit(otherwise: nil, most: 500, &faults) ?? 50
        position = call.query["cursor"].flatMap(Self.position)
        if call.query["cursor"] != nil, position == nil { faults.append(Fault(query: "cursor", .invalidCursor)) }
        guard faults.isEmpty else { throw Problem(Faults(faults)) }
        self.limit = limit
        path = call.request.head.path.map { String(Router.path(of: $0)) } ?? ""
    }

    /// The page as an answer, whose items are called `name`, with a Link to the next.
    func answer<Item>(_ name: String, _ page: Page<Item>, _ json: (Item) throws -> JSONValue) rethrows -> ServerResponse
    {
        let next = page.next.map(Self.cursor)
        let target = next.map { "<\(path)?limit=\(limit)&cursor=\($0)>; rel=\"next\"" }
        return .json(
            .object([
                .init(name, .array(try page.items.map(json))),
                .init("total", .number(page.total)),
                .init("next_cursor", .optional(next, JSONValue.string)),
            ]), fields: target.map { [.link: $0] } ?? [:])
    }

    /// The cursor that goes on behind `position`.
    static func cursor(_ position: Int64) -> String { "before-" + String(position, radix: 36) }

    private static func position(_ cursor: String) -> Int64? {
        let position = Int64(cursor.dropFirst("before-".count), radix: 36) ?? 0
        // Int64 reads signs, zeros in front and capitals, which no cursor of ours has.
        return position > 0 && cursor == self.cursor(position) ? position : nil
    }
}
