import Foundation
import Logging
import PlannerAPI
import Synchronization
import Testing

@testable import distill_planner

@Suite struct `A log of JSON` {
    /// The lines that a logger writes in `body`, at one moment.
    private static func lines(
        level: Logger.Level = .trace, metadata: Logger.Metadata = [:], _ body: (Logger) -> Void
    ) -> [[UInt8]] {
        let lines = Lines()
        let logger = Logger(label: "a.label") { label in
            var handler = JSONLogHandler(
                label: label, now: { Date(timeIntervalSince1970: 1_767_323_045.0075) }, write: lines.add)
            handler.logLevel = level
            handler.metadata = metadata
            return handler
        }
        body(logger)
        return lines.all.withLock { $0 }
    }

    private final class Lines: Sendable {
        let all = Mutex<[[UInt8]]>([])
        @Sendable func add(_ line: [UInt8]) { all.withLock { $0.append(line) } }
    }

    @Test func `has an object a line`() throws {
        let lines = Self.lines { logger in
            logger.info("first", metadata: ["b": "2", "a": ["x", ["k": "v"]]])
            logger.error("second")
        }
        #expect(
            lines.map { String(decoding: $0, as: UTF8.self) } == [
                #"{"time": "2026-01-02T03:04:05.007Z", "level": "info", "label": "a.label", "message": "first", "#
                    + #""metadata": {"a": ["x", {"k": "v"}], "b": "2"}}"# + "\n",
                #"{"time": "2026-01-02T03:04:05.007Z", "level": "error", "label": "a.label", "message": "second", "#
                    + #""metadata": {}}"# + "\n",
            ])
    }

    /// Every character that JSON must not have in the clear, what is no UTF-8, and what ends a line elsewhere.
    static let awkward = [
        String(decoding: (0...0x7F).map(UInt8.init), as: UTF8.self),
        String(decoding: [0xFF, 0x41, 0xC3], as: UTF8.self),
        "quote \" backslash \\ slash /", "line\nfeed\r\n", "\u{2028}\u{2029}\u{85}", "é\u{301}\u{1F9EE}", "",
        "{\"time\": \"forged\"}\n{\"level\": \"info\"}",
    ]

    @Test(arguments: awkward) func `is valid whatever it holds`(text: String) throws {
        struct Told: CustomStringConvertible, Sendable { let description: String }
        let lines = Self.lines(metadata: ["own": "\(text)"]) { logger in
            logger.warning("\(text)", metadata: ["\(text)": .stringConvertible(Told(description: text))])
        }
        let line = try #require(lines.first)
        #expect(
            lines.count == 1 && line.filter { $0 == UInt8(ascii: "\n") }.count == 1 && line.last == UInt8(ascii: "\n"))
        let object = try JSONParser.parse(Array(line.dropLast()))
        #expect(object["message"] == .string(text))
        #expect(object["metadata"]?[text] == .string(text))
        #expect(object["metadata"]?["own"] == .string(text))
        // Another reader than the program's own.
        let other = try JSONSerialization.jsonObject(with: Data(line))
        #expect(other is [String: Any])
    }

    @Test func `has the newest of what is said twice, and the error`() throws {
        struct Broken: Error {}
        let lines = Self.lines(metadata: ["a": "old", "b": "kept"]) { logger in
            logger.error("it broke", error: Broken(), metadata: ["a": "new"])
        }
        let metadata = try JSONParser.parse(Array(#require(lines.first).dropLast()))["metadata"]
        #expect(metadata?["a"] == "new" && metadata?["b"] == "kept" && metadata?["error"] == "Broken()")
    }

    @Test func `has nothing below its level`() {
        #expect(Self.lines(level: .warning) { $0.info("quiet") }.isEmpty)
    }

    @Test func `of a server is one, line by line, with many clients at once`() throws {
        try RunningServer.with(["--log-format", "json"]) { server in
            DispatchQueue.concurrentPerform(iterations: 40) { [client = server.client] number in
                _ = try? client.get("/plans/\(number)%22%0A")
            }
            #expect(try server.stop(SIGTERM) == 0)
            let lines = try server.log().split(separator: "\n")
            var answered = 0
            for line in lines {
                let object = try JSONParser.parse(Array(line.utf8))
                if object["message"] == "answered" { answered += 1 }
            }
            #expect(answered == 40 && lines.count == 42)
        }
    }
}
