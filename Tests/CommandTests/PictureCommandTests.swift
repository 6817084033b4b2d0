import Foundation
import Testing

/// `frontier` and `map` with `--format svg`, and the pictures of `docs/pictures.md`.
@Suite struct `Picture commands` {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

    @Test func `make the pictures of their page, to the byte`() throws {
        let page = try String(contentsOf: Self.root.appending(path: "docs/pictures.md"), encoding: .utf8)
        let commands = page.matches(of: /\$ distill-planner (.+) > (docs\/pictures\/.+\.svg)\n/)
        let shown = Set(page.matches(of: /\]\((pictures\/.+\.svg)\)/).map { "docs/" + $0.output.1 })
        #expect(shown.count == 3 && Set(commands.map { String($0.output.2) }) == shown)
        for command in commands {
            let arguments = command.output.1.split(separator: " ").map { argument in
                argument.hasPrefix("docs/") ? Self.root.appending(path: String(argument)).path() : String(argument)
            }
            let kept = try String(contentsOf: Self.root.appending(path: String(command.output.2)), encoding: .utf8)
            #expect(try Program.run(arguments) == .init(status: 0, output: kept), "\(command.output.2)")
        }
    }

    @Test func `take a style, and name what is wrong with it`() throws {
        let question = #"{"budgets": 1e21, "student": {"params": "1B"}}"#
        let dark = try Program.run(
            ["frontier", "--format", "svg", "--theme", "dark", "--width", "1K", "--height", "600"], input: question)
        #expect(dark.status == 0 && dark.output.contains(##"width="1000" height="600" viewBox="0 0 1000 600""##))
        #expect(dark.output.contains("#0d1117") && !dark.output.contains("<style>"))
        let wrong = try Program.run(["frontier", "--format", "svg", "--theme", "blue"], input: question)
        #expect(wrong.status == 2)
        #expect(wrong.errors == "Error: theme \"blue\" is not known; known are light, dark\n")
        let idle = try Program.run(["map", "--show", "student_loss"], input: "{}")
        #expect(idle.status == 2 && idle.errors.contains("--show means nothing without --format svg."))
    }
}
