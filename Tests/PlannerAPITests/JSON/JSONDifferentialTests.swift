import Foundation
import PlannerAPI
import TestSupport
import Testing

/// Our parser beside Foundation's, on texts that are almost JSON.
@Suite struct `JSON as Foundation reads it` {
    @Test func `differs only where it may`() throws {
        var corpus = MutatedTexts(seed: 11)
        var both = 0
        var neither = 0
        var differences: Set<JSONDifference> = []
        for _ in 0..<20_000 {
            let bytes = corpus.next()
            let ours = try? JSONParser.parse(bytes)
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
            switch (ours, theirs) {
            case (let ours?, let theirs?):
                both += 1
                #expect(alike(ours, theirs), "\(String(decoding: bytes, as: UTF8.self))")
            case (nil, nil):
                neither += 1
            default:
                let difference = JSONDifference(bytes, ours)
                #expect(difference != nil, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
                if let difference { differences.insert(difference) }
            }
        }
        #expect(differences == Set(JSONDifference.allCases))
        #expect(both > 2000 && neither > 2000, "the mutations are too wild or too tame")
    }

    /// Whether both understand the same; where a name repeats Foundation keeps one value, and nothing is compared.
    private func alike(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch ours {
        case .null: return theirs is NSNull
        case .bool(let flag): return theirs as? Bool == flag
        // A number of many digits is a decimal to Foundation, and its doubleValue is not the nearest one.
        case .number(let text): return (theirs as? NSNumber).map { Double($0.stringValue) } == Double(text)
        case .string(let text): return (theirs as? String).map { Array($0.utf8) } == Array(text.utf8)
        case .array(let elements):
            guard let others = theirs as? [Any], others.count == elements.count else { return false }
            return zip(elements, others).allSatisfy(alike)
        case .object(let members):
            guard let others = theirs as? [String: Any] else { return false }
            let counts = Dictionary(members.map { ($0.name, 1) }, uniquingKeysWith: +)
            return Set(counts.keys) == Set(others.keys)
                && members.allSatisfy { member in
                    counts[member.name] ?? 0 > 1 || others[member.name].map { alike(member.value, $0) } ?? false
                }
        }
    }
}
