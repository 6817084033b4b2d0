import Foundation
import ScalingLaws

/// The cheapest teacher of a wanted loss.
///
/// A teacher acts on its student through its loss alone, that is, through σ = log(A/N_T^α + B/D_T^β). Among all
/// teachers of one σ, the best is the one that leaves the most tokens for the student. In logarithms that is a
/// geometric program: the FLOPs are a sum of powers of N_T, D_T and D_S with positive weights, and so is e^σ. It
/// therefore has one optimum, and the student's log D_S there is a concave, rising function of σ.
///
/// With u = (A/N_T^α) / e^σ, the share of the parameter term, both of the teacher's numbers follow from
/// v = log(u / (1 − u)), and the optimum is where v = log(β s / (α r)): s is d log F / d log N_T, and r the share
/// of pretraining in what the teacher costs. docs/theory.md derives all this.
struct TeacherChooser {
    private let supervised: SupervisedLaw
    let cost: TransformerCost
    let weights: CostWeights
    /// The weights that rank teachers: those of the budget, or training alone where the budget pays for neither.
    private let ranking: CostWeights
    private let logWeights: (parameters: Double, tokens: Double)
    let logParameterBounds: ClosedRange<Double>
    let logTokenBounds: ClosedRange<Double>
    /// log(β / α), where the search for v starts without a better guess.
    private let balancedLogit: Double
    /// The least and the greatest σ that a teacher within the bounds has.
    let sigmaRange: ClosedRange<Double>

    /// Prepares for teachers of `parameters` and `tokens`, of whose costs a budget pays `weights`.
    init(
        _ supervised: SupervisedLaw, _ cost: TransformerCost, _ weights: CostWeights, parameters: Bounds,
        tokens: Bounds
    ) {
        self.supervised = supervised
        self.cost = cost
        self.weights = weights
        ranking = weights == Scenario.bestCase.weights ? Scenario.teacherPretraining.weights : weights
        logWeights = supervised.logWeights
        logParameterBounds = parameters.logarithms
        logTokenBounds = tokens.logarithms
        balancedLogit = log(supervised.tokenExponent / supervised.parameterExponent)
        let best = supervised.logReducibleSum(
            logParameters: logParameterBounds.upperBound, logTokens: logTokenBounds.upperBound)
        let worst = supervised.logReducibleSum(
            logParameters: logParameterBounds.lowerBound, logTokens: logTokenBounds.lowerBound)
        sigmaRange = best...max(best, worst)
    }

    /// A teacher and what it leaves for its student.
    struct Choice {
        /// log N_T.
        let logParameters: Double
        /// log D_T.
        let logTokens: Double
        /// D_S, or the sum of those of several students; 0 where the budget does not even pay the teacher.
        let studentTokens: Double
        /// δ_lgt F(N_T).
        let logitsFLOPsPerToken: Double
        /// What the budget pays for this teacher with this D_S, in FLOPs.
        let teacherFLOPs: Double
        /// −d FLOPs / dσ along the best teachers at this D_S.
        let savings: Double
        /// v of the type's comment.
        let logit: Double
        /// dv/dσ along the best teachers with D_S held still, and what d log D_S/dσ adds to it, for each of its units.
        let drift: Double
        let driftOfTokens: Double

        /// Where v is about at a σ that is larger by `step`, if log D_S changes with σ by `tokenSlope`.
        func logit(after step: Double, tokenSlope: Double = 0) -> Double {
            logit + step * (drift + tokenSlope * driftOfTokens)
        }
    }

