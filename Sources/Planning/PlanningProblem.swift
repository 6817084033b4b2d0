public import ScalingLaws

/// A question: what to do with a budget, under which law, at which prices, within which bounds.
///
/// Equation 10 of Busbridge et al. 2025 with the student's size given: minimise the student's loss over its tokens
/// and its teacher's parameters and tokens, such that the FLOPs of equation 9 stay within the budget.
public struct PlanningProblem: Hashable, Sendable {
    /// The laws, with their provenance.
    public let law: CoefficientSet
    /// What a token costs.
    public let cost: TransformerCost
    /// C, the budget in FLOPs; in ``budgetDomain``.
    public let budgetFLOPs: Double
    /// N_S, the student's parameters; in [1e6, 1e17].
    public let studentParameters: Double
    /// Bounds on D_S, the student's tokens, distilled or supervised.
    public let studentTokens: Bounds
    /// Bounds on N_T, the teacher's parameters.
    public let teacherParameters: Bounds
    /// Bounds on D_T, the teacher's tokens.
    public let teacherTokens: Bounds
    /// Which of the teacher's costs the budget pays.
    public let weights: CostWeights

    /// Budgets that can be asked for, in FLOPs: [1, 1e40]; all that the bounds can take costs less than 1e36.
    public static let budgetDomain = Domain(1, 1e40)

    /// Makes a problem; tokens and teacher are free where nothing is said of them, and `cost` is the law's own.
    ///
    /// - Throws: `DomainError` for `budgetFLOPs` or `studentParameters`.
    public init(
        law: CoefficientSet, cost: TransformerCost? = nil, budgetFLOPs: Double, studentParameters: Double,
        studentTokens: Bounds = .all, teacherParameters: Bounds = .all, teacherTokens: Bounds = .all,
        weights: CostWeights
    ) throws(DomainError) {
        guard Self.budgetDomain.contains(budgetFLOPs) else {
            throw DomainError(quantity: "budgetFLOPs", value: budgetFLOPs, domain: Self.budgetDomain)
        }
        guard Domain.count.contains(studentParameters) else {
            throw DomainError(quantity: "studentParameters", value: studentParameters, domain: .count)
        }
        self.law = law
        self.cost = cost ?? law.cost
        self.budgetFLOPs = budgetFLOPs
        self.studentParameters = studentParameters
        self.studentTokens = studentTokens
        self.teacherParameters = teacherParameters
        self.teacherTokens = teacherTokens
        self.weights = weights
    }
}

/// Why a question that is well formed has no plan.
public enum PlanningError: Error, Hashable, Sendable {
    /// No allocation within the bounds is as cheap as the budget; the cheapest costs `leastBudgetFLOPs`.
    case budgetTooSmall(leastBudgetFLOPs: Double)
}
