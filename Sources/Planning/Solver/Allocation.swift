import Foundation
import ScalingLaws

/// A finished allocation, checked without the search that found it.
///
/// The Karush–Kuhn–Tucker conditions of minimising L_S over log D_S, log N_T and log D_T: for some price λ ≥ 0 of
/// the budget, the slope of L_S + λ FLOPs / C is zero along every variable that is free, and does not point
/// inwards along one that is at a bound.
struct Allocation {
    private let problem: PlanningProblem
    /// D_S.
    let studentTokens: Double
    /// N_T.
    let teacherParameters: Double
    /// D_T.
    let teacherTokens: Double
    /// The FLOPs of the allocation.
    let compute: ComputeSplit
    /// L_T in nats per token.
    let teacherLossNats: Double
    private let gap: FixedStudent.Gap

    /// The allocation's losses and compute; all counts must be within the problem's bounds.
    init(
        problem: PlanningProblem, law: DistillationLaw, studentTokens: Double, teacherParameters: Double,
        teacherTokens: Double
    ) {
        self.problem = problem
        self.studentTokens = studentTokens
        self.teacherParameters = teacherParameters
        self.teacherTokens = teacherTokens
        compute = Planner.compute(
            problem, studentTokens: studentTokens, teacherParameters: teacherParameters,
            teacherTokens: teacherTokens)
        let supervised = problem.law.supervised
        let sum = supervised.logReducibleSum(logParameters: log(teacherParameters), logTokens: log(teacherTokens))
        let logTeacherLoss = supervised.logLoss(logReducibleSum: sum)
        teacherLossNats = exp(logTeacherLoss)
        gap = FixedStudent(parameters: problem.studentParameters, supervised: supervised, distillation: law)
            .gap(logTokens: log(studentTokens), logTeacherLoss: logTeacherLoss)
    }

    /// L_S in nats per token.
    var studentLossNats: Double { teacherLossNats + gap.nats }

    /// (FLOPs − C) / C.
    var budgetResidual: Double { (compute.total - problem.budgetFLOPs) / problem.budgetFLOPs }

    /// The bounds that hold the optimum where it is: without them the loss would fall.
    var activeBounds: [ActiveBound] {
        let directions = directions
        let price = budgetPrice(directions)
        return directions.compactMap { $0.activeBound(price: price) }
    }

    /// The largest violation of the conditions, in nats for an e-fold of one variable.
    var stationarityResidual: Double {
        let directions = directions
        let price = budgetPrice(directions)
        return worstViolation(of: directions, price: price)
    }

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
    }

    private var directions: [Direction] { [tokenDirection] + teacherDirections }

    private var tokenDirection: Direction {
        Direction(
            variable: .studentTokens,
            loss: gap.nats * gap.slopeInLogTokens,
            compute: (compute.studentTraining + compute.teacherLogits) / problem.budgetFLOPs,
            value: studentTokens, bounds: problem.studentTokens)
    }

    private var teacherDirections: [Direction] {
        let law = problem.law.supervised
        let parameterTerm = law.parameterWeight * pow(teacherParameters, -law.parameterExponent)
        let tokenTerm = law.tokenWeight * pow(teacherTokens, -law.tokenExponent)
        let lossPerTerm =
            -(1 + gap.nats * gap.slopeInLogTeacherLoss / teacherLossNats) * law.sumExponent
            * pow(parameterTerm + tokenTerm, law.sumExponent - 1)
        let forward = problem.cost.forward(logParameters: log(teacherParameters))
        return [
            Direction(
                variable: .teacherParameters,
                loss: lossPerTerm * law.parameterExponent * parameterTerm,
                compute: forward.slope * (compute.teacherLogits + compute.teacherPretraining) / problem.budgetFLOPs,
                value: teacherParameters, bounds: problem.teacherParameters),
            Direction(
                variable: .teacherTokens,
                loss: lossPerTerm * law.tokenExponent * tokenTerm,
                compute: compute.teacherPretraining / problem.budgetFLOPs,
                value: teacherTokens, bounds: problem.teacherTokens),
        ]
    }

    /// λ: nothing while budget is left over, else the best of the prices at which one direction's slope vanishes.
    ///
    /// At an optimum one of these fulfils all conditions; elsewhere the residual that it leaves is an upper bound.
    private func budgetPrice(_ directions: [Direction]) -> Double {
        guard abs(budgetResidual) <= 1e-9 else { return 0 }
        let candidates = directions.filter { $0.compute > 0 }.map { max(0, -$0.loss / $0.compute) } + [0]
        return candidates.min {
            worstViolation(of: directions, price: $0) < worstViolation(of: directions, price: $1)
        } ?? 0
    }

    private func worstViolation(of directions: [Direction], price: Double) -> Double {
        directions.reduce(0) { max($0, $1.violation(price: price)) }
    }
}
