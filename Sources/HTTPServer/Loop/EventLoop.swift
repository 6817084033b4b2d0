/// One thread's work: it waits for sockets and for mail, and never for a handler.
///
/// It belongs to the thread that calls ``run()``; the mailbox is the only way in from others.
final class EventLoop {
    /// What a loop is given by whoever starts it, from any thread.
    struct Parts: Sendable {
        let configuration: ServerConfiguration
        let clock: ServerClock
        let listener: Listener
        let epoll: Epoll
        let mailbox: Mailbox
        let workers: WorkerPool
        let responder: Responder
    }

    private enum Token {
        static let listener: UInt64 = 0
        static let mailbox: UInt64 = 1
        static let firstConnection: UInt64 = 2
    }

    private let parts: Parts
    private let connections: ConnectionTable
    private var acceptor: Acceptor
    private var drainDeadline: Instant?

    init(_ parts: Parts) {
        self.parts = parts
        connections = ConnectionTable(
            epoll: parts.epoll, workers: parts.workers, responder: parts.responder, mailbox: parts.mailbox,
            configuration: parts.configuration, firstToken: Token.firstConnection)
        acceptor = Acceptor(
            listener: parts.listener, epoll: parts.epoll, token: Token.listener,
            maximum: parts.configuration.maximumConnections)
    }

    /// Makes `epoll` report what a loop waits for besides its connections.
    static func watch(_ listener: Listener, _ mailbox: Mailbox, with epoll: Epoll) throws(SystemError) {
        try epoll.add(listener.descriptor, token: Token.listener, interest: .reading)
        try epoll.add(mailbox.descriptor, token: Token.mailbox, interest: .reading)
    }

    /// Serves until a shutdown was asked for and is through.
    func run() {
        var now = parts.clock.now()
        while !isOver(now) {
            let reports = parts.epoll.wait(timeout: nextDeadline.map { $0 - now })
            now = parts.clock.now()
            for report in reports { handle(report, now) }
            connections.expire(now: now)
            if drainDeadline == nil { acceptor.resume(connections, now: now) }
        }
        connections.closeAll()
        parts.workers.close()
        parts.epoll.close()
    }

    private func handle(_ report: Epoll.Report, _ now: Instant) {
        switch report.token {
        case Token.listener:
            if drainDeadline == nil { acceptor.accept(into: connections, now: now) }
        case Token.mailbox:
            for message in parts.mailbox.collect() { read(message, now) }
        default:
            connections.handle(report, now: now)
        }
    }

    private func read(_ message: Mailbox.Message, _ now: Instant) {
        switch message {
        case .answer(let answer, let token):
            connections.deliver(answer, token: token, now: now)
        case .shutdown:
            guard drainDeadline == nil else { return }
            drainDeadline = now + parts.configuration.deadlines.drain
            parts.responder.drain()
            acceptor.close()
            connections.drain(now: now)
        }
    }

    private func isOver(_ now: Instant) -> Bool {
        guard let drainDeadline else { return false }
        return connections.count == 0 || drainDeadline <= now
    }

    private var nextDeadline: Instant? {
        [connections.earliestDeadline, acceptor.retry, drainDeadline].compactMap { $0 }.min()
    }
}
