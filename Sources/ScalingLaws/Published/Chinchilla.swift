extension CoefficientSet {
    /// The parametric fit of Hoffmann and others 2022, unrounded.
    ///
    /// The rounded print moves the optimal tokens per parameter at 5.76e23 FLOPs from 59 to 93.
    static let hoffmann2022 = chinchilla(
        name: "hoffmann-2022",
        summary: """
            The parametric fit of Hoffmann et al., unrounded; a supervised law only. Its ranges are those of the 240 \
            runs that can be read off their Figure 4.
            """,
        source: Source(
            paper: "Hoffmann et al., Training Compute-Optimal Large Language Models, 2022, arXiv 2203.15556",
            place: "approach 3, the parametric fit, unrounded"),
        law: constant {
            try SupervisedLaw(
                E: 1.69337368, A: 406.401018, B: 410.722827, alpha: 0.33917084, beta: 0.2849083, gamma: 1)
        },
        runs: nil)

    /// The refit of those runs by Besiroglu and others 2024.
    static let besiroglu2024 = chinchilla(
        name: "besiroglu-2024",
        summary: "Hoffmann et al.'s parametric law, refitted to runs read off their Figure 4; a supervised law only.",
        source: Source(
            paper: "Besiroglu et al., Chinchilla Scaling: A replication attempt, 2024, arXiv 2404.10102",
            place: "the refitted parametric model, as printed"),
        law: constant {
            try SupervisedLaw(E: 1.8172, A: 482.01, B: 2085.43, alpha: 0.3478, beta: 0.3658, gamma: 1)
        },
        runs: 240)

    /// What both share: all parameters counted, 6 N D FLOPs, and the ranges of the 240 runs read off Figure 4.
    private static func chinchilla(
        name: String, summary: String, source: Source, law: SupervisedLaw, runs: Int?
    ) -> CoefficientSet {
        CoefficientSet(
            name: name, version: 1, summary: summary, source: source, supervised: law, distillation: nil,
            parameterCounting: .all, cost: .parametersOnly,
            corpus: Corpus(dataset: "MassiveText", tokenizer: "SentencePiece, as in the source"),
            runs: RunCounts(supervised: runs, distillation: nil), intervals: nil,
            support: Support([
                .studentParameters: 57.3e6...16.19e9,
                .studentTokens: 0.818e9...317.8e9,
                .studentTokensPerParameter: 0.456...341.1,
            ]),
            misfit: nil)
    }
}
