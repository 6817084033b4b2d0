import Foundation
import ScalingLaws

/// A finished allocation, checked without the search that found it.
///
/// The Karush–Kuhn–Tucker conditions of minimising L_S over log D_S, log N_T and log D_T: for some price λ ≥ 0 of
/// the budget, the slope of L_S + λ FLOPs / C is zero along every variable that is free, and does not point
/// inwards along one that is at a bound.
struct Allocation {
    /// What is allocated.
    struct Counts: Hashable {
        /// D_S.
        let studentTokens: Double
        /// N_T.
        let teacherParameters: Double
        /// D_T.
        let teacherTokens: Double
    }

    /// The three numbers of the allocation.
    let counts: Counts
    /// The FLOPs of the allocation.
    let compute: ComputeSplit
    /// L_T in nats per token.
    let teacherLossNats: Double
    /// L_S in nats per token.
    let studentLossNats: Double
    /// (FLOPs − C) / C.
    let budgetResidual: Double
    private let directions: Directions
    /// λ.
    private let budgetPrice: Double

    /// The losses, the compute and the conditions of `counts`, which must be within the problem's bounds.
    init(_ counts: Counts, of problem: PlanningProblem, student: FixedStudent) {
        self.counts = counts
        let compute = Planner.compute(
            problem, studentTokens: counts.studentTokens, teacherParameters: counts.teacherParameters,
            teacherTokens: counts.teacherTokens)
        let supervised = problem.law.supervised
        let logTeacherParameters = log(counts.teacherParameters)
        let sum = supervised.logReducibleSum(
            logParameters: logTeacherParameters, logTokens: log(counts.teacherTokens))
        let logTeacherLoss = supervised.logLoss(logReducibleSum: sum)
        let gap = student.gap(logTokens: log(counts.studentTokens), logTeacherLoss: logTeacherLoss)
        self.compute = compute
        teacherLossNats = exp(logTeacherLoss)
        studentLossNats = teacherLossNats + gap.nats
        budgetResidual = (compute.total - problem.budgetFLOPs) / problem.budgetFLOPs
        directions = Directions(
            problem, counts, compute, gap, teacherLossNats: teacherLossNats,
            teacherCost: problem.cost.forward(logParameters: logTeacherParameters))
        budgetPrice = abs(budgetResidual) <= 1e-9 ? directions.bestPrice : 0
    }

    /// The bounds that hold the optimum where it is: without them the loss would fall.
    var activeBounds: [ActiveBound] { directions.all.compactMap { $0.activeBound(price: budgetPrice) } }

    /// The largest violation of the conditions, in nats for an e-fold of one variable.
    var stationarityResidual: Double { directions.worstViolation(price: budgetPrice) }
}

// MARK: - The conditions

/// One variable's slopes: of L_S in nats, and of FLOPs / C, both for an e-fold.
private struct Direction {
    let variable: ActiveBound.Variable
    let loss: Double
    let compute: Double
    let value: Double
    let bounds: Bounds

    func violation(price: Double) -> Double {
        let slope = loss + price * compute
        return max(value > bounds.lower ? slope : 0, value < bounds.upper ? -slope : 0, 0)
    }

    /// The bound at which the variable stands and beyond which the loss would fall by more than rounding.
    func activeBound(price: Double) -> ActiveBound? {
        let slope = loss + price * compute
        guard !bounds.isFixed, abs(slope) > 1e-12 else { return nil }
        if slope > 0, value == bounds.lower {
            return ActiveBound(variable: variable, end: .lower, value: value)
        }
        if slope < 0, value == bounds.upper {
            return ActiveBound(variable: variable, end: .upper, value: value)
        }
        return nil
    }

    /// The price at which the slope vanishes, where that is one; 0 where it is not.
    var price: Double { compute > 0 ? max(0, -loss / compute) : 0 }
}

/// The slopes along all three variables.
private struct Directions {
    private let studentTokens: Direction
    private let teacherParameters: Direction
    private let teacherTokens: Direction

    init(
        _ problem: PlanningProblem, _ counts: Allocation.Counts, _ compute: ComputeSplit, _ gap: FixedStudent.Gap,
        teacherLossNats: Double, teacherCost: TransformerCost.Forward
    ) {
        let law = problem.law.supervised
        let parameterTerm = law.parameterWeight * pow(counts.teacherParameters, -law.parameterExponent)
        let tokenTerm = law.tokenWeight * pow(counts.teacherTokens, -law.tokenExponent)
        let lossPerTerm =
            -(1 + gap.nats * gap.slopeInLogTeacherLoss / teacherLossNats) * law.sumExponent
            * pow(parameterTerm + tokenTerm, law.sumExponent - 1)
        studentTokens = Direction(
            variable: .studentTokens,
            loss: gap.nats * gap.slopeInLogTokens,
            compute: (compute.studentTraining + compute.teacherLogits) / problem.budgetFLOPs,
            value: counts.studentTokens, bounds: problem.studentTokens)
        teacherParameters = Direction(
            variable: .teacherParameters,
            loss: lossPerTerm * law.parameterExponent * parameterTerm,
            compute: teacherCost.slope * (compute.teacherLogits + compute.teacherPretraining) / problem.budgetFLOPs,
            value: counts.teacherParameters, bounds: problem.teacherParameters)
        teacherTokens = Direction(
            variable: .teacherTokens,
            loss: lossPerTerm * law.tokenExponent * tokenTerm,
            compute: compute.teacherPretraining / problem.budgetFLOPs,
            value: counts.teacherTokens, bounds: problem.teacherTokens)
    }

    var all: [Direction] { [studentTokens, teacherParameters, teacherTokens] }

    /// The largest violation of the conditions at one price of the budget.
    func worstViolation(price: Double) -> Double {
        max(
            studentTokens.violation(price: price), teacherParameters.violation(price: price),
            teacherTokens.violation(price: price))
    }

    /// The best of the prices at which one direction's slope vanishes, and of none.
    ///
    /// At an optimum that spends the budget one of these fulfils all conditions; elsewhere the residual that it
    /// leaves is an upper bound.
    var bestPrice: Double {
        func better(_ one: Double, _ other: Double) -> Double {
            worstViolation(price: other) < worstViolation(price: one) ? other : one
        }
        return better(better(studentTokens.price, teacherParameters.price), better(teacherTokens.price, 0))
    }
}
