import HTTPTypes

/// The open connections: it moves bytes between their sockets and their conversations, and requests to the workers.
///
/// Confined to the loop's thread.
final class ConnectionTable {
    /// No deadline passes before this.
    ///
    /// It may be too early, never too late.
    private(set) var earliestDeadline: Instant?

    private let epoll: Epoll
    private let workers: WorkerPool
    private let responder: Responder
    private let mailbox: Mailbox
    private let configuration: ServerConfiguration
    private var connections: [UInt64: Connection] = [:]
    private var nextToken: UInt64
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)

    /// - Parameter firstToken: tokens from here on belong to connections; none is used twice.
    init(
        epoll: Epoll, workers: WorkerPool, responder: Responder, mailbox: Mailbox,
        configuration: ServerConfiguration, firstToken: UInt64
    ) {
        self.epoll = epoll
        self.workers = workers
        self.responder = responder
        self.mailbox = mailbox
        self.configuration = configuration
        nextToken = firstToken
    }

    var count: Int { connections.count }

    /// Begins a conversation on a socket that was just accepted.
    func open(_ socket: StreamSocket, peer: SocketAddress, now: Instant) {
        let conversation = Conversation(
            limits: configuration.limits, deadlines: configuration.deadlines, now: now)
        let connection = Connection(token: nextToken, socket: socket, peer: peer, conversation: conversation)
        nextToken += 1
        do throws(SystemError) {
            try epoll.add(socket.descriptor, token: connection.token, interest: connection.watched)
        } catch {
            return socket.close()
        }
        connections[connection.token] = connection
        noteDeadline(of: connection)
    }

    /// Reads and writes what a report says is possible.
    func handle(_ report: Epoll.Report, now: Instant) {
        // Absent where an earlier report of the same turn has ended it.
        guard let connection = connections[report.token] else { return }
        guard !report.isGone else { return close(connection) }
        let unwanted = report.ready.subtracting(connection.interest)
        let mayRead = report.ready.contains(.reading) && connection.conversation.wantsInput
        follow(mayRead ? read(connection, now) : .wait, on: connection, unwanted: unwanted, now)
    }

    /// Takes an answer from a worker; it is dropped where the client has gone meanwhile.
    func deliver(_ answer: Answer, token: UInt64, now: Instant) {
        guard let connection = connections[token] else { return }
        connection.conversation.answer(answer, now: now)
        follow(.wait, on: connection, now)
    }

    /// Ends what has passed its deadline.
    ///
    /// It looks at every connection, but only when ``earliestDeadline`` has come: a few microseconds a second for
    /// thousands of connections, and no order to be kept while requests come and go.
    func expire(now: Instant) {
        guard let earliestDeadline, earliestDeadline <= now else { return }
        self.earliestDeadline = nil
        for connection in Array(connections.values) {
            if let deadline = connection.conversation.deadline, deadline <= now {
                follow(connection.conversation.expire(), on: connection, now)
            } else {
                noteDeadline(of: connection)
            }
        }
    }

    /// Closes idle connections and lets the others finish.
    func drain(now: Instant) {
        for connection in Array(connections.values) {
            follow(connection.conversation.drain(), on: connection, now)
        }
    }

    /// Cuts every connection, whatever it is doing.
    func closeAll() {
        for connection in Array(connections.values) { close(connection) }
    }

    /// Does what a conversation asks for until it has to wait for its client or for a worker.
    private func follow(
        _ first: Conversation.Step, on connection: Connection, unwanted: Epoll.Interest = [], _ now: Instant
    ) {
        var step = first
        while true {
            switch step {
            case .wait: break
            case .run(let request): run(request, on: connection, now)
            case .refuse(let refusal): refuse(refusal, on: connection, now)
            case .endWriting: connection.socket.endWriting()
            case .close: return close(connection)
            }
            guard let next = write(connection, now) else { break }
            step = next
        }
        watch(connection, unwanted: unwanted)
        noteDeadline(of: connection)
    }

    private func read(_ connection: Connection, _ now: Instant) -> Conversation.Step {
        switch connection.socket.receive(into: &buffer) {
        case .bytes(let count): connection.conversation.receive(buffer[..<count], now: now)
        case .wouldBlock: .wait
        case .ended: .close
        }
    }

    /// Sends what waits to be sent; nil where that is nothing or the system takes no more.
    private func write(_ connection: Connection, _ now: Instant) -> Conversation.Step? {
        guard !connection.conversation.output.isEmpty else { return nil }
        return switch connection.socket.send(connection.conversation.output) {
        case .bytes(let count): connection.conversation.sent(count, now: now)
        case .wouldBlock: nil
        case .ended: .close
        }
    }

    private func run(_ request: ReceivedRequest, on connection: Connection, _ now: Instant) {
        let isQueued = workers.submit { [responder, mailbox, token = connection.token, peer = connection.peer] in
            mailbox.post(.answer(responder.answer(request, from: peer, since: now), token: token))
        }
        if !isQueued { refuse(.tooBusy, request.head.request, on: connection, now) }
    }

    private func refuse(
        _ refusal: Refusal, _ request: HTTPRequest? = nil, on connection: Connection, _ now: Instant
    ) {
        let answer = responder.refuse(refusal, request, peer: connection.peer)
        connection.conversation.answer(answer, now: now)
    }

    /// Tells the system what to report.
    ///
    /// Only where a report would be missed, or has just come unwanted: most requests end before their client sends
    /// more, and then the system need not be told anything.
    private func watch(_ connection: Connection, unwanted: Epoll.Interest) {
        let interest = connection.interest
        let missing = interest.subtracting(connection.watched)
        guard !missing.isEmpty || !unwanted.isEmpty else { return }
        do throws(SystemError) {
            try epoll.modify(connection.socket.descriptor, token: connection.token, interest: interest)
            connection.watched = interest
        } catch {
            close(connection)
        }
    }

    private func noteDeadline(of connection: Connection) {
        guard let deadline = connection.conversation.deadline else { return }
        earliestDeadline = min(earliestDeadline ?? deadline, deadline)
    }

    private func close(_ connection: Connection) {
        connections[connection.token] = nil
        connection.socket.close()
    }
}
