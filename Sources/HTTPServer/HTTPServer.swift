import Dispatch
import Foundation
public import HTTPTypes
public import Logging
import Synchronization

/// An HTTP/1.1 server on TCP: strict about what it reads (RFC 9110 and 9112), bounded in what it holds.
///
/// A fixed number of threads wait for the same events; each moves the bytes of one connection at a time and runs its
/// handler, and one of them never does, so slow handlers delay nobody but those who wait for a worker. Signals, routes
/// and TLS are somebody else's.
public final class HTTPServer: Sendable {
    /// Answers a request.
    ///
    /// Called on a worker's thread, on several at once; it may block, until its deadline. What it throws is logged,
    /// and answered with the refusal `handlerFailed`.
    public typealias Handler = @Sendable (ServerRequest) throws -> ServerResponse

    /// Puts a refusal into words: an answer of bytes.
    ///
    /// Called on a thread that moves bytes; it must not block.
    public typealias RefusalRenderer = @Sendable (Refusal) -> ServerResponse

    /// How many bytes of content may come with a head; nil is the limit of the configuration.
    ///
    /// Called on a thread that moves bytes, before the content is read; it must not block.
    public typealias BodyLimit = @Sendable (HTTPRequest) -> Int?

    /// Whether a request may take long, or wait for others of its kind.
    ///
    /// Such requests have all workers but one, so that whatever they do, one is left for the rest. Called on a thread that
    /// moves bytes; it must not block.
    public typealias Classifier = @Sendable (HTTPRequest) -> Bool

    private let configuration: ServerConfiguration
    private let clock: ServerClock
    private let bodyLimit: BodyLimit
    private let mayTakeLong: Classifier
    private let responder: Responder
    private let tally = Tally()
    private let engine = Guarded<Engine?>(nil)
    private let running = DispatchGroup()

    /// Makes a server that does nothing until ``start()``.
    ///
    /// - Parameters:
    ///   - configuration: where to listen and what to allow; a value outside its range stops the program.
    ///   - logger: gets one line for each answer, at level info: id, method, route, status, bytes sent, seconds
    ///     from the whole request to its answer, peer, and the reason of a refusal; and at level error what a
    ///     handler threw.
    ///   - clock: where the time comes from.
    ///   - makeRequestID: what to call a request, in visible ASCII; for any thread.
    ///   - bodyLimit: the limit of a body, where it is not the configuration's.
    ///   - mayTakeLong: which requests may not have every worker.
    ///   - refusalResponse: what to say to a request that no handler answers; the status of the refusal is
    ///     advice. The connection closes in any case.
    ///   - handler: answers the requests.
    public init(
        configuration: ServerConfiguration, logger: Logger, clock: ServerClock = .system,
        makeRequestID: @escaping @Sendable () -> String = countingRequestIDs(),
        bodyLimit: @escaping BodyLimit = { _ in nil }, mayTakeLong: @escaping Classifier = { _ in false },
        refusalResponse: @escaping RefusalRenderer = { ServerResponse(refusing: $0) }, handler: @escaping Handler
    ) {
        configuration.checkRanges()
        self.configuration = configuration
        self.clock = clock
        self.bodyLimit = bodyLimit
        self.mayTakeLong = mayTakeLong
        responder = Responder(
            handler: handler, renderRefusal: refusalResponse, makeRequestID: makeRequestID, logger: logger,
            clock: clock, tally: tally)
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
            let engine = try Engine(
                configuration: configuration, clock: clock, listener: listener, responder: responder, tally: tally,
                bodyLimit: bodyLimit, mayTakeLong: mayTakeLong, running: running)
            self.engine.withLock { current in
                precondition(current == nil, "a server starts once")
                current = engine
            }
            engine.start()
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
    /// Nothing more is accepted, idle clients are taken leave of, requests that have begun are finished and answered. What is
    /// not through after the drain deadline is cut; a handler that still runs then is left to itself.
    public func shutdown() {
        engine.withLock { $0 }?.shutdown()
    }

    /// What the server has done so far; for any thread, and any number of times.
    public var counters: ServerCounters {
        tally.counters(openConnections: engine.withLock { $0 }?.connections.count ?? 0)
    }
}

/// Identifiers that count from 1 behind a word of eight random hexadecimal digits.
///
/// - Parameter word: what stands before the number; by default it tells one run of a program from another.
public func countingRequestIDs(
    after word: String = String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16)
) -> @Sendable () -> String {
    let counter = RequestCounter()
    return { "\(word)-\(counter.next())" }
}

private final class RequestCounter: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}
