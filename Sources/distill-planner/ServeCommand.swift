import ArgumentParser
import Dispatch
import Foundation
import HTTPServer
import Logging
import PlannerAPI
import Planning
import Store
import Synchronization

/// `serve`: the HTTP service.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer over HTTP until SIGINT or SIGTERM.",
        discussion: """
            Prints its URL on standard output once it answers, and its log on standard error.
            Running requests are finished before the program ends; a second signal ends it at once.
            """)

    @OptionGroup var options: ServeOptions

    private static let environment = ProcessInfo.processInfo.environment

    func validate() throws { _ = try options.settings(environment: Self.environment) }

    func run() throws {
        let settings = try options.settings(environment: Self.environment)
        LoggingSystem.bootstrap { ServiceLog.handler($0, settings.logFormat, settings.logLevel) }
        let logger = Logger(label: "distill-planner")
        for variable in Setting.unknownVariables(Self.environment) {
            logger.warning(
                "an environment variable is no setting and says nothing", metadata: ["variable": "\(variable)"])
        }
        let table = try Accelerators.table(settings.accelerators)
        let store = try DatabaseFile.open(settings.database)
        try Exposure.check(host: settings.host, asksForTokens: !settings.noAuth, store)
        let metrics = ServiceMetrics()
        let fits = FitJobs(store: store, logger: logger, metrics: metrics)
        let application = PlannerApplication(
            store: store, logger: logger, accelerators: table, fits: fits, metrics: metrics,
            rules: AccessRules(settings), page: ServedPage.files(chartJS: settings.chartJS, logger))
        let configuration = ServerConfiguration(settings)
        let server = HTTPServer(
            configuration: configuration, logger: logger, bodyLimit: PlannerApplication.bodyLimit,
            mayTakeLong: application.mayTakeLong,
            refusalResponse: { [limits = configuration.limits] in PlannerApplication.respond(to: $0, limits: limits) },
            handler: application.respond(to:))
        metrics.watch { server.counters }
        let url = "http://\(try start(server))"
        try fits.start(workers: settings.fitWorkers)
        let signals = StopSignals { server.shutdown() }
        let access = try Exposure.words(asksForTokens: !settings.noAuth, store)
        logger.info(
            "listening", metadata: ["url": "\(url)", "database": "\(settings.database)", "access": "\(access)"])
        // The log has it too: a service whose standard output is closed goes on.
        try? Terminal.write((url + "\n").utf8)
        server.waitUntilStopped()
        signals.cancel()
        fits.stop()
        application.settle()
        try store.close()
        logger.info("stopped")
    }

    private func start(_ server: HTTPServer) throws -> SocketAddress {
        do {
            return try server.start()
        } catch {
            throw CommandFailure.failed(error.text)
        }
    }
}

extension AccessRules {
    /// What the settings say of callers.
    fileprivate init(_ settings: ServeSettings) {
        self.init()
        asksForTokens = !settings.noAuth
        requestsPerMinuteOfToken = settings.tokenRate
        requestsPerMinuteOfAddress = settings.addressRate
        trustedProxies = Set(settings.trustedProxies)
        allowedOrigins = Set(settings.corsOrigins)
    }
}

extension ServerConfiguration {
    /// What the settings say, within what the system allows.
    fileprivate init(_ settings: ServeSettings) {
        self.init()
        host = settings.host
        port = settings.port
        workers = settings.workers
        limits.body = settings.bodyLimitBytes
        maximumConnections = DescriptorLimit.connections(upTo: settings.maxConnections)
    }
}

extension StartError {
    /// Why the server cannot listen, and what would help.
    fileprivate var text: String {
        let place = SocketAddress(host: host, port: port)
        return switch reason {
        case .addressInUse: "\(place) is in use by another program; choose another port with --port"
        case .permissionDenied: "\(place) may not be listened on by this user; choose a port of 1024 or above"
        case .addressNotAvailable: "\(host) is not an address of this machine"
        case .unknownHost: "\(host) is neither an address nor a known name"
        case .systemRefused: "\(place) cannot be listened on: \(String(cString: strerror(code)))"
        }
    }
}

/// How many signals have come.
private final class SignalCount: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}

/// Ends this process as `number` does where nobody catches it, so that whoever waits for it learns of the signal.
private func endProcess(by number: Int32) {
    signal(number, SIG_DFL)
    // Dispatch keeps what it watches blocked in every thread, and a blocked signal ends nobody.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    kill(getpid(), number)
}

/// Calls back at SIGINT and SIGTERM once; the next one ends the program at once.
private struct StopSignals {
    private let sources: [any DispatchSourceSignal]

    init(_ stop: @escaping @Sendable () -> Void) {
        let registered = DispatchGroup()
        let signals = SignalCount()
        sources = [SIGINT, SIGTERM].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            registered.enter()
            source.setRegistrationHandler { @Sendable in registered.leave() }
            source.setEventHandler { @Sendable in
                if signals.next() == 1 { stop() } else { endProcess(by: number) }
            }
            source.activate()
            return source
        }
        // Whoever is told of the server's address from here on may end it, and finds it listening to signals.
        registered.wait()
    }

    func cancel() {
        for source in sources { source.cancel() }
    }
}
