import HTTPServer
import ParserTesting
import Testing

/// A short run of what `scripts/fuzz` does at length.
@Suite struct FuzzTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `mutated messages are read the same however they are cut, and hold no more than they may`(
        _ seed: UInt64
    ) throws {
        var messages = MutatedMessages(seed: seed)
        var accepted = 0
        var refusals: Set<Refusal> = []
        for _ in 0..<5000 {
            let bytes = messages.next()
            let events = try ParserCheck.check(bytes, cuts: messages.cuts(bytes.count))
            if case .request = events.first { accepted += 1 }
            if case .refused(let refusal)? = events.last { refusals.insert(refusal) }
        }
        // A mutation that always broke a message, or never, would show nothing.
        #expect((500..<4500).contains(accepted))
        #expect(refusals.count > 20)
    }
}
