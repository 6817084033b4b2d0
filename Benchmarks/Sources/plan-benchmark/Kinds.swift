import Foundation
import Planning
import ScalingLaws

/// The questions that no other program answers, each timed on its own.
enum Kinds {
    static func time() throws {
        let law = LawCatalog.published.set(CoefficientSet.defaultName) ?? CoefficientSet.published[0]
        let scenario = Scenario.teacherPretrainingInference.weights
        let budgets = (0..<25).map { pow(10, 19 + 0.3 * Double($0)) }

        let free = try budgets.map {
            try PlanningProblem(law: law, budgetFLOPs: $0, student: StudentLimits(), weights: scenario)
        }
        try report("student, its tokens and teacher free", free, repeats: 40)

        let menu = try (0..<1000).map { index in
            try GivenTeacher(
                name: "teacher \(index)", parameters: pow(10, 8 + 0.004 * Double(index)),
                tokens: pow(10, 10 + 0.003 * Double(index % 700)), law: law)
        }
        let menus = try budgets.map {
            try PlanningProblem(
                law: law, budgetFLOPs: $0, student: StudentLimits(parameters: .fixed(1e9)), teacher: .given(menu),
                weights: Scenario.teacherInference.weights)
        }
        try report("menu of 1000", menus, repeats: 4)
        let freeMenus = try budgets.map {
            try PlanningProblem(
                law: law, budgetFLOPs: $0, student: StudentLimits(), teacher: .given(menu),
                weights: Scenario.teacherInference.weights)
        }
        try report("menu of 1000, student free", freeMenus, repeats: 1)
    }

    private static func report(_ name: String, _ problems: [PlanningProblem], repeats: Int) throws {
        var times: [Double] = []
        for _ in 0..<repeats {
            for problem in problems {
                let elapsed = try ContinuousClock().measure { _ = try Planner.plan(problem) }
                times.append(elapsed / .milliseconds(1))
            }
        }
        times.sort()
        print(
            String(
                format: "%@: median %.4f ms, p95 %.4f ms", name, times[times.count / 2],
                times[Int(0.95 * Double(times.count - 1))]))
    }
}
