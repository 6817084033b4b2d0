import HTTPServer
import HTTPTypes
import ScalingLaws

/// A page of all versions of all laws, in the catalog's order; all of them where no `limit` is given.
///
/// A cursor names the last version of the page before it. As no version is ever taken away, what is added meanwhile neither
/// repeats nor hides another.
struct LawPage {
    private let laws: LawCatalog
    private let sets: ArraySlice<CoefficientSet>
    private let limit: Int?

    /// - Throws: ``Problem`` 422.
    init(_ call: Call, _ laws: LawCatalog) throws {
        var faults: [Fault] = []
        limit = call.pageLimit(otherwise: nil, most: 500, &faults)
        let rest = Self.sets(of: laws, after: call.query["cursor"])
        if rest == nil { faults.append(Fault(query: "cursor", .invalidCursor)) }
        guard faults.isEmpty, let rest else { throw Problem(Faults(faults)) }
        self.laws = laws
        sets = limit.map { rest.prefix($0) } ?? rest
    }

    /// The page, with a Link to the next.
    var answer: ServerResponse {
        let next = sets.endIndex < laws.sets.endIndex ? sets.last.map { Self.prefix + $0.reference.text } : nil
        let target = next.map { cursor in
            "</laws?" + (limit.map { "limit=\($0)&" } ?? "") + "cursor=\(cursor)>; rel=\"next\""
        }
        return .json(
            [
                "laws": .array(sets.map { $0.summaryJSON(aliases: laws.aliases(of: $0.reference)) }),
                "total": .number(laws.sets.count), "next_cursor": .optional(next, JSONValue.string),
                "default": .string(CoefficientSet.defaultName),
            ], fields: target.map { [.link: $0] } ?? [:])
    }

    private static let prefix = "after-"

    /// What follows the version that `cursor` names; nil where it names none.
    private static func sets(of laws: LawCatalog, after cursor: String?) -> ArraySlice<CoefficientSet>? {
        guard let cursor else { return laws.sets[...] }
        guard cursor.hasPrefix(prefix), let last = LawReference(String(cursor.dropFirst(prefix.count))) else {
            return nil
        }
        return laws.sets.firstIndex { $0.reference == last }.map { laws.sets[($0 + 1)...] }
    }
}