    /// The teacher of one σ that leaves the most for its students; the cheapest, where they take no more.
    ///
    /// `sigma` must be in ``sigmaRange``. `logit` is a guess of v, and changes the work alone.
    func choice(
        sigma: Double, budgetFLOPs: Double, for students: some TokenDemand, near logit: Double? = nil
    ) -> Choice {
        let wanted = Wanted(sigma: sigma, budgetFLOPs: budgetFLOPs, students: students)
        // Where D_S vanishes nothing tells how v goes on.
        let logit = logit.flatMap { $0.isFinite ? $0 : nil }
        if let choice = freeChoice(wanted, near: logit) { return choice }
        let held = heldLogits(sigma: sigma)
        if ranking.teacherPretraining == 0 {
            let here = candidate(logit: held.range.upperBound, wanted)
            return choice(here, wanted, heldBy: held.variable(at: here))
        }
        // The ends of the bracket once they are known: where v is too low and where it is too high.
        var (lower, upper): (Double?, Double?) = (nil, nil)
        var v = (logit ?? balancedLogit).clamped(to: held.range)
        for _ in 0..<Self.mostSteps {
            let here = candidate(logit: v, wanted)
            let isHeld = here.imbalance < 0 ? v == held.range.upperBound : v == held.range.lowerBound
            if isHeld || abs(here.step) <= Self.logitTolerance {
                return choice(here, wanted, heldBy: held.variable(at: here))
            }
            if here.imbalance < 0 { lower = v } else { upper = v }
            v = Self.next(after: v + here.step, lower: lower, upper: upper, held: held.range)
        }
        let here = candidate(logit: v, wanted)
        return choice(here, wanted, heldBy: held.variable(at: here))
    }

    /// The teacher that no bound holds, where Newton's steps from the guess find it without passing a bound; else nil.
    ///
    /// Most optima are such, and then where the bounds are, which costs as much as two steps, need not be known.
    private func freeChoice(_ wanted: Wanted<some TokenDemand>, near logit: Double?) -> Choice? {
        guard ranking.teacherPretraining > 0, let logit else { return nil }
        var v = logit
        for _ in 0..<Self.mostFreeSteps {
            var here = candidate(logit: v, wanted)
            let isNear = abs(here.step) <= Self.lastStep
            if isNear { here = here.balanced(supervised) }
            guard logParameterBounds.surelyContains(here.logParameters), logTokenBounds.surelyContains(here.logTokens)
            else { return nil }
            if isNear { return choice(here, wanted, heldBy: nil) }
            v += here.step
        }
        return nil
    }

    /// A step of v that is taken without looking at the laws again: what is left out is of the order of its square.
    private static let lastStep = 1e-6

    /// From a neighbour's v Newton's method takes three or four.
    private static let mostFreeSteps = 8

    /// An error of v moves D_S in the second order only, and the slope along σ in the first: 1e-11 is beyond both.
    private static let logitTolerance = 1e-11

    /// Every second step at least halves the bracket, and 60 halvings take any range of v to the tolerance.
    private static let mostSteps = 120

    /// Newton's `proposal` where it lies inside what is known; else the untried end of `held`, else the middle.
    private static func next(
        after proposal: Double, lower: Double?, upper: Double?, held: ClosedRange<Double>
    ) -> Double {
        let (least, greatest) = (lower ?? held.lowerBound, upper ?? held.upperBound)
        if least < proposal && proposal < greatest { return proposal }
        if proposal >= greatest && upper == nil { return held.upperBound }
        if proposal <= least && lower == nil { return held.lowerBound }
        return least + (greatest - least) / 2
    }
}

// MARK: - One candidate

extension TeacherChooser {
    private struct Wanted<Students: TokenDemand> {
        let sigma: Double
        let budgetFLOPs: Double
        let students: Students
    }

    /// What the search sees at one v.
    private struct Candidate {
        let logit: Double
        /// u.
        let parameterShare: Double
        /// 1 − u, with its digits where it is tiny.
        let tokenShare: Double
        let logParameters: Double
        let logTokens: Double
        let forward: TransformerCost.Forward
        /// The FLOPs of pretraining that the budget pays.
        let pretraining: Double
        /// δ_lgt F(N_T).
        let logitsFLOPsPerToken: Double
        let studentTokens: Double
        /// v − log(β s / (α r)): negative where v is too low.
        let imbalance: Double
        /// Its derivative in v with D_S held still, which is exact at the optimum; at least 1.
        let imbalanceSlope: Double
        /// Minus its derivative in σ with D_S held still, and minus that in log D_S.
        let drift: Double
        let driftOfTokens: Double

