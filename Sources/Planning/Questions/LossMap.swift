import Foundation
import ScalingLaws

/// The student's loss over two variables, with the best of the second for every value of the first: figures 6, 7 and 13
/// to 16 of the paper.
public struct LossMap: Hashable, Sendable {
    /// What stands along an axis.
    public enum Variable: String, Hashable, Sendable, CaseIterable {
        /// C, the budget in FLOPs.
        case budget = "budget_flops"
        /// N_S.
        case studentParameters = "student.params"
        /// D_S.
        case studentTokens = "student.tokens"
        /// N_T.
        case teacherParameters = "teacher.params"
        /// D_T.
        case teacherTokens = "teacher.tokens"
        /// L_T in nats per token, whatever teacher has it.
        case teacherLossNats = "teacher.loss"
    }

    /// One axis: a variable and its values, which rise.
    public struct Axis: Hashable, Sendable {
        /// The variable.
        public let variable: Variable
        /// Its values, each in the variable's domain, at least one.
        public let values: [Double]

        /// Makes an axis of rising values.
        public init(_ variable: Variable, _ values: [Double]) {
            precondition(!values.isEmpty && zip(values, values.dropFirst()).allSatisfy { $0 < $1 }, "values rise")
            self.variable = variable
            self.values = values
        }
    }

    /// The question of every cell, but for what the axes say.
    public let template: PlanningProblem
    /// The first variable.
    public let x: Axis
    /// The second variable.
    public let y: Axis

    /// Cells that can be asked for.
    public static let mostCells = 100_000

    /// Makes a map of two different variables with at most ``mostCells`` cells.
    ///
    /// An axis of a teacher's parameters or tokens needs a template whose teacher is trained.
    public init(template: PlanningProblem, x: Axis, y: Axis) {
        precondition(x.variable != y.variable, "a map has two variables")
        precondition(x.values.count * y.values.count <= Self.mostCells, "a map has at most mostCells cells")
        self.template = template
        self.x = x
        self.y = y
    }

    /// The plan of the cell with the `x`th value of the first and the `y`th of the second variable; nil where the budget
    /// does not pay for it.
    public func plan(x column: Int, y row: Int) -> Plan? {
        problem(x.values[column], y.values[row]).flatMap { try? Planner.plan($0) }
    }

    /// The best value of the second variable, within the ends of its axis, for the `x`th value of the first; nil where
    /// the budget pays for none.
    public func ridge(x column: Int) -> (y: Double, plan: Plan)? {
        if x.variable == .teacherLossNats, [.teacherParameters, .teacherTokens].contains(y.variable) {
            return ridgeOfRows(x: column)
        }
        guard let first = y.values.first, let last = y.values.last,
            let fixed = template.with(x.variable, from: x.values[column], to: x.values[column])
        else { return nil }
        switch y.variable {
        case .budget:
            return fixed.with(.budget, from: last, to: last).flatMap { try? Planner.plan($0) }.map { (last, $0) }
        case .teacherLossNats:
            return ridgeOfTeacherLoss(fixed, first...last)
        default:
            guard let problem = fixed.with(y.variable, from: first, to: last), let plan = try? Planner.plan(problem),
                let best = plan.distillation?.value(of: y.variable)
            else { return nil }
            return (best, plan)
        }
    }

    /// A teacher's loss comes last: it makes a given teacher of the size and tokens that are settled by then.
    private func problem(_ x: Double, _ y: Double) -> PlanningProblem? {
        self.x.variable == .teacherLossNats
            ? template.with(self.y.variable, from: y, to: y)?.with(self.x.variable, from: x, to: x)
            : template.with(self.x.variable, from: x, to: x)?.with(self.y.variable, from: y, to: y)
    }

