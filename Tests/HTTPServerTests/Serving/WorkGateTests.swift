import Testing

@testable import HTTPServer

@Suite struct WorkGateTests {
    private let connections = (0..<5).map { number in
        Connection(
            token: UInt64(number), socket: StreamSocket(descriptor: -1), peer: SocketAddress(host: "", port: 0),
            conversation: Conversation(
                parser: RequestParser(limits: ServerLimits()), deadlines: ServerDeadlines(), now: .now))
    }

    @Test func `as many run as there are slots, then some wait, and the rest are turned away`() {
        let gate = WorkGate(slots: 2, queueLength: 1)
        #expect(connections[..<4].map { gate.enter($0) } == [.run, .run, .queued, .full])
    }

    @Test func `a slot that comes back goes to whoever has waited longest, and at last to nobody`() {
        let gate = WorkGate(slots: 1, queueLength: 3)
        #expect(connections[..<4].map { gate.enter($0) } == [.run, .queued, .queued, .queued])
        #expect((0..<4).map { _ in gate.leave(.short)?.token } == [1, 2, 3, nil])
        #expect(gate.enter(connections[4]) == .run)
    }

    @Test func `whoever has a slot and more to do waits behind those who came before`() {
        let gate = WorkGate(slots: 1, queueLength: 2)
        #expect(gate.enter(connections[0]) == .run)
        #expect(gate.swap(connections[0], .short) === connections[0])
        #expect(connections[1..<3].map { gate.enter($0) } == [.queued, .queued])
        #expect(gate.swap(connections[0], .short)?.token == 1)
        #expect((0..<3).map { _ in gate.leave(.short)?.token } == [2, 0, nil])
    }

    @Test func `what is forgotten is not run`() {
        let gate = WorkGate(slots: 1, queueLength: 2)
        #expect(connections[..<3].map { gate.enter($0) } == [.run, .queued, .queued])
        gate.forget(connections[1])
        #expect((0..<2).map { _ in gate.leave(.short)?.token } == [2, nil])
    }

    @Test func `long ones leave a slot to short ones, which pass them in the queue`() {
        let gate = WorkGate(slots: 2, queueLength: 4)
        for number in [0, 1, 3] { connections[number].kind = .long }
        #expect(connections.map { gate.enter($0) } == [.run, .queued, .run, .queued, .queued])
        // Of the two long ones none may have the slot of the short one, and the short one behind them may.
        #expect(gate.leave(.short)?.token == 4)
        #expect(gate.leave(.short) == nil)
        #expect((0..<3).map { _ in gate.leave(.long)?.token } == [1, 3, nil])
    }

    @Test func `a long one that follows a short one waits where the others have all that long ones may have`() {
        let gate = WorkGate(slots: 2, queueLength: 4)
        for number in [0, 1] { connections[number].kind = .long }
        #expect(gate.enter(connections[0]) == .run && gate.enter(connections[2]) == .run)
        #expect(gate.swap(connections[1], .short) == nil)
        #expect(gate.enter(connections[3]) == .run)
        #expect(gate.leave(.long)?.token == 1)
    }

    @Test func `where there is one slot, long ones have it too`() {
        let gate = WorkGate(slots: 1, queueLength: 4)
        connections[0].kind = .long
        #expect(connections[..<2].map { gate.enter($0) } == [.run, .queued])
        #expect(gate.leave(.long)?.token == 1)
    }
}
