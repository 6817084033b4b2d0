import Logging

extension Setting {
    /// All settings, in the order in which they are shown.
    static let all = [
        Setting(
            "host", \.host, .some("an address or a name"), help: "The address to listen on.", option: { $0.host }),
        Setting(
            "port", \.port, .integer(0...65_535), help: "The TCP port to listen on; 0 takes a free one.",
            option: { $0.port }),
        database,
        Setting(
            "accelerators", \.accelerators, .optional("the path of a file"),
            help: "A JSON file of accelerators beside those that are built in: name, peak_flops, source.",
            option: { $0.accelerators }),
        Setting(
            "chart-js", \.chartJS, .some("the path of a file"),
            help: "Chart.js 3 for the page's charts, as libjs-chart.js has it; without it the page shows tables.",
            option: { $0.chartJS }),
        Setting(
            "log-level", \.logLevel, .choice,
            help: "What is logged: this level and those above it. Every request is a line of level info.",
            option: { $0.logLevel }),
        Setting(
            "log-format", \.logFormat, .choice, help: "How the log is written: text, or json, an object a line.",
            option: { $0.logFormat }),
        Setting(
            "no-auth", \.noAuth, .flag, help: "Ask for no token, wherever the server can be reached from.",
            option: { $0.noAuth ? "true" : nil }),
        Setting(
            "token-rate", \.tokenRate, .integer(0...10_000_000),
            help: "Requests a minute that one token may make; 0 for no limit.", option: { $0.tokenRate }),
        Setting(
            "address-rate", \.addressRate, .integer(0...10_000_000),
            help: "Requests a minute that may come from one address; 0 for no limit.", option: { $0.addressRate }),
        Setting(
            "trusted-proxies", \.trustedProxies, .addresses,
            help: "IP addresses, with commas, of proxies whose X-Forwarded-For is believed.",
            option: { $0.trustedProxies }),
        Setting(
            "cors-origins", \.corsOrigins, .origins,
            help: "Origins, with commas, whose pages may ask from a browser: https://dashboard.example.org.",
            option: { $0.corsOrigins }),
        Setting(
            "workers", \.workers, .integer(1...1024), shown: "one a processor, at least 4",
            help: "Requests that are worked on at a time.", option: { $0.workers }),
        Setting(
            "max-connections", \.maxConnections, .integer(1...1_000_000),
            help: "Connections that are open at a time; the system's limit of descriptors may make it fewer.",
            option: { $0.maxConnections }),
        Setting(
            "body-limit", \.bodyLimitBytes, .integer(1024...268_435_456),
            help: "Bytes that a request may carry; imports (100 MB) and laws (8 MiB) have limits of their own.",
            option: { $0.bodyLimit }),
        Setting(
            "fit-workers", \.fitWorkers, .integer(0...64), shown: "one a processor",
            help: "Fits that are worked on at a time; with 0 they wait for another server of the same database.",
            option: { $0.fitWorkers }),
    ]

    /// The one that all commands have.
    static let database = Setting(
        "database", \.database, .some("the path of a file"),
        help: "The SQLite file; it and its folder are made where they are missing.", option: { $0.database })

    /// The setting that is called `name`.
    static func named(_ name: String) -> Setting {
        guard let setting = all.first(where: { $0.name == name }) else {
            preconditionFailure("no setting is called \(name)")
        }
        return setting
    }

    /// All settings as a table in Markdown, as `docs/operations.md` has it.
    static var markdown: String {
        let head = "| option | environment variable | default | value | what |\n|---|---|---|---|---|\n"
        return head
            + all.map { setting in
                let standard = setting.standard.isEmpty ? "none" : setting.standard
                return
                    "| `\(setting.flag)` | `\(setting.variable)` | \(standard) | \(setting.form) | \(setting.help) |\n"
            }.joined()
    }
}
