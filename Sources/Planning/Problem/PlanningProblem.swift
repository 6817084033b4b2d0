public import ScalingLaws

/// A question: what to do with a budget, under which law, at which prices, within which limits.
///
/// Equation 10 of Busbridge et al. 2025: minimise the student's loss over its parameters and tokens and its teacher's
/// parameters and tokens, such that the FLOPs of equation 9 stay within the budget. Each of the four is fixed, bounded
/// or free; the teacher may also be one of a menu.
public struct PlanningProblem: Hashable, Sendable {
    /// The laws, with their provenance.
    public let law: CoefficientSet
    /// What a token costs.
    public let cost: TransformerCost
    /// C, the budget in FLOPs; in ``budgetDomain``.
    public let budgetFLOPs: Double
    /// What may be chosen for the student.
    public let student: StudentLimits
    /// What may be chosen for the teacher.
    public let teacher: Teacher
    /// Which of the teacher's costs are paid by all students that share the teacher together.
    public let sharedWeights: CostWeights
    /// m, how many equal students share the teacher; in ``sharingDomain``.
    ///
    /// The budget is that of one of them.
    public let studentsSharingTeacher: Int
    /// Which of the teacher's costs the budget pays: ``sharedWeights``, with δ_pre / m.
    public let weights: CostWeights

    /// What becomes of plans outside the runs behind the law.
    public let support: SupportUse

    /// Budgets that can be asked for, in FLOPs: [1, 1e40]; all that the bounds can take costs less than 1e38.
    public static let budgetDomain = Domain(1, 1e40)

    /// Students that may share a teacher: 1 to 1e9.
    public static let sharingDomain = Domain(1, 1e9)

    /// Makes a problem; `cost` is the law's own where none is given.
    ///
    /// - Throws: `DomainError` for `budgetFLOPs`.
    public init(
        law: CoefficientSet, cost: TransformerCost? = nil, budgetFLOPs: Double, student: StudentLimits,
        teacher: Teacher = .free, weights: CostWeights, studentsSharingTeacher: Int = 1,
        support: SupportUse = .warn
    ) throws(DomainError) {
        precondition(Self.sharingDomain.contains(Double(studentsSharingTeacher)), "students must be in sharingDomain")
        guard Self.budgetDomain.contains(budgetFLOPs) else {
            throw DomainError(quantity: "budgetFLOPs", value: budgetFLOPs, domain: Self.budgetDomain)
        }
        if case .given(let menu) = teacher {
            precondition(!menu.isEmpty, "a menu of teachers must hold one")
            precondition(
                menu.allSatisfy { $0.isPriced(under: weights) },
                "a teacher has a size where its logits or training are paid, and tokens where its training is")
        }
        self.law = law
        self.cost = cost ?? law.cost
        self.budgetFLOPs = budgetFLOPs
        self.student = student
        self.teacher = teacher
        sharedWeights = weights
        self.studentsSharingTeacher = studentsSharingTeacher
        self.weights = weights.sharing(among: studentsSharingTeacher)
        self.support = support
    }

    /// Makes the commonest problem: a student of one size and any teacher within bounds.
    ///
    /// - Throws: `DomainError` for `budgetFLOPs` or `studentParameters`.
    public init(
        law: CoefficientSet, cost: TransformerCost? = nil, budgetFLOPs: Double, studentParameters: Double,
        studentTokens: Bounds = .all, teacherParameters: Bounds = .all, teacherTokens: Bounds = .all,
        weights: CostWeights
    ) throws(DomainError) {
        guard Domain.count.contains(studentParameters) else {
            throw DomainError(quantity: "studentParameters", value: studentParameters, domain: .count)
        }
        try self.init(
            law: law, cost: cost, budgetFLOPs: budgetFLOPs,
            student: StudentLimits(parameters: .fixed(studentParameters), tokens: studentTokens),
            teacher: .trained(parameters: teacherParameters, tokens: teacherTokens), weights: weights)
    }

    /// `other` with something else in its place, all of which must be in its domain.
    init(
        _ other: PlanningProblem, law: CoefficientSet? = nil, budgetFLOPs: Double? = nil,
        student: StudentLimits? = nil, teacher: Teacher? = nil, weights: CostWeights? = nil,
        studentsSharingTeacher: Int? = nil, support: SupportUse? = nil
    ) {
        self.law = law ?? other.law
        cost = other.cost
        self.budgetFLOPs = budgetFLOPs ?? other.budgetFLOPs
        self.student = student ?? other.student
        self.teacher = teacher ?? other.teacher
        sharedWeights = weights ?? other.sharedWeights
        self.studentsSharingTeacher = studentsSharingTeacher ?? other.studentsSharingTeacher
        self.weights = sharedWeights.sharing(among: self.studentsSharingTeacher)
        self.support = support ?? other.support
        precondition(Self.budgetDomain.contains(self.budgetFLOPs), "the budget must be in budgetDomain")
    }
}

/// Why a question that is well formed has no plan.
public enum PlanningError: Error, Hashable, Sendable {
    /// No allocation within the bounds is as cheap as the budget; the cheapest costs `leastBudgetFLOPs`.
    case budgetTooSmall(leastBudgetFLOPs: Double)
    /// No allocation within the bounds is inside the runs behind the law; `leastBudgetFLOPs` would pay for one, where
    /// any budget does.
    case outsideSupport(leastBudgetFLOPs: Double?)
    /// No budget reaches the loss; the lowest that can be reached is `lowestLossNats`.
    case targetOutOfReach(lowestLossNats: Double)
}