        /// Newton's step from v to the optimum.
        var step: Double { -imbalance / imbalanceSlope }

        /// The optimum itself, from a candidate near it.
        ///
        /// What changes with v in the first order is moved along the last step of Newton's method. D_S is stationary
        /// there, and stays.
        func balanced(_ law: SupervisedLaw) -> Candidate {
            let parameters = -step * tokenShare / law.parameterExponent
            let tokens = step * parameterShare / law.tokenExponent
            let growth = forward.slope * parameters
            return Candidate(
                logit: logit + step, parameterShare: parameterShare, tokenShare: tokenShare,
                logParameters: logParameters + parameters, logTokens: logTokens + tokens,
                forward: forward.moved(logParameters: parameters),
                pretraining: pretraining * (1 + growth + tokens),
                logitsFLOPsPerToken: logitsFLOPsPerToken * (1 + growth), studentTokens: studentTokens,
                imbalance: 0, imbalanceSlope: imbalanceSlope, drift: drift, driftOfTokens: driftOfTokens)
        }
    }

    private func candidate(logit v: Double, _ wanted: Wanted<some TokenDemand>) -> Candidate {
        // The smaller share over the greater; −log of the greater is `rest`, and both shares keep their digits.
        let odds = exp(-abs(v))
        let rest = log(1 + odds)
        let (greater, smaller) = (1 / (1 + odds), odds / (1 + odds))
        let shares = v > 0 ? (parameters: greater, tokens: smaller) : (parameters: smaller, tokens: greater)
        let n = (logWeights.parameters - wanted.sigma + (v > 0 ? rest : rest - v)) / supervised.parameterExponent
        let d = (logWeights.tokens - wanted.sigma + (v > 0 ? rest + v : rest)) / supervised.tokenExponent
        let forward = cost.forward(logParameters: n)
        let teacherTokens = exp(d)
        let pretraining = 3 * weights.teacherPretraining * forward.flops * teacherTokens
        let perToken = weights.teacherLogits * forward.flops
        let studentTokens = wanted.students.tokens(
            FLOPs: wanted.budgetFLOPs - pretraining, logitsFLOPsPerToken: perToken, sigma: wanted.sigma)
        let ranked = 3 * ranking.teacherPretraining * teacherTokens
        let r = ranked / (ranking.teacherLogits * studentTokens + ranked)
        let curvature = forward.curvature / forward.slope / supervised.parameterExponent
        return Candidate(
            logit: v, parameterShare: shares.parameters, tokenShare: shares.tokens, logParameters: n, logTokens: d,
            forward: forward, pretraining: pretraining,
            logitsFLOPsPerToken: perToken, studentTokens: studentTokens,
            imbalance: v - balancedLogit - log(forward.slope / r),
            imbalanceSlope: 1 + curvature * shares.tokens + (1 - r) * shares.parameters / supervised.tokenExponent,
            drift: (1 - r) / supervised.tokenExponent - curvature, driftOfTokens: 1 - r)
    }

    /// Completes `candidate` with how it changes along σ: both numbers move, or the one that no bound holds.
    private func choice(
        _ here: Candidate, _ wanted: Wanted<some TokenDemand>, heldBy held: HeldLogits.Variable?
    ) -> Choice {
        var moves = (parameters: 1 / supervised.parameterExponent, tokens: 1 / supervised.tokenExponent)
        var (n, d) = (here.logParameters, here.logTokens)
        // What a bound holds is known better than σ tells: its term may be a small part of e^σ.
        switch held {
        case .parameters:
            moves = (0, moves.tokens / here.tokenShare)
            n = logParameterBounds.nearestEnd(n)
        case .tokens:
            moves = (moves.parameters / here.parameterShare, 0)
            d = logTokenBounds.nearestEnd(d)
        case nil: break
        }
        if wanted.sigma <= sigmaRange.lowerBound { (n, d) = (logParameterBounds.upperBound, logTokenBounds.upperBound) }
        let s = here.forward.slope
        let logits = here.logitsFLOPsPerToken * here.studentTokens
        let savings =
            here.pretraining * (s * moves.parameters + moves.tokens) + logits * s * moves.parameters
        return Choice(
            logParameters: n, logTokens: d, studentTokens: here.studentTokens,
            logitsFLOPsPerToken: here.logitsFLOPsPerToken, teacherFLOPs: here.pretraining + logits,
            savings: savings, logit: here.logit, drift: here.drift / here.imbalanceSlope,
            driftOfTokens: here.driftOfTokens / here.imbalanceSlope)
    }
}

