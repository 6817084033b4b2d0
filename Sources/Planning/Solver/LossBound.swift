import Foundation
import ScalingLaws

/// What is sure of a student's loss between two teachers, from what is known at both of them.
///
/// With y = log L_T, ℓ = log L̃_S and h = γ' log(A'/N_S^α' + B'/D_S^β'), all functions of σ,
///
///     L_S = L_T + exp(−c0 y − c1 f1 softplus((y − ℓ − log d1)/f1) + h).
///
/// L_T and y are convex and rise. log D_S is concave and rises, and ℓ and h are convex in it and fall with it, so both
/// are convex in σ and fall. docs/theory.md derives all this.
struct LossBound {
    let student: FixedStudent
    let left: End
    let right: End

    /// What is known at one teacher.
    struct End {
        /// σ.
        let sigma: Double
        /// L_T in nats per token.
        let teacherLoss: Line
        /// y.
        let logTeacherLoss: Line
        let gap: FixedStudent.Gap
        /// log D_S.
        let logTokens: Line
        /// d log D_S / d log N_S at this σ.
        let tokensPerSize: Double

        /// ℓ.
        var logSupervisedLoss: Line { line(gap.logSupervisedLoss) }
        /// h.
        var logCapacity: Line { line(gap.logCapacity) }

        private func line(_ part: FixedStudent.Part) -> Line {
            Line(value: part.value, slope: part.slopeInLogTokens * logTokens.slope)
        }

        /// dL_S / d log N_S at this σ.
        var lossSlopeInLogParameters: Double {
            gap.nats * (gap.slopeInLogParameters + gap.slopeInLogTokens * tokensPerSize)
        }

        /// What stands in for it where log N_S is larger by `growth`, which makes the student `larger`: log D_S there is
        /// no more than its tangent plane says.
        func grown(by growth: Double, _ larger: FixedStudent) -> End {
            let tokens = Line(value: logTokens.value + growth * tokensPerSize, slope: logTokens.slope)
            return End(
                sigma: sigma, teacherLoss: teacherLoss, logTeacherLoss: logTeacherLoss,
                gap: larger.gap(logTokens: tokens.value, logTeacherLoss: logTeacherLoss.value), logTokens: tokens,
                tokensPerSize: tokensPerSize)
        }

        /// What L_S − L_T does not fall below for a student whose log N_S is larger by `growth`.
        func leastGapNats(_ student: FixedStudent, growth: Double) -> Double {
            growth == 0
                ? gap.nats : exp(logGap(student, after: 0, logTeacherLoss: logTeacherLoss.value, growth: growth))
        }

        /// What log(L_S − L_T) does not fall below at a σ that is larger by `step`, where y is `logTeacherLoss`.
        fileprivate func logGap(
            _ student: FixedStudent, after step: Double, logTeacherLoss: Double, growth: Double
        ) -> Double {
            let supervised = logSupervisedLoss.after(step) + rise(gap.logSupervisedLoss, growth: growth)
            let capacity = logCapacity.after(step) + rise(gap.logCapacity, growth: growth)
            return student.logGap(
                logTeacherLoss: logTeacherLoss, logSupervisedLoss: supervised, logCapacity: capacity
            ).nats
        }

        /// How much the tangent plane of a part rises for a student whose log N_S is larger by `growth`.
        private func rise(_ part: FixedStudent.Part, growth: Double) -> Double {
            growth * (part.slopeInLogParameters + part.slopeInLogTokens * tokensPerSize)
        }
    }

    /// A value and its slope in σ.
    struct Line {
        let value: Double
        let slope: Double

        func after(_ step: Double) -> Double { value + step * slope }
    }
}

// MARK: - A bound

extension LossBound {
    /// What the loss of a student whose log N_S is larger by `growth` does not fall below between the two, in nats per
    /// token; what both sides of a range of sizes do not fall below, no size within does.
    func leastLossNats(growth: Double = 0) -> Double {
        let width = right.sigma - left.sigma
        // The tangents change hands where those of log D_S, of which ℓ and h are functions, cross.
        let crossing =
            (right.logTokens.value - left.logTokens.value - width * right.logTokens.slope)
            / (left.logTokens.slope - right.logTokens.slope)
        let step = crossing > 0 && crossing < width ? crossing : width / 2
        let logTeacherLoss =
            left.logTeacherLoss.value + step / width * (right.logTeacherLoss.value - left.logTeacherLoss.value)
        return min(
            Self.leastLossNats(student, left, step, logTeacherLoss: logTeacherLoss, growth: growth),
            Self.leastLossNats(student, right, step - width, logTeacherLoss: logTeacherLoss, growth: growth))
    }

    /// What the loss does not fall below between `end` and a σ that is larger by `step`, where y is no more than
    /// `logTeacherLoss`.
    ///
    /// Convex functions lie above their tangents and below their chords. With the tangents of ℓ and h and the chord of y
    /// the softplus is that of a line, and lies below its own chord; so log(L_S − L_T) lies above a line, and L_S above
    /// the sum of a line, the tangent of L_T, and the exponential of one.
    static func leastLossNats(
        _ student: FixedStudent, _ end: End, _ step: Double, logTeacherLoss: Double, growth: Double = 0
    ) -> Double {
        let first =
            growth == 0
            ? end.gap.logNats
            : end.logGap(student, after: 0, logTeacherLoss: end.logTeacherLoss.value, growth: growth)
        let last = end.logGap(student, after: step, logTeacherLoss: logTeacherLoss, growth: growth)
        let (rise, fall) = (end.teacherLoss.slope * step, first - last)
        guard last > -.infinity else { return end.teacherLoss.value + min(0, rise) }
        // Least where both slopes add up to nothing, or at an end.
        let logBalance = log(rise / fall)
        let share = logBalance.isFinite ? ((first - logBalance) / fall).clamped(to: 0...1) : rise > 0 ? 0 : 1
        return end.teacherLoss.value + share * rise + exp(first - share * fall)
    }
}

// MARK: - Convexity

extension LossBound {
    /// Whether the loss is convex between the two for sure, so that it has one minimum there.
    ///
    /// With G = log(L_S − L_T), L_S'' = L_T'' + (L_S − L_T)(G'² + G''). With w the logistic of the transition and
    /// m = y' − ℓ',
    ///
    ///     −G' = c0 y' + c1 w m − h'
    ///     G'' = −(c0 + c1 w) y'' + c1 w ℓ'' − c1 w (1 − w) m² / f1 + h''.
    ///
    /// y', w and L_T'' rise with σ; −ℓ', −h' and the gap fall; ℓ'' and h'' are not negative, and y'' ≤ γ y'. So each term
    /// is bounded by its values at the ends.
    func isConvex(sumExponent gamma: Double) -> Bool {
        let (ofLeft, ofRight) = (left.gap.ofTransition, right.gap.ofTransition)
        let exponent = -left.gap.slopeInLogTeacherLoss - ofLeft
        let leastApproach = left.logTeacherLoss.slope - right.logSupervisedLoss.slope
        let greatestApproach = right.logTeacherLoss.slope - left.logSupervisedLoss.slope
        let steepness = exponent * left.logTeacherLoss.slope + ofLeft * leastApproach - right.logCapacity.slope
        let bend =
            (exponent + ofRight) * gamma * right.logTeacherLoss.slope
            + ofRight * greatestApproach * greatestApproach / student.transitionWidth
        return gamma * left.teacherLoss.slope > left.gap.nats * (bend - steepness * steepness)
    }
}
