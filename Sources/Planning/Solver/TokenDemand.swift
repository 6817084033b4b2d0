/// How many tokens students take of what a budget leaves them.
protocol TokenDemand {
    /// The tokens that all of them are distilled on, when `FLOPs` are left beside the teacher's pretraining, each of
    /// them costs `logitsFLOPsPerToken` of the teacher's inference, and the teacher has this σ.
    func tokens(FLOPs: Double, logitsFLOPsPerToken: Double, sigma: Double) -> Double
}

/// One student, which takes all that it is left, up to a cap.
struct SingleStudent: TokenDemand {
    /// 3 F(N_S).
    let trainingFLOPsPerToken: Double
    let cap: Double

    func tokens(FLOPs: Double, logitsFLOPsPerToken: Double, sigma: Double) -> Double {
        (FLOPs / (trainingFLOPsPerToken + logitsFLOPsPerToken)).clamped(to: 0...cap)
    }
}

/// Students that are distilled on so many tokens whatever it costs.
struct SettledTokens: TokenDemand {
    let count: Double

    func tokens(FLOPs: Double, logitsFLOPsPerToken: Double, sigma: Double) -> Double { count }
}
