import ArgumentParser
import Foundation
import Logging
import Testing

@testable import distill_planner

@Suite struct `Settings` {
    /// A value of each setting that is not its default, as it is written, and what shows that it was taken.
    static let values: [(name: String, text: String, isTaken: @Sendable (ServeSettings) -> Bool)] = [
        ("host", "::1", { $0.host == "::1" }),
        ("port", "0", { $0.port == 0 }),
        ("database", "a b.sqlite", { $0.database == "a b.sqlite" }),
        ("accelerators", "a.json", { $0.accelerators == "a.json" }),
        ("chart-js", "chart.js", { $0.chartJS == "chart.js" }),
        ("log-level", "warning", { $0.logLevel == .warning }),
        ("log-format", "json", { $0.logFormat == .json }),
        ("no-auth", "true", { $0.noAuth }),
        ("token-rate", "0", { $0.tokenRate == 0 }),
        ("address-rate", "10000000", { $0.addressRate == 10_000_000 }),
        (
            "trusted-proxies", "127.0.0.1, 0:0::1,2001:DB8::1",
            { $0.trustedProxies == ["127.0.0.1", "::1", "2001:db8::1"] }
        ),
        (
            "cors-origins", "https://a.example,http://localhost:3000,http://[::1]:8080",
            { $0.corsOrigins == ["https://a.example", "http://localhost:3000", "http://[::1]:8080"] }
        ),
        ("workers", "1024", { $0.workers == 1024 }),
        ("max-connections", "1", { $0.maxConnections == 1 }),
        ("body-limit", "268435456", { $0.bodyLimitBytes == 268_435_456 }),
        ("fit-workers", "0", { $0.fitWorkers == 0 }),
    ]

    private static func settings(
        _ arguments: [String], _ environment: [String: String] = [:]
    ) throws -> ServeSettings {
        try ServeOptions.parse(arguments).settings(environment: environment)
    }

    @Test func `are all of the table here`() {
        #expect(Self.values.map(\.name) == Setting.all.map(\.name))
        #expect(Set(Setting.all.map(\.variable)).count == Setting.all.count)
    }

    @Test(arguments: values.indices) func `are read from their options and from the environment`(index: Int) throws {
        let (name, text, isTaken) = Self.values[index]
        let setting = Setting.named(name)
        #expect(try !isTaken(Self.settings([])))
        let arguments = name == "no-auth" ? [setting.flag] : [setting.flag, text]
        #expect(try isTaken(Self.settings(arguments)))
        #expect(try isTaken(Self.settings([], [setting.variable: text])))
        #expect(setting.variable.allSatisfy { $0.isUppercase || $0 == "_" })
    }

    @Test(arguments: values.indices) func `follow the option where both are given`(index: Int) throws {
        let (name, text, isTaken) = Self.values[index]
        let setting = Setting.named(name)
        let arguments = name == "no-auth" ? [setting.flag] : [setting.flag, text]
        let other = name == "no-auth" ? "false" : "not of the form"
        #expect(try isTaken(Self.settings(arguments, [setting.variable: other])))
    }

