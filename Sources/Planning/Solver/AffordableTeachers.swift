import Foundation
import ScalingLaws

extension TeacherChooser {
    /// The σ of which some teacher costs no more than `FLOPs` with the logits of so many `tokens`.
    ///
    /// The logarithm of what the cheapest teacher costs at these tokens is convex and falls with σ (the value of a
    /// geometric program), so Newton's method from the left reaches the FLOPs without passing them, and a step of it
    /// from the right ends on the left. `start` is anywhere in ``sigmaRange``, and changes the work alone.
    func affordable(FLOPs: Double, tokens: Double, near start: Double) -> ClosedRange<Double> {
        let all = sigmaRange
        let demand = SettledTokens(count: tokens)
        // A budget that is the least one may fall short of it by rounding, and then pays for the cheapest teacher.
        let logLeft = log(max(FLOPs, leastFLOPs(tokens: tokens)))
        var sigma = start
        var logit: Double?
        for count in 0..<100 {
            let choice = choice(sigma: sigma, budgetFLOPs: .infinity, for: demand, near: logit)
            let excess = log(choice.teacherFLOPs) - logLeft
            let step = excess * choice.teacherFLOPs / choice.savings
            logit = choice.logit(after: step)
            if count == 0, !(excess > 1e-13) {
                // Where costs do not change the tangent tells nothing.
                sigma = choice.savings > 0 ? (sigma + step).clamped(to: all) : all.lowerBound
                continue
            }
            // A teacher whose cost no σ lowers is as cheap as it can be.
            guard excess > 1e-13, choice.savings > 0 else { break }
            sigma = min(sigma + step, all.upperBound)
            if sigma == all.upperBound { break }
        }
        return sigma...all.upperBound
    }

    /// What the cheapest teacher within the bounds costs with the logits of so many tokens.
    private func leastFLOPs(tokens: Double) -> Double {
        let forward = cost.forward(logParameters: logParameterBounds.lowerBound).flops
        return weights.teacherLogits * forward * tokens
            + 3 * weights.teacherPretraining * forward * exp(logTokenBounds.lowerBound)
    }
}
