import Testing

@testable import PlannerAPI

@Suite struct `A JSON fragment` {
    /// Up to depth 3 the text is at hand, and beyond it is written anew.
    @Test(
        arguments: 0...7,
        [
            ["a": .array([.number(1), .object([])]), "b": .object([.init("c", .null)])], "plain", .array([]),
        ] as [JSONValue])
    func `stands at every depth as its tree does`(depth: Int, tree: JSONValue) {
        let fragment = JSONFragment(tree)
        #expect((fragment.text(depth: depth) != nil) == (depth < 4))
        let bytes = JSONText.bytes { Self.nest(&$0, depth) { $0.value(fragment) } }
        #expect(bytes == JSONText.bytes { Self.nest(&$0, depth) { $0.value(tree) } })
    }

    /// What `write` writes inside `depth` objects, with a neighbour on either side.
    private static func nest(_ text: inout JSONText, _ depth: Int, _ write: (inout JSONText) -> Void) {
        guard depth > 0 else { return write(&text) }
        text.object { text in
            text.member("before", 1)
            text.member("inner") { nest(&$0, depth - 1, write) }
            text.member("after", 2)
        }
    }
}
