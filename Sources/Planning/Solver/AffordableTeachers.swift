import Foundation

extension TeacherChooser {
    /// The σ of which some teacher costs no more than `FLOPs` with the logits of so many `tokens`.
    ///
    /// The logarithm of what the cheapest teacher costs at these tokens is convex and falls with σ (the value of a
    /// geometric program), so Newton's method from the left reaches the FLOPs without passing them.
    func affordable(FLOPs: Double, tokens: Double) -> ClosedRange<Double> {
        let all = sigmaRange
        let demand = SettledTokens(count: tokens)
        // A budget that is the least one may fall short of it by rounding, and then pays for the cheapest teacher.
        let cheapest = choice(sigma: all.upperBound, budgetFLOPs: .infinity, for: demand)
        let logLeft = log(max(FLOPs, cheapest.teacherFLOPs))
        var sigma = all.lowerBound
        var logit: Double?
        for _ in 0..<100 where sigma < all.upperBound {
            let choice = choice(sigma: sigma, budgetFLOPs: .infinity, for: demand, near: logit)
            let excess = log(choice.teacherFLOPs) - logLeft
            // NaN where neither the teacher nor the budget costs anything: then every teacher is affordable.
            // A teacher whose cost no σ lowers is as cheap as it can be.
            guard excess > 1e-13, choice.savings > 0 else { break }
            let step = excess * choice.teacherFLOPs / choice.savings
            sigma = min(sigma + step, all.upperBound)
            logit = choice.logit(after: step)
        }
        return sigma...all.upperBound
    }
}
