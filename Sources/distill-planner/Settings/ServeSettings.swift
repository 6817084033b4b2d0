import Foundation
import HTTPServer
import Logging

/// All that can be set about `serve`, with its defaults; ``Setting/all`` says what each is called, and what it may be.
struct ServeSettings: Sendable {
    var host = "127.0.0.1"
    /// 0 takes a free one.
    var port = 8080
    var database = "data/planner.sqlite"
    /// A file; none where it is nil.
    var accelerators: String?
    /// A file, which need not be there.
    var chartJS = "/usr/share/javascript/chart.js/chart.min.js"
    var logLevel = Logger.Level.info
    var logFormat = LogFormat.text
    /// Whether requests need no token though the server can be reached from elsewhere.
    var noAuth = false
    /// Requests a minute, 0 for no limit.
    var tokenRate = 6000
    /// Requests a minute, 0 for no limit.
    var addressRate = 12_000
    /// IP addresses in the form in which the system writes them.
    var trustedProxies: [String] = []
    /// Scheme, host and port, as browsers send them.
    var corsOrigins: [String] = []
    var workers = ServerConfiguration().workers
    var maxConnections = ServerConfiguration().maximumConnections
    var bodyLimitBytes = ServerLimits().body
    /// 0 leaves the fits to another server of the same database.
    var fitWorkers = min(64, ProcessInfo.processInfo.activeProcessorCount)

    /// The defaults.
    init() {}

    /// What the options say, and where they say nothing the environment.
    ///
    /// - Throws: ``SettingFaults``, all at once.
    init(_ options: ServeOptions, environment: [String: String]) throws {
        var faults: [SettingFault] = []
        for setting in Setting.all {
            guard let given = setting.given(setting.option(options), environment: environment) else { continue }
            if !setting.take(given.text, &self) { faults.append(SettingFault(setting: setting, given: given)) }
        }
        guard faults.isEmpty else { throw SettingFaults(faults: faults) }
    }
}

/// How a line of the log is written.
enum LogFormat: String, CaseIterable, Sendable {
    /// For people.
    case text
    /// An object a line.
    case json
}