    /// The best of the axis' own values, where the second variable is the size or the tokens of a teacher whose loss is
    /// the first: the cheapest, as the loss says all else.
    private func ridgeOfRows(x column: Int) -> (y: Double, plan: Plan)? {
        let plans = y.values.indices.compactMap { row in plan(x: column, y: row).map { (y.values[row], $0) } }
        return plans.min {
            ($0.1.distillation?.studentLossNats ?? .infinity) < ($1.1.distillation?.studentLossNats ?? .infinity)
        }
    }

    /// L_T is no variable of the planner: the best of the axis is narrowed down between its neighbours.
    private func ridgeOfTeacherLoss(_ fixed: PlanningProblem, _ range: ClosedRange<Double>) -> (Double, Plan)? {
        func plan(_ loss: Double) -> Plan? {
            fixed.with(.teacherLossNats, from: loss, to: loss).flatMap { try? Planner.plan($0) }
        }
        func height(_ loss: Double) -> Double { plan(loss)?.distillation?.studentLossNats ?? .infinity }
        guard let best = y.values.indices.min(by: { height(y.values[$0]) < height(y.values[$1]) }) else { return nil }
        var lower = y.values[max(best - 1, 0)]
        var upper = y.values[min(best + 1, y.values.count - 1)]
        let golden = (5.0.squareRoot() - 1) / 2
        while upper - lower > 1e-9 * upper {
            let (a, b) = (upper - golden * (upper - lower), lower + golden * (upper - lower))
            if height(a) <= height(b) { upper = b } else { lower = a }
        }
        let found = [y.values[best], lower + (upper - lower) / 2].min { height($0) < height($1) } ?? y.values[best]
        return plan(found).map { (found, $0) }
    }
}

extension DistillationPlan {
    fileprivate func value(of variable: LossMap.Variable) -> Double? {
        switch variable {
        case .budget: compute.total
        case .studentParameters: studentParameters
        case .studentTokens: studentTokens
        case .teacherParameters: teacher.parameters
        case .teacherTokens: teacher.tokens
        case .teacherLossNats: teacher.lossNats
        }
    }
}

extension PlanningProblem {
    /// The same question with one variable within a range; nil where that is not in its domain, or the question does not
    /// have the variable.
    fileprivate func with(_ variable: LossMap.Variable, from lower: Double, to upper: Double) -> PlanningProblem? {
        let bounds = try? Bounds(lower, upper)
        switch (variable, teacher) {
        case (.budget, _):
            return Self.budgetDomain.contains(upper) ? PlanningProblem(self, budgetFLOPs: upper) : nil
        case (.studentParameters, _):
            return bounds.map { PlanningProblem(self, student: StudentLimits(student, parameters: $0)) }
        case (.studentTokens, _):
            return bounds.map { PlanningProblem(self, student: StudentLimits(student, tokens: $0)) }
        case (.teacherParameters, .trained(_, let tokens)):
            return bounds.map { PlanningProblem(self, teacher: .trained(parameters: $0, tokens: tokens)) }
        case (.teacherTokens, .trained(let parameters, _)):
            return bounds.map { PlanningProblem(self, teacher: .trained(parameters: parameters, tokens: $0)) }
        case (.teacherLossNats, _):
            return ofMeasuredTeacher(upper).map { PlanningProblem(self, teacher: .given([$0])) }
        case (.teacherParameters, .given), (.teacherTokens, .given):
            return nil
        }
    }

    private func ofMeasuredTeacher(_ lossNats: Double) -> GivenTeacher? {
        var (parameters, tokens): (Double?, Double?)
        switch teacher {
        case .trained(let sizes, let counts):
            (parameters, tokens) = (sizes.isFixed ? sizes.lower : nil, counts.isFixed ? counts.lower : nil)
        case .given(let teachers):
            (parameters, tokens) = (teachers.first?.parameters, teachers.first?.tokens)
        }
        let measured = try? GivenTeacher(
            name: nil, parameters: parameters, tokens: tokens, lossNats: lossNats, law: law)
        return measured.flatMap { $0.isPriced(under: weights) ? $0 : nil }
    }
}
