import ArgumentParser

/// The options of `serve` as they stand on the command line; ``Setting/all`` says what each means.
struct ServeOptions: ParsableArguments {
    @Option(help: Setting.named("host").argumentHelp)
    var host: String?

    @Option(help: Setting.named("port").argumentHelp)
    var port: String?

    @Option(help: Setting.named("database").argumentHelp)
    var database: String?

    @Option(help: Setting.named("accelerators").argumentHelp)
    var accelerators: String?

    @Option(help: Setting.named("chart-js").argumentHelp)
    var chartJS: String?

    @Option(help: Setting.named("log-level").argumentHelp)
    var logLevel: String?

    @Option(help: Setting.named("log-format").argumentHelp)
    var logFormat: String?

    @Flag(help: Setting.named("no-auth").argumentHelp)
    var noAuth = false

    @Option(help: Setting.named("token-rate").argumentHelp)
    var tokenRate: String?

    @Option(help: Setting.named("address-rate").argumentHelp)
    var addressRate: String?

    @Option(help: Setting.named("trusted-proxies").argumentHelp)
    var trustedProxies: String?

    @Option(help: Setting.named("cors-origins").argumentHelp)
    var corsOrigins: String?

    @Option(help: Setting.named("workers").argumentHelp)
    var workers: String?

    @Option(help: Setting.named("max-connections").argumentHelp)
    var maxConnections: String?

    @Option(help: Setting.named("body-limit").argumentHelp)
    var bodyLimit: String?

    @Option(help: Setting.named("fit-workers").argumentHelp)
    var fitWorkers: String?

    /// What is set, by the options or by the environment.
    ///
    /// - Throws: `ValidationError`, with all that is wrong.
    func settings(environment: [String: String]) throws -> ServeSettings {
        do {
            return try ServeSettings(self, environment: environment)
        } catch let faults as SettingFaults {
            throw faults.usage
        }
    }
}
