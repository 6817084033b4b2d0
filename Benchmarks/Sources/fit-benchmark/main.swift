import Fitting
import Foundation
import ScalingLaws

// usage: fit-benchmark CSV [--gamma-free] [--delta 1e-3] [--resamples 200] [--workers 1] [--configurations] [--out FILE]
//
// Times the certified optimum of a file of runs and its bootstrap. FILE gets, for every resample, our objective and how
// often each run is in it, so that another program can fit the same.

let arguments = CommandLine.arguments
func value(_ name: String) -> String? { arguments.firstIndex(of: name).map { arguments[$0 + 1] } }

let rows = try String(contentsOfFile: arguments[1], encoding: .utf8).split(whereSeparator: \.isNewline)
    .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
let header = rows[0]
func column(_ name: String) -> [Double]? {
    header.firstIndex(of: name).map { index in rows.dropFirst().map { Double($0[index]) ?? .nan } }
}

var options = FitOptions()
options.delta = value("--delta").flatMap(Double.init) ?? 1e-3
options.workers = value("--workers").flatMap(Int.init) ?? 1
options.hasProfiles = false
options.leavesOut = false
let resamples = value("--resamples").flatMap(Int.init) ?? 200
let unit = arguments.contains("--configurations") ? ResamplingUnit.configuration : .run

func milliseconds(_ duration: Duration) -> Double { duration / .milliseconds(1) }

/// Fits twice, without and with resamples; the difference is what the resamples took.
@MainActor func run<Law>(_ fit: (FitOptions) throws -> FitOutcome<Law>) throws -> FitOutcome<Law> {
    let clock = ContinuousClock()
    var outcome: FitOutcome<Law>?
    let alone = try (0..<5).map { _ in try clock.measure { outcome = try fit(options) } }.min() ?? .zero
    if let outcome {
        print(
            "optimum \(outcome.objective) from \(outcome.starts) starts in \(milliseconds(alone)) ms; "
                + "\(outcome.startsAgreed) agree; gradient \(outcome.scaledGradient)")
    }
    options.bootstrap = .init(unit: unit, resamples: resamples)
    let both = try clock.measure { outcome = try fit(options) }
    print(
        "\(resamples) resamples by \(unit.rawValue) in \(milliseconds(both - alone)) ms, "
            + "\(milliseconds(both - alone) / Double(resamples)) ms each; \(outcome?.bootstrap?.failed ?? 0) failed")
    return try outcome ?? fit(options)
}

@MainActor func objective(_ predicted: [Double], _ measured: [Double], _ weights: [Double]) -> Double {
    zip(zip(predicted, measured), weights).reduce(0) { sum, run in
        let residual = abs(log(run.0.0) - log(run.0.1))
        let loss =
            residual <= options.delta
            ? residual * residual / 2 : options.delta * (residual - options.delta / 2)
        return sum + run.1 * loss
    }
}

@MainActor func write<Law>(
    _ bootstrap: BootstrapOutcome<Law>?, _ resampling: Resampling, _ measured: [Double],
    _ predict: (Law) throws -> [Double]
) throws {
    guard let path = value("--out"), let bootstrap else { return }
    let lines = try zip(bootstrap.indices, bootstrap.draws).map { index, law in
        let weights = resampling.weights(index)
        let numbers = [objective(try predict(law), measured, weights)] + weights
        return numbers.map { "\($0)" }.joined(separator: ",")
    }
    try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
}

if let losses = column("loss"), let sizes = column("N"), let tokens = column("D") {
    let runs = try zip(losses, zip(sizes, tokens))
        .map { try SupervisedRun(parameters: $1.0, tokens: $1.1, lossNats: $0) }
    let outcome = try run {
        try LawFit.supervised(runs, sumExponent: arguments.contains("--gamma-free") ? .free : .one, options: $0)
    }
    try write(outcome.bootstrap, Resampling(runs, unit: unit, seed: options.seed), losses) { law in
        try runs.map { try law.lossNats(parameters: $0.parameters, tokens: $0.tokens) }
    }
} else if let sizes = column("N_S_figure"), let tokens = column("D_S"), let teachers = column("L_T"),
    let students = column("L_S"), let printed = LawCatalog.published.set("busbridge-2025")?.supervised
{
    let runs = try sizes.indices.map {
        try DistillationRun(
            studentParameters: sizes[$0], studentTokens: tokens[$0], teacherLossNats: teachers[$0],
            studentLossNats: students[$0])
    }
    let outcome = try run { try LawFit.distillation(runs, on: printed, options: $0) }
    try write(outcome.bootstrap, Resampling(runs, unit: unit, seed: options.seed), students) { law in
        try runs.map {
            try law.studentLossNats(
                studentParameters: $0.studentParameters, studentTokens: $0.studentTokens,
                teacherLossNats: $0.teacherLossNats, supervised: printed)
        }
    }
} else {
    print("the file has neither N, D, loss nor N_S_figure, D_S, L_T, L_S")
    exit(2)
}
