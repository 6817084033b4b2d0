import Foundation
import Testing

@Suite struct `laws` {
    @Test func `lists one law a line, the default marked`() throws {
        let outcome = try Program.run("laws")
        let names = outcome.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        #expect(names.prefix(2) == ["busbridge-2025", "busbridge-2025-printed"])
        let versions = outcome.output.split(separator: "\n").map { $0.split(separator: " ").prefix(3) }
        #expect(Set(versions).count == versions.count)
        #expect(outcome.output.components(separatedBy: "(default)").count == 2)
    }

    @Test func `shows each law as the server does`() throws {
        try RunningServer.with { server in
            let list = try Program.run("laws").output.split(separator: "\n")
            let newest = Dictionary(list.map { $0.split(separator: " ") }.map { ($0[0], $0[2]) }) { $1 }
            for (name, version) in newest {
                let shown = try Program.run("laws", String(name))
                #expect(shown == .init(status: 0, output: try server.get("/laws/\(name)").text))
                #expect(try Program.run("laws", "\(name)@\(version)") == shown)
            }
        }
    }
}
