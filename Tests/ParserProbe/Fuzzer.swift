import Foundation
import HTTPServer
import ParserTesting

/// Runs many mutated messages through ``ParserCheck``, and watches time and memory meanwhile.
struct Fuzzer {
    /// No input is longer than some hundred bytes: what takes longer than this hangs.
    private static let patience = Duration.seconds(2)

    /// What memory may grow by after the first tenth of a run.
    private static let allowedGrowthKilobytes = 8 * 1024

    private var messages: MutatedMessages
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        messages = MutatedMessages(seed: seed)
    }

    /// Runs `count` inputs; returns whether all properties held.
    func run(_ count: Int) -> Bool {
        var messages = messages
        var accepted = 0
        var slowest = Duration.zero
        var residentEarly = 0
        let clock = ContinuousClock()
        let start = clock.now
        for number in 0..<count {
            if number == count / 10 { residentEarly = residentKilobytes() }
            let bytes = messages.next()
            let cuts = messages.cuts(bytes.count)
            let begin = clock.now
            do throws(ParserCheck.Violation) {
                let events = try ParserCheck.check(bytes, cuts: cuts)
                if case .request = events.first { accepted += 1 }
            } catch {
                print("broken by input \(number) of seed \(seed): \(error)\n\(String(reflecting: bytes))")
                return false
            }
            slowest = max(slowest, clock.now - begin)
        }
        let growth = residentKilobytes() - residentEarly
        print(
            "\(count) inputs of seed \(seed) in \(Int((clock.now - start) / .seconds(1))) s: "
                + "\(accepted) begin with a whole request; slowest \(slowest); memory grew by \(growth) kB")
        guard slowest < Self.patience else { return fail("an input took longer than \(Self.patience)") }
        guard growth < Self.allowedGrowthKilobytes else { return fail("memory grew") }
        return true
    }

    private func fail(_ reason: String) -> Bool {
        print("broken: \(reason)")
        return false
    }

    private func residentKilobytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
