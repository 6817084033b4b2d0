import ScalingLaws

/// Plans over a grid of budgets, student sizes and scenarios: figures 8, 9 and 17 to 32 of the paper.
public struct Frontier: Hashable, Sendable {
    /// The question of every point, but for what the grid says.
    public let template: PlanningProblem
    /// The budgets in FLOPs, each in `PlanningProblem.budgetDomain`.
    public let budgetsFLOPs: [Double]
    /// The student sizes, each in [1e6, 1e17]; nil where every point chooses its own within the template's bounds.
    public let studentParameters: [Double]?
    /// The scenarios; nil where the template's weights are those of every point.
    public let scenarios: [Scenario]?

    /// Points that can be asked for.
    public static let mostPoints = 100_000

    /// Makes a grid of at least one and at most ``mostPoints`` points.
    ///
    /// Given teachers must have what each scenario makes the budget pay for.
    public init(
        template: PlanningProblem, budgetsFLOPs: [Double], studentParameters: [Double]?, scenarios: [Scenario]?
    ) {
        self.template = template
        self.budgetsFLOPs = budgetsFLOPs
        self.studentParameters = studentParameters
        self.scenarios = scenarios
        precondition((1...Self.mostPoints).contains(count), "a frontier has 1 to mostPoints points")
    }

    /// How many points there are.
    public var count: Int { budgetsFLOPs.count * (studentParameters?.count ?? 1) * (scenarios?.count ?? 1) }

    /// The question of one point, from 0 to ``count`` − 1: budgets vary first, then sizes, then scenarios.
    public func problem(at index: Int) -> PlanningProblem {
        precondition((0..<count).contains(index), "the frontier has no such point")
        let (rest, budget) = index.quotientAndRemainder(dividingBy: budgetsFLOPs.count)
        let (scenario, size) = rest.quotientAndRemainder(dividingBy: studentParameters?.count ?? 1)
        return PlanningProblem(
            template, budgetFLOPs: budgetsFLOPs[budget],
            student: studentParameters.flatMap { sizes in
                (try? Bounds.fixed(sizes[size])).map { StudentLimits(template.student, parameters: $0) }
            },
            weights: scenarios?[scenario].weights)
    }

    /// The plan of one point; nil where its budget does not pay for the least that the bounds allow.
    public func plan(at index: Int) -> Plan? { try? Planner.plan(problem(at: index)) }
}
