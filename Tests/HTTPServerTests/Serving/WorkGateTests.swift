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
        #expect((0..<4).map { _ in gate.leave()?.token } == [1, 2, 3, nil])
        #expect(gate.enter(connections[4]) == .run)
    }

    @Test func `whoever has a slot and more to do waits behind those who came before`() {
        let gate = WorkGate(slots: 1, queueLength: 2)
        #expect(gate.swap(connections[0]) == nil)
        #expect(connections[..<3].map { gate.enter($0) } == [.run, .queued, .queued])
        #expect(gate.swap(connections[0])?.token == 1)
        #expect((0..<3).map { _ in gate.leave()?.token } == [2, 0, nil])
    }

    @Test func `what is forgotten is not run`() {
        let gate = WorkGate(slots: 1, queueLength: 2)
        #expect(connections[..<3].map { gate.enter($0) } == [.run, .queued, .queued])
        gate.forget(connections[1])
        #expect((0..<2).map { _ in gate.leave()?.token } == [2, nil])
    }
}
