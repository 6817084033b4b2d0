import Foundation
package import Planning
import ScalingLaws

/// One line of `reference_plans.jsonl`: a problem with its optimum, found by dense scans.
package struct ReferencePlan: Decodable, Sendable {
    /// A number, or the two ends of a range.
    package enum Extent: Decodable, Sendable {
        case value(Double)
        case range(Double, Double)

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let value = try? container.decode(Double.self) {
                self = .value(value)
            } else {
                let ends = try container.decode([Double].self)
                self = .range(ends[0], ends[1])
            }
        }
    }

    /// The question.
    package struct Problem: Decodable, Sendable {
        package let law: String
        package let budget: Double
        package let studentParams: Extent
        package let scenario: String?
        package let lgt: Double?
        package let pre: Double?
        package let teacherParams: Extent?
        package let teacherTokens: Extent?
        package let studentTokensMax: Double?
        package let candidates: [Candidate]?
    }

    /// One teacher of a menu.
    package struct Candidate: Decodable, Sendable {
        package let name: String
        package let params: Double
        package let tokens: Double?
        package let loss: Double?
    }

    /// An optimum; what is not determined is absent.
    package struct Optimum: Decodable, Sendable {
        package let loss: Double
        package let studentParams: Double
        package let studentTokens: Double
        package let teacherParams: Double?
        package let teacherTokens: Double?
        package let teacherLoss: Double?
        package let teacher: String?
        package let flops: [String: Double]?
    }

    package let problem: Problem
    package let distillation: Optimum
    package let supervised: Optimum

    /// All lines of the file.
    package static func all() throws -> [ReferencePlan] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try Fixture.text("reference_plans.jsonl").split(whereSeparator: \.isNewline).map {
            try decoder.decode(ReferencePlan.self, from: Data($0.utf8))
        }
    }

    /// The question as the planner takes it.
    package func planningProblem() throws -> PlanningProblem {
        let law = try CoefficientSet.published.first { $0.name == problem.law }.unwrapped()
        let weights =
            if let name = problem.scenario {
                try Scenario(rawValue: name).unwrapped().weights
            } else {
                try CostWeights(
                    teacherLogits: problem.lgt.unwrapped(), teacherPretraining: problem.pre.unwrapped())
            }
        return try PlanningProblem(
            law: law, budgetFLOPs: problem.budget,
            student: StudentLimits(
                parameters: bounds(problem.studentParams), tokens: Bounds(1e6, problem.studentTokensMax ?? 1e17)),
            teacher: teacher(law), weights: weights)
    }

    private func teacher(_ law: CoefficientSet) throws -> Teacher {
        guard let candidates = problem.candidates else {
            return try .trained(parameters: bounds(problem.teacherParams), tokens: bounds(problem.teacherTokens))
        }
        return .given(
            try candidates.map {
                if let loss = $0.loss {
                    try GivenTeacher(
                        name: $0.name, parameters: $0.params, tokens: $0.tokens, lossNats: loss, law: law)
                } else {
                    try GivenTeacher(name: $0.name, parameters: $0.params, tokens: $0.tokens.unwrapped(), law: law)
                }
            })
    }

    private func bounds(_ extent: Extent?) throws -> Bounds {
        switch extent {
        case nil: .all
        case .value(let value): try .fixed(value)
        case .range(let lower, let upper): try Bounds(lower, upper)
        }
    }
}

/// A value that a fixture should have had.
package struct MissingValue: Error {}

extension Optional {
    /// The value.
    ///
    /// - Throws: ``MissingValue`` where there is none.
    package func unwrapped() throws -> Wrapped {
        guard let self else { throw MissingValue() }
        return self
    }
}