    @Test(arguments: [
        ("host", ""), ("port", "-1"), ("port", "65536"), ("port", "80a"), ("database", ""), ("accelerators", ""),
        ("log-level", "loud"), ("log-format", "xml"), ("no-auth", "yes"), ("no-auth", ""), ("token-rate", "-1"),
        ("token-rate", "1.5"), ("address-rate", "10000001"), ("trusted-proxies", "localhost"),
        ("trusted-proxies", "10.0.0.0/8"), ("trusted-proxies", "127.0.0.1,"), ("cors-origins", "*"),
        ("cors-origins", "https://a.example/"), ("cors-origins", "https://A.example"),
        ("cors-origins", "https://a.example:443"), ("cors-origins", "ftp://a.example"),
        ("cors-origins", "https://u@a.example"), ("cors-origins", "https://"), ("cors-origins", "null"),
        ("workers", "0"), ("max-connections", "0"), ("body-limit", "1023"), ("body-limit", "1e6"),
        ("fit-workers", "65"),
    ])
    func `that are not of their form are named with what would be right`(name: String, text: String) throws {
        let setting = Setting.named(name)
        func message(_ source: String) -> String { "\(source) must be \(setting.form), not \"\(text)\"." }
        let error = #expect(throws: (any Error).self) { try Self.settings([], [setting.variable: text]) }
        #expect(error.map { "\($0)" } == message(setting.variable))
        guard name != "no-auth" else { return }
        let other = #expect(throws: (any Error).self) {
            try Self.settings(text.hasPrefix("-") ? ["\(setting.flag)=\(text)"] : [setting.flag, text])
        }
        #expect(other.map { "\($0)" } == message(setting.flag))
    }

    @Test func `are wrong all at once, with status 2`() throws {
        let outcome = try Program.run(
            ["serve", "--workers", "0"], environment: ["DISTILL_PLANNER_PORT": "http", "DISTILL_PLANNER_HOST": ""])
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(
            outcome.errors.hasPrefix(
                """
                Error: DISTILL_PLANNER_HOST must be an address or a name, not "".
                Error: DISTILL_PLANNER_PORT must be a whole number from 0 to 65535, not "http".
                Error: --workers must be a whole number from 1 to 1024, not "0".
                Usage: 
                """), "\(outcome.errors)")
    }

    @Test func `are what the help of serve says, and nothing else is`() throws {
        let help = try Program.run("serve", "--help").output
        let words = help.split { $0.isWhitespace }.joined(separator: " ")
        for setting in Setting.all {
            let standard = setting.standard.isEmpty ? "" : " (default: \(setting.standard))"
            #expect(words.contains("\(setting.help)\(standard) [env: \(setting.variable)]"), "\(setting.name)")
        }
        let options = help.split(separator: "\n").filter { $0.hasPrefix("  --") }.compactMap {
            $0.split(separator: " ").first
        }
        #expect(options.map(String.init) == Setting.all.map(\.flag))
    }

    @Test func `stand in the documentation as in the table`() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/operations.md")
        let text = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        let begin = try #require(text.range(of: "<!-- settings -->\n"))
        let end = try #require(text.range(of: "<!-- end of settings -->"))
        #expect(
            text[begin.upperBound..<end.lowerBound] == Setting.markdown,
            "write the table there that 'distill-planner settings' prints")
        #expect(try Program.run("settings").output == Setting.markdown)
    }

    @Test func `of the environment that are none are warned of, without their values`() throws {
        let environment = ["DISTILL_PLANNER_PROT": "secret", "DISTILL_PLANNER_LOG_LEVEL": "warning"]
        try RunningServer.with(environment: environment) { server in
            let lines = try server.log().split(separator: "\n")
            #expect(lines.count == 1 && lines[0].contains("warning") && lines[0].contains("DISTILL_PLANNER_PROT"))
            #expect(!lines[0].contains("secret"))
        }
    }

    @Test func `of the environment reach the other commands' database`() throws {
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("p.sqlite").path
            let environment = ["DISTILL_PLANNER_DATABASE": path]
            #expect(try Program.run(["study", "create", "s"], environment: environment).status == 0)
            #expect(try Program.run("study", "list", "--database", path).output.contains("s"))
            let other = folder.appendingPathComponent("other.sqlite").path
            let shown = try Program.run(["laws", "--database", other], environment: environment)
            #expect(shown.status == 1 && shown.errors.contains(other))
            #expect(try Program.run(["laws"], environment: environment).status == 0)
            let empty = try Program.run(["study", "list"], environment: ["DISTILL_PLANNER_DATABASE": ""])
            #expect(empty.status == 2)
            #expect(empty.errors.hasPrefix("Error: DISTILL_PLANNER_DATABASE must be the path of a file, not \"\".\n"))
        }
    }

    @Test func `of the size of a body and of the port are those of the server`() throws {
        let environment = ["DISTILL_PLANNER_BODY_LIMIT": "1024", "DISTILL_PLANNER_FIT_WORKERS": "0"]
        try RunningServer.with(environment: environment) { server in
            let question = #"{"budget_flops": 1e22, "student": {"params": "1B"}}"#
            let small = try server.post("/plan", question)
            let large = try server.post("/plan", question + String(repeating: " ", count: 1024))
            #expect(small.status == 200 && large.status == 413)
            // No fit is worked on, and nobody is waited for.
            let status = try server.stop(SIGTERM)
            #expect(status == 0)
        }
    }
}
