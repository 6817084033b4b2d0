import Foundation
import Planning
import ScalingLaws
import TestSupport
import Testing

/// The table of appendix D.5 in `docs/theory.md`: what distilling costs over supervised training, to the same loss.
@Suite struct `The table of ratios` {
    static let sizes = [
        ("300 M", 3e8), ("500 M", 5e8), ("1 B", 1e9), ("1.5 B", 1.5e9), ("2 B", 2e9), ("3 B", 3e9), ("5 B", 5e9),
        ("10 B", 1e10),
    ]
    static let losses = [2.5, 2.4, 2.3, 2.2, 2.1]

    @Test func `is what the planner says`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/theory.md")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        for (name, size) in Self.sizes {
            let cells = try Self.losses.map { try Self.cell(size, $0) }
            let row = "| \(name) | " + cells.joined(separator: " | ") + " |"
            print(row)
            #expect(lines.contains(row), "\(row)")
        }
    }

    /// Compute and tokens (equation 34) over those of supervised training, from a teacher that exists and, behind the
    /// stroke, from one that is trained for this student; a dash where the size does not reach the loss.
    private static func cell(_ size: Double, _ lossNats: Double) throws -> String {
        let problem = try PlanningProblem(
            law: CoefficientSet.published[0], budgetFLOPs: 1, studentParameters: size,
            weights: Scenario.teacherInference.weights)
        guard let target = (try? Planner.plan(problem, reaching: lossNats))?.target, let alone = target.supervised
        else {
            return "-"
        }
        func ratios(_ scenario: Scenario) -> String {
            guard let way = target.ways.first(where: { $0.scenario == scenario }), let tokens = way.tokens,
                let others = alone.tokens
            else { return "-" }
            return String(format: "%.2f, %.2f", way.totalFLOPs / alone.totalFLOPs, tokens / others)
        }
        return ratios(.teacherInference) + " / " + ratios(.teacherPretrainingInference)
    }
}
