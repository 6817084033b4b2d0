import HTTPTypes
import ParserTesting
import Testing

@testable import HTTPServer

@Suite struct RefusedMessageTests {
    @Test(arguments: RefusalCase.all)
    func `a message that is not HTTP is refused for its own reason`(_ example: RefusalCase) {
        let events = events(of: [example.bytes[...]], limits: example.limits)
        let others = events.dropLast().filter { $0 != .bodyFollows(expectsContinue: false) }
        #expect(events.last == .refused(example.refusal))
        #expect(others.isEmpty)
        #expect(example.refusal.status.code == example.status)
    }

    @Test(arguments: RefusalCase.all)
    func `what follows a refused message is never another request`(_ example: RefusalCase) {
        let next = Array("GET /next HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        var parser = RequestParser(limits: example.limits)
        var input = (example.bytes + next)[...]
        var event = parser.next(&input)
        if event == .bodyFollows(expectsContinue: false) { event = parser.next(&input) }
        var rest = next[...]
        #expect(event == .refused(example.refusal))
        #expect(parser.next(&rest) == .refused(example.refusal))
    }

    @Test func `every refusal that a parser makes stands in the table`() {
        let elsewhere: Set<Refusal> = [.headTooSlow, .bodyTooSlow, .tooBusy, .handlerTooSlow, .handlerFailed]
        #expect(Set(RefusalCase.all.map(\.refusal)) == Set(Refusal.allCases).subtracting(elsewhere))
    }

    @Test func `names in the table are not repeated`() {
        #expect(Set(RefusalCase.all.map(\.name)).count == RefusalCase.all.count)
    }

    @Test func `every refusal has a status of an error`() {
        for refusal in Refusal.allCases { #expect((400...505).contains(refusal.status.code), "\(refusal)") }
    }
}
