import Foundation
import ScalingLaws

/// A finished allocation, checked without the search that found it.
///
/// The Karush–Kuhn–Tucker conditions of minimising L_S over log N_S, log D_S, log N_T and log D_T: for some price
/// λ ≥ 0 of the budget, the slope of L_S + λ FLOPs / C is zero along every variable that is free, and does not point
/// inwards along one that is at a bound.
struct Allocation {
    /// What is allocated to a student of one size.
    struct Counts: Hashable {
        /// D_S.
        let studentTokens: Double
        /// N_T.
        let teacherParameters: Double
        /// D_T.
        let teacherTokens: Double
    }

    /// N_S.
    let studentParameters: Double
    /// D_S.
    let studentTokens: Double
    /// The teacher.
    let teacher: PlannedTeacher
    /// The FLOPs of the allocation.
    let compute: ComputeSplit
    /// L_S in nats per token.
    let studentLossNats: Double
    /// (FLOPs − C) / C.
    let budgetResidual: Double
    /// L_S − L_T and how it changes.
    let gap: FixedStudent.Gap
    private let directions: Directions
    private let isSpent: Bool
    /// λ.
    private let budgetPrice: Double

    /// The losses, the compute and the conditions of `counts`, which must be within the problem's bounds.
    init(_ counts: Counts, of problem: SizedProblem) {
        let supervised = problem.supervised
        let logTeacherParameters = log(counts.teacherParameters)
        let sum = supervised.logReducibleSum(
            logParameters: logTeacherParameters, logTokens: log(counts.teacherTokens))
        let logTeacherLoss = supervised.logLoss(logReducibleSum: sum)
        let teacher = PlannedTeacher(
            name: nil, parameters: counts.teacherParameters, tokens: counts.teacherTokens,
            lossNats: exp(logTeacherLoss))
        let compute = problem.compute(
            studentTokens: counts.studentTokens, teacherParameters: counts.teacherParameters,
            teacherTokens: counts.teacherTokens)
        let gap = problem.student.gap(logTokens: log(counts.studentTokens), logTeacherLoss: logTeacherLoss)
        self.init(
            problem, counts.studentTokens, teacher, compute, gap,
            Directions.ofTeacher(
                problem, counts, compute, gap, lossNats: teacher.lossNats,
                teacherCost: problem.cost.forward(logParameters: logTeacherParameters)))
    }

    /// The allocation with a teacher that is as it is; all that the budget leaves goes to the student's tokens.
    ///
    /// The budget must pay the teacher and the least tokens.
    init(_ teacher: GivenTeacher, of problem: SizedProblem) {
        let forward = teacher.parameters.map { problem.cost.forwardFLOPsPerToken(parameters: $0) } ?? 0
        let pretraining = problem.weights.teacherPretraining * (3 * forward * (teacher.tokens ?? 0))
        let perToken = problem.trainingFLOPsPerToken + problem.weights.teacherLogits * forward
        let affordable = (problem.trainingBudgetFLOPs - pretraining) / perToken
        let tokens = affordable.clamped(to: problem.studentTokens.lower...problem.studentTokens.upper)
        let compute = ComputeSplit(
            studentTraining: problem.trainingFLOPsPerToken * tokens,
            teacherLogits: problem.weights.teacherLogits * (forward * tokens), teacherPretraining: pretraining,
            serving: problem.servingFLOPs)
        let gap = problem.student.gap(logTokens: log(tokens), logTeacherLoss: log(teacher.lossNats))
        self.init(problem, tokens, PlannedTeacher(teacher), compute, gap, (.still, .still))
    }

