import HTTPServer
import PlannerAPI
import Synchronization
import Testing

/// `/metrics` as it was read.
struct Scrape {
    /// The type of each family, by name.
    private(set) var types: [String: String] = [:]
    /// The value of each sample, by its name with its labels as they were written.
    private(set) var samples: [String: Double] = [:]

    init(_ service: Service) throws {
        let response = service.get("/metrics")
        #expect(response.status == 200)
        #expect(response.field("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
        for line in response.text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# TYPE ") {
                #expect(types.updateValue(String(words[3]), forKey: String(words[2])) == nil, "\(words[2]) comes twice")
            } else if !line.hasPrefix("#") {
                let name = String(words.dropLast().joined(separator: " "))
                let value = try #require(words.last.flatMap { Double($0) })
                #expect(samples.updateValue(value, forKey: name) == nil, "\(name) comes twice")
            }
        }
    }

    /// The value of a sample; a name that is not there fails the test.
    subscript(_ name: String) -> Double {
        get throws { try #require(samples["distill_planner_" + name], "\(name)") }
    }
}

/// A clock that a test moves.
final class ManualClock: Sendable {
    private let start = ContinuousClock.now
    private let passed = Mutex(Duration.zero)

    /// What it takes to look at it: time passes while others work.
    private let step: Duration

    init(step: Duration = .zero) {
        self.step = step
    }

    var now: ContinuousClock.Instant {
        passed.withLock { passed in
            defer { passed += step }
            return start + passed
        }
    }

    func advance(by duration: Duration) { passed.withLock { $0 += duration } }

    var server: ServerClock { ServerClock(secondsSince1970: { 0 }, now: { self.now }) }
}
