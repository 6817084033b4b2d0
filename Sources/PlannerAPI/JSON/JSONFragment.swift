/// A value that many answers hold in common, of which the text is made once.
struct JSONFragment: Sendable {
    /// The value.
    let tree: JSONValue

    /// The text at each depth below ``depths``.
    private let texts: [[UInt8]]

    /// How deep a fragment may stand for its text to be at hand; deeper it is written anew.
    private static let depths = 4

    init(_ tree: JSONValue) {
        self.tree = tree
        texts = (0..<Self.depths).map { depth in JSONText.fragment(depth: depth) { $0.value(tree) } }
    }

    /// The text where it stands `depth` arrays and objects deep, if it is at hand.
    func text(depth: Int) -> [UInt8]? { texts.indices.contains(depth) ? texts[depth] : nil }
}
