import Foundation
import Planning
import ScalingLaws

/// One line of the reference problems: what to plan, and the loss of its optimum.
struct Case: Decodable {
    struct Problem: Decodable {
        let law: String
        let budget: Double
        let student_params: Extent
        let scenario: String?
        let lgt: Double?
        let pre: Double?
        let teacher_params: Extent?
        let teacher_tokens: Extent?
        let student_tokens_max: Double?
        let candidates: [Candidate]?
    }
    struct Candidate: Decodable {}
    struct Optimum: Decodable { let loss: Double }
    enum Extent: Decodable {
        case value(Double)
        case range(Double, Double)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let value = try? container.decode(Double.self) {
                self = .value(value)
            } else {
                let ends = try container.decode([Double].self)
                self = .range(ends[0], ends[1])
            }
        }
    }

    let problem: Problem
    let distillation: Optimum

    /// The problems that the SciPy baseline solves too: its law, a teacher's cost, no menu.
    static func shared(with path: String) throws -> [(problem: PlanningProblem, loss: Double)] {
        try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).compactMap { line in
            let item = try JSONDecoder().decode(Case.self, from: Data(line.utf8))
            guard item.problem.law == "busbridge-2025", item.problem.scenario != "best_case",
                let problem = try item.planningProblem()
            else { return nil }
            return (problem, item.distillation.loss)
        }
    }

    private func planningProblem() throws -> PlanningProblem? {
        guard problem.candidates == nil, let law = LawCatalog.published.set(problem.law) else { return nil }
        let named = problem.scenario.flatMap(Scenario.init)?.weights
        return try PlanningProblem(
            law: law, budgetFLOPs: problem.budget,
            student: StudentLimits(
                parameters: Self.bounds(problem.student_params),
                tokens: Bounds(1e6, problem.student_tokens_max ?? 1e17)),
            teacher: .trained(
                parameters: Self.bounds(problem.teacher_params), tokens: Self.bounds(problem.teacher_tokens)),
            weights: named ?? CostWeights(teacherLogits: problem.lgt ?? 0, teacherPretraining: problem.pre ?? 0))
    }

    private static func bounds(_ extent: Extent?) throws -> Bounds {
        switch extent {
        case nil: .all
        case .value(let value): try .fixed(value)
        case .range(let lower, let upper): try Bounds(lower, upper)
        }
    }
}