// MARK: - The bounds, seen from v

extension TeacherChooser {
    /// The range of v within the bounds at one σ, and which of the teacher's numbers is at a bound at its ends.
    private struct HeldLogits {
        enum Variable { case parameters, tokens }
        let range: ClosedRange<Double>
        let atLower: Variable
        let atUpper: Variable

        /// The variable that a bound holds at `candidate`, where it would go on beyond an end of the range.
        func variable(at candidate: Candidate) -> Variable? {
            if candidate.imbalance < 0 { return candidate.logit >= range.upperBound ? atUpper : nil }
            return candidate.logit <= range.lowerBound ? atLower : nil
        }
    }

    private func heldLogits(sigma: Double) -> HeldLogits {
        let parameterLogits = termLogits(
            logWeight: logWeights.parameters, exponent: supervised.parameterExponent, logParameterBounds, sigma)
        let tokenLogits = termLogits(
            logWeight: logWeights.tokens, exponent: supervised.tokenExponent, logTokenBounds, sigma)
        let lower = max(parameterLogits.lower, -tokenLogits.upper)
        let upper = min(parameterLogits.upper, -tokenLogits.lower)
        // Rounding may cross the two at the ends of σ's range, where one teacher is left, and tell the wrong
        // variable for held where the other is fixed.
        let fixed: HeldLogits.Variable? =
            logParameterBounds.isPoint ? .parameters : logTokenBounds.isPoint ? .tokens : nil
        return HeldLogits(
            range: lower...max(lower, upper),
            atLower: fixed ?? (lower == parameterLogits.lower ? .parameters : .tokens),
            atUpper: fixed ?? (upper == parameterLogits.upper ? .parameters : .tokens))
    }

    /// log(share / (1 − share)) of a term weight/x^exponent of e^σ at the upper and the lower bound of log x.
    ///
    /// A lower bound at which the term alone is e^σ or more holds nothing: +∞. At the upper bound it is less than
    /// e^σ, if only by what rounding takes away.
    private func termLogits(
        logWeight: Double, exponent: Double, _ bounds: ClosedRange<Double>, _ sigma: Double
    ) -> (lower: Double, upper: Double) {
        func logit(_ logShare: Double) -> Double { logShare < 0 ? logShare - log(-expm1(logShare)) : .infinity }
        return (
            logit(min(logWeight - exponent * bounds.upperBound - sigma, -.ulpOfOne)),
            logit(logWeight - exponent * bounds.lowerBound - sigma)
        )
    }
}

extension ClosedRange<Double> {
    /// Whether one value alone is inside.
    fileprivate var isPoint: Bool { lowerBound == upperBound }

    /// Whether `value` is inside by more than rounding can take it away from what it stands for.
    fileprivate func surelyContains(_ value: Double) -> Bool {
        value > lowerBound + 1e-9 && value < upperBound - 1e-9
    }

    /// The end that is nearer to `value`.
    fileprivate func nearestEnd(_ value: Double) -> Double {
        value - lowerBound < upperBound - value ? lowerBound : upperBound
    }
}

extension Bounds {
    /// The bounds of the variable's logarithm.
    var logarithms: ClosedRange<Double> { log(lower)...log(upper) }
}
