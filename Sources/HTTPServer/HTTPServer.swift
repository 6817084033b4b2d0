import Dispatch
import Foundation
public import Logging

/// An HTTP/1.1 server on TCP: strict about what it reads (RFC 9110 and 9112), bounded in what it holds.
///
/// One thread moves all bytes; handlers run on a fixed number of others, one request at a time for each connection,
/// so a slow handler delays nobody but those who wait for a worker. Signals, routes and TLS are somebody else's.
public final class HTTPServer: Sendable {
    /// Answers a request.
    ///
    /// Called on a worker's thread, on several at once; it may block.
    public typealias Handler = @Sendable (ServerRequest) -> ServerResponse

    /// Puts a refusal into words.
    ///
    /// Called on the thread that moves the bytes; it must not block.
    public typealias RefusalRenderer = @Sendable (Refusal) -> ServerResponse

    private let configuration: ServerConfiguration
    private let clock: ServerClock
    private let responder: Responder
    private let mailbox = Guarded<Mailbox?>(nil)
    private let running = DispatchGroup()

    /// Makes a server that does nothing until ``start()``.
    ///
    /// - Parameters:
    ///   - configuration: where to listen and what to allow; a value outside its range stops the program.
    ///   - logger: gets one line for each answer, at level info: method, path without query, status, bytes sent,
    ///     seconds from the whole request to its answer, peer, and the reason of a refusal.
    ///   - clock: where the time comes from.
    ///   - refusalResponse: what to say to a request that no handler gets to see; the status of the refusal is
    ///     advice. The connection closes in any case.
    ///   - handler: answers the requests.
    public init(
        configuration: ServerConfiguration, logger: Logger, clock: ServerClock = .system,
        refusalResponse: @escaping RefusalRenderer = { ServerResponse(refusing: $0) }, handler: @escaping Handler
    ) {
        configuration.checkRanges()
        self.configuration = configuration
        self.clock = clock
        responder = Responder(handler: handler, renderRefusal: refusalResponse, logger: logger, clock: clock)
    }

    /// Binds, listens and begins to serve; a server starts once.
    ///
    /// It serves until ``shutdown()``, whether or not anybody still refers to it.
    ///
    /// - Returns: the address that it listens on, with the port that the system chose where 0 was asked for.
    /// - Throws: ``StartError``; then nothing is left behind, and it may be tried again.
    public func start() throws(StartError) -> SocketAddress {
        let host = configuration.host
        let port = configuration.port
        let listener = try Listener(host: host, port: port, backlog: configuration.backlog)
        do throws(SystemError) {
            try serve(listener)
        } catch {
            listener.close()
            throw StartError(reason: .systemRefused, code: error.code, host: host, port: port)
        }
        return listener.address
    }

    /// Blocks until a ``shutdown()`` is through; returns at once where the server does not run.
    public func waitUntilStopped() {
        running.wait()
    }

    /// Begins to stop, and returns at once; for any thread, and any number of times.
    ///
    /// Nothing more is accepted, idle connections close, requests that have begun are finished and answered. What is
    /// not through after the drain deadline is cut; a handler that still runs then is left to itself.
    public func shutdown() {
        mailbox.withLock { $0 }?.post(.shutdown)
    }

    private func serve(_ listener: Listener) throws(SystemError) {
        let mailbox = try Mailbox()
        let epoll = try Epoll()
        do throws(SystemError) {
            try EventLoop.watch(listener, mailbox, with: epoll)
        } catch {
            epoll.close()
            throw error
        }
        self.mailbox.withLock { current in
            precondition(current == nil, "a server starts once")
            current = mailbox
        }
        let parts = EventLoop.Parts(
            configuration: configuration, clock: clock, listener: listener, epoll: epoll, mailbox: mailbox,
            workers: WorkerPool(workers: configuration.workers, queueLength: configuration.queueLength),
            responder: responder)
        running.enter()
        let thread = Thread { [running] in
            EventLoop(parts).run()
            running.leave()
        }
        thread.name = "http-loop"
        thread.start()
    }
}