    private init(
        _ problem: SizedProblem, _ studentTokens: Double, _ teacher: PlannedTeacher, _ compute: ComputeSplit,
        _ gap: FixedStudent.Gap, _ ofTeacher: (parameters: Direction, tokens: Direction)
    ) {
        studentParameters = problem.studentParameters
        self.studentTokens = studentTokens
        self.teacher = teacher
        self.compute = compute
        self.gap = gap
        studentLossNats = teacher.lossNats + gap.nats
        budgetResidual = (compute.total - problem.budgetFLOPs) / problem.budgetFLOPs
        directions = Directions(
            studentParameters: Direction(
                variable: .studentParameters, loss: gap.nats * gap.slopeInLogParameters,
                compute: problem.studentForward.slope * (compute.studentTraining + compute.serving)
                    / problem.budgetFLOPs,
                value: problem.studentParameters, bounds: problem.studentParameterBounds),
            studentTokens: Direction(
                variable: .studentTokens, loss: gap.nats * gap.slopeInLogTokens,
                compute: (compute.studentTraining + compute.teacherLogits) / problem.budgetFLOPs,
                value: studentTokens, bounds: problem.studentTokens),
            teacherParameters: ofTeacher.parameters, teacherTokens: ofTeacher.tokens)
        isSpent = abs(budgetResidual) <= 1e-9
        budgetPrice = isSpent ? directions.bestPrice : 0
    }

    /// dL_S / d log N_S with everything else the best for each size: the envelope theorem.
    var slopeInLogStudentParameters: Double {
        let direction = directions.studentParameters
        return direction.loss + (isSpent ? directions.bestPriceForSize : 0) * direction.compute
    }

    /// The bounds that hold the optimum where it is: without them the loss would fall.
    var activeBounds: [ActiveBound] { directions.all.compactMap { $0.activeBound(price: budgetPrice) } }

    /// The largest violation of the conditions, in nats for an e-fold of one variable.
    var stationarityResidual: Double { directions.worstViolation(price: budgetPrice) }
}

// MARK: - The conditions

/// The slopes along all four variables.
private struct Directions {
    let studentParameters: Direction
    let studentTokens: Direction
    let teacherParameters: Direction
    let teacherTokens: Direction

    /// The slopes along the numbers of a teacher that is trained for the plan.
    static func ofTeacher(
        _ problem: SizedProblem, _ counts: Allocation.Counts, _ compute: ComputeSplit, _ gap: FixedStudent.Gap,
        lossNats: Double, teacherCost: TransformerCost.Forward
    ) -> (parameters: Direction, tokens: Direction) {
        let law = problem.supervised
        let parameterTerm = law.parameterWeight * pow(counts.teacherParameters, -law.parameterExponent)
        let tokenTerm = law.tokenWeight * pow(counts.teacherTokens, -law.tokenExponent)
        let lossPerTerm =
            -(1 + gap.nats * gap.slopeInLogTeacherLoss / lossNats) * law.sumExponent
            * pow(parameterTerm + tokenTerm, law.sumExponent - 1)
        return (
            Direction(
                variable: .teacherParameters, loss: lossPerTerm * law.parameterExponent * parameterTerm,
                compute: teacherCost.slope * (compute.teacherLogits + compute.teacherPretraining)
                    / problem.budgetFLOPs,
                value: counts.teacherParameters, bounds: problem.teacherParameters),
            Direction(
                variable: .teacherTokens, loss: lossPerTerm * law.tokenExponent * tokenTerm,
                compute: compute.teacherPretraining / problem.budgetFLOPs,
                value: counts.teacherTokens, bounds: problem.teacherTokens)
        )
    }

    var all: [Direction] { [studentParameters, studentTokens, teacherParameters, teacherTokens] }

    /// The largest violation of the conditions at one price of the budget.
    func worstViolation(price: Double) -> Double {
        max(worstViolationForSize(price: price), studentParameters.violation(price: price))
    }

    /// The same for a student that has to have the size that it has.
    private func worstViolationForSize(price: Double) -> Double {
        max(
            studentTokens.violation(price: price), teacherParameters.violation(price: price),
            teacherTokens.violation(price: price))
    }

    /// The best of the prices at which one direction's slope vanishes, and of none.
    ///
    /// At an optimum that spends the budget one of these fulfils all conditions; elsewhere the residual that it
    /// leaves is an upper bound.
    var bestPrice: Double {
        let price = bestPriceForSize
        guard !studentParameters.bounds.isFixed else { return price }
        return worstViolation(price: studentParameters.price) < worstViolation(price: price)
            ? studentParameters.price : price
    }

    /// The best price for a student that has to have the size that it has.
    var bestPriceForSize: Double {
        func better(_ one: Double, _ other: Double) -> Double {
            worstViolationForSize(price: other) < worstViolationForSize(price: one) ? other : one
        }
        return better(better(studentTokens.price, teacherParameters.price), better(teacherTokens.price, 0))
    }
}
