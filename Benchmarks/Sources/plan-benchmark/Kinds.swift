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

        let targets = [2.5, 2.4, 2.3, 2.2, 2.15]
        try time("least compute to a loss, student of 1B", repeats: 40, targets) {
            _ = try Planner.plan(
                PlanningProblem(law: law, budgetFLOPs: 1, studentParameters: 1e9, weights: scenario), reaching: $0)
        }
        try time("least compute to a loss, student free", repeats: 4, targets) {
            _ = try Planner.plan(
                PlanningProblem(law: law, budgetFLOPs: 1, student: StudentLimits(), weights: scenario), reaching: $0)
        }
        let family = try [3e8, 1e9, 3e9].map { try FamilyMember(parameters: $0) }
        try time("family of three", repeats: 4, free) {
            _ = try Planner.plan(FamilyProblem(template: $0, members: family))
        }
        try time("flat ranges, student of 1B", repeats: 4, budgets) {
            let plan = try Planner.plan(
                PlanningProblem(law: law, budgetFLOPs: $0, studentParameters: 1e9, weights: scenario))
            _ = Planner.flatRanges(of: plan, within: FlatRange.defaultToleranceNats)
        }
        let frontier = try Frontier(
            template: PlanningProblem(law: law, budgetFLOPs: 1, student: StudentLimits(), weights: scenario),
            budgetsFLOPs: (0..<250).map { pow(10, 20 + 0.024 * Double($0)) },
            studentParameters: (0..<10).map { pow(10, 8.2 + 0.2 * Double($0)) }, scenarios: Scenario.allCases)
        try time("frontier of \(frontier.count) points", repeats: 1, [frontier]) { frontier in
            for index in 0..<frontier.count { _ = frontier.plan(at: index) }
        }
    }

    private static func report(_ name: String, _ problems: [PlanningProblem], repeats: Int) throws {
        try time(name, repeats: repeats, problems) { _ = try Planner.plan($0) }
    }

    /// Times `answer` of each question on its own.
    private static func time<Question>(
        _ name: String, repeats: Int, _ questions: [Question], _ answer: (Question) throws -> Void
    ) throws {
        var times: [Double] = []
        for _ in 0..<repeats {
            for question in questions {
                times.append(try ContinuousClock().measure { try answer(question) } / .milliseconds(1))
            }
        }
        times.sort()
        print(
            String(
                format: "%@: median %.4f ms, p95 %.4f ms", name, times[times.count / 2],
                times[Int(0.95 * Double(times.count - 1))]))
    }
}
