import Dispatch
import Foundation
import Synchronization

/// What the serving threads share, and how a server begins and ends.
final class Engine: Sendable {
    /// The names under which the system reports what is not a connection.
    enum Token {
        static let listener: UInt64 = 0
        static let alarm: UInt64 = 1
        static let shutdown: UInt64 = 2
        static let end: UInt64 = 3
        static let firstConnection: UInt64 = 4
    }

    /// How far the server is on its way to its end.
    enum Stage: UInt8, AtomicRepresentable {
        case serving
        case draining
        case over
    }

    let configuration: ServerConfiguration
    let clock: ServerClock
    let epoll: Epoll
    let alarm: Alarm
    let acceptor: Acceptor
    let connections = ConnectionTable()
    let gate: WorkGate
    let responder: Responder
    let tally: Tally

    let mayTakeLong: HTTPServer.Classifier

    private let bodyLimit: HTTPServer.BodyLimit
    private let shutdownBell: Bell
    private let endBell: Bell
    private let stage = Atomic(Stage.serving)
    private let drainDeadline = Atomic(Int64.max)
    private let nextToken = Atomic(Token.firstConnection)
    private let running: DispatchGroup

    /// - Parameter running: is left once, when the server has ended.
    init(
        configuration: ServerConfiguration, clock: ServerClock, listener: Listener, responder: Responder,
        tally: Tally, bodyLimit: @escaping HTTPServer.BodyLimit, mayTakeLong: @escaping HTTPServer.Classifier,
        running: DispatchGroup
    ) throws(SystemError) {
        self.configuration = configuration
        self.clock = clock
        self.responder = responder
        self.tally = tally
        self.bodyLimit = bodyLimit
        self.mayTakeLong = mayTakeLong
        self.running = running
        epoll = try Epoll()
        alarm = try Alarm(clock: clock)
        shutdownBell = try Bell()
        endBell = try Bell()
        gate = WorkGate(slots: configuration.workers, queueLength: configuration.queueLength)
        acceptor = Acceptor(
            listener: listener, epoll: epoll, token: Token.listener, maximum: configuration.maximumConnections)
        try epoll.add(listener.descriptor, token: Token.listener, .onceReadable)
        try epoll.add(alarm.descriptor, token: Token.alarm, .onceReadable)
        try epoll.add(shutdownBell.descriptor, token: Token.shutdown, .onceReadable)
        try epoll.add(endBell.descriptor, token: Token.end, .whileReadable)
    }

    /// Begins to serve: one thread for each handler that may run, and one that is then left to move bytes.
    func start() {
        running.enter()
        for _ in 0...configuration.workers { startThread(with: nil) }
    }

    /// Starts a thread; `connection`, if any, comes with a slot.
    func startThread(with connection: Connection?) {
        let thread = Thread { ServingThread(self).run(connection) }
        thread.name = "http-server"
        thread.start()
    }

    // MARK: Connections

    /// Begins a conversation on a socket that was just accepted.
    func open(_ socket: StreamSocket, _ peer: SocketAddress, now: Instant) {
        let parser = RequestParser(limits: configuration.limits, bodyLimit: bodyLimit)
        let conversation = Conversation(parser: parser, deadlines: configuration.deadlines, now: now)
        let token = nextToken.add(1, ordering: .relaxed).oldValue
        let connection = Connection(token: token, socket: socket, peer: peer, conversation: conversation)
        tally.connections.add(1)
        connections.insert(connection)
        do throws(SystemError) {
            try epoll.add(socket.descriptor, token: token, .onInput)
        } catch {
            return close(connection)
        }
        if !release(connection) { postpone(connection) }
    }

    /// Ends a connection that the caller owns.
    func close(_ connection: Connection) {
        if let stream = connection.conversation.stream { responder.end(stream, isComplete: false) }
        count(0, heldBy: connection)
        let left = connections.remove(connection)
        connection.socket.close()
        acceptor.resume()
        if left == 0 && stage.load(ordering: .sequentiallyConsistent) == .draining { finish() }
    }

    /// Lets others have a connection; returns false where an event came meanwhile, and the caller still owns it.
    func release(_ connection: Connection) -> Bool {
        publishDeadline(of: connection)
        return connection.ownership.release()
    }

    /// Lets go of a connection for which more can be done at once, and has it reported behind the others.
    func postpone(_ connection: Connection) {
        publishDeadline(of: connection)
        connection.awaitsRoom = true
        connection.ownership.releaseUnread()
        connections.whileOpen(connection) {
            // It is watched as long as it is open, so this cannot fail.
            try? epoll.modify(connection.socket.descriptor, token: connection.token, .onInputAndRoom)
        }
    }

    /// Lets everybody know when a connection's deadline is.
    func publishDeadline(of connection: Connection) {
        let deadline = alarm.nanoseconds(connection.conversation.deadline)
        connection.publishedDeadline.store(deadline, ordering: .releasing)
        alarm.note(deadline)
    }

    /// Counts the content that a connection holds; returns false where there is more of it than may be.
    @discardableResult func count(_ bytes: Int, heldBy connection: Connection) -> Bool {
        let change = bytes - connection.countedBytes
        guard change != 0 else { return true }
        connection.countedBytes = bytes
        return tally.heldBytes.add(change) <= configuration.limits.allBodies || change < 0
    }

    // MARK: The end

    var isOver: Bool { stage.load(ordering: .acquiring) == .over }

    var isDraining: Bool { stage.load(ordering: .acquiring) != .serving }

    /// Begins to stop; for any thread, and any number of times.
    func shutdown() {
        shutdownBell.ring()
    }

    /// Takes nobody new, and sets the end for those who are there.
    func beginDraining(now: Instant) {
        stage.store(.draining, ordering: .sequentiallyConsistent)
        responder.drain()
        acceptor.close()
        let deadline = alarm.nanoseconds(now + configuration.deadlines.drain)
        drainDeadline.store(deadline, ordering: .releasing)
        alarm.note(deadline)
        if connections.count == 0 { finish() }
    }

    /// Ends the server if its drain deadline has passed.
    func finishIfDue(now: Int64) {
        let deadline = drainDeadline.load(ordering: .acquiring)
        guard isDraining && !isOver else { return }
        if deadline <= now { finish() } else { alarm.note(deadline) }
    }

    private func finish() {
        guard stage.exchange(.over, ordering: .sequentiallyConsistent) != .over else { return }
        for connection in connections.all {
            // What a thread has in hand it closes itself, as soon as it sees that all is over.
            let isOurs = [.free, .queued, .running].contains { connection.ownership.move(from: $0, to: .owned) }
            if isOurs || connection.ownership.takeOrNotice() { close(connection) }
        }
        endBell.ring()
        running.leave()
    }
}
