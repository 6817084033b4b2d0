import Foundation
import Planning

// usage: plan-benchmark FILE [--repeat R] [--kinds] [--million]
//
// Times Planner.plan over the problems of FILE, each on its own, and prints what the SciPy baseline prints of
// itself. With --kinds it times the other questions; with --million it then makes a million plans and prints the resident memory on the way.

let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
    print("usage: plan-benchmark FILE [--repeat R] [--kinds] [--million]")
    exit(2)
}
let repeats = arguments.firstIndex(of: "--repeat").flatMap { Int(arguments[$0 + 1]) } ?? 100
let cases = try Case.shared(with: arguments[1])

func median(_ sorted: [Double], _ share: Double) -> Double { sorted[Int(share * Double(sorted.count - 1))] }

var times: [Double] = []
var misses = 0
for _ in 0..<repeats {
    for (problem, loss) in cases {
        let start = ContinuousClock.now
        let plan = try Planner.plan(problem)
        let elapsed = ContinuousClock.now - start
        times.append(Double(elapsed.components.attoseconds) * 1e-15 + Double(elapsed.components.seconds) * 1e3)
        if (plan.distillation?.studentLossNats ?? .infinity) > loss + 1e-6 { misses += 1 }
    }
}
times.sort()
print(
    String(
        format: "global optimum: median %.5f ms a plan, p95 %.5f ms, %d of %d more than 1e-6 nats above the reference",
        median(times, 0.5), median(times, 0.95), misses, times.count))

if arguments.contains("--kinds") { try Kinds.time() }

/// Resident memory in kilobytes.
func residentKilobytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    return Int(line.filter(\.isNumber)) ?? 0
}

if arguments.contains("--million") {
    var sum = 0.0
    for count in 0...1_000_000 {
        if count % 250_000 == 0 { print("resident after \(count) plans: \(try residentKilobytes()) kB") }
        sum += try Planner.plan(cases[count % cases.count].problem).supervised?.studentLossNats ?? 0
    }
    print("mean supervised loss \(sum / 1_000_001)")
}
