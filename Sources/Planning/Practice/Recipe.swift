/// How to distil once the plan is made: findings of experiments, which the laws say nothing of.
public struct Recipe: Hashable, Sendable {
    /// The findings, in the order in which a run is set up.
    public let findings: [RecipeFinding]

    /// The findings of the paper behind the laws, and one of data that is repeated.
    public static let published = Recipe(findings: [
        RecipeFinding(
            name: "distillation_weight", value: .number(1),
            note: "λ = 1, distillation alone: a safe default; the student's loss is flat for λ above 0.5.",
            source: appendixG),
        RecipeFinding(
            name: "temperature", value: .number(1), note: "The best of those that were tried.", source: appendixG),
        RecipeFinding(
            name: "divergence", value: .text("forward_kl"),
            note: "2.42 nats per token, and 2.70 with reverse KL: a teacher of 1.82B, a student of 546M.",
            source: appendixG),
        RecipeFinding(
            name: "learning_rate", value: .text("mup"),
            note: "Under μP the best learning rate of a small student is that of a large one.", source: appendixG),
        RecipeFinding(
            name: "stored_logits", value: .number(128),
            note: "Keeping the 128 greatest logits of a token costs 0.11 nats per token; with λ = 0.7 at most 0.01.",
            source: appendixG),
        RecipeFinding(
            name: "data_epochs", value: .number(4),
            note: "Reading the same data up to about 4 times is close to free.",
            source: "Muennighoff et al. 2023, Scaling Data-Constrained Language Models"),
    ])

    private static let appendixG = "Busbridge et al. 2025, appendix G"
}

/// One choice of a run, and why it is a good one.
public struct RecipeFinding: Hashable, Sendable {
    /// What is chosen, as answers call it.
    public let name: String
    /// The choice.
    public let value: Value
    /// What was found, in a sentence; losses are in nats per token.
    public let note: String
    /// The paper, and where in it.
    public let source: String

    /// A choice, by its number or its name.
    public enum Value: Hashable, Sendable {
        /// A number without a unit, or a count.
        case number(Double)
        /// One of several ways.
        case text(String)
    }
}
