import Planning
import ScalingLaws
import Testing

@testable import PlannerAPI

/// The faults of `question`, in their order; none where it can be asked.
func faults(_ question: String) throws -> [Fault] {
    do {
        _ = try problem(question)
        return []
    } catch let faults as Faults {
        return faults.list
    }
}

/// The problem that `question` asks, whose goal is a budget.
func problem(_ question: String) throws -> PlanningProblem {
    switch try PlanRequest.query(try JSONParser.parse(Array(question.utf8)), catalog: .published).goal {
    case .budget(let problem), .target(let problem, _): problem
    case .family(let problem): problem.template
    }
}
