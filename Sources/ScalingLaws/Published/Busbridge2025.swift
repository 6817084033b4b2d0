extension CoefficientSet {
    /// Table 6 with B' read as 2 418 100, the default: docs/decisions/0001 has the evidence.
    static let busbridge2025 = busbridge(
        name: "busbridge-2025",
        summary: """
            The paper's law: Table 6 with B' read as 2418100, so that it agrees with the paper's own figures \
            and claims.
            """,
        place: "Table 6; B' is printed as 24181 (24084, 24266) and read 100 times as large",
        distillation: constant {
            try DistillationLaw(
                A: 2243, B: 2_418_100, alpha: 0.321, beta: 0.637, gamma: 0.764, c0: 2.549, c1: 522.6, f1: 0.090,
                d1: 1.315)
        },
        distillationRuns: 697,
        intervals: table6(studentTokenWeight: 2_408_400...2_426_600),
        misfit: nil)

    /// Table 6 to the letter.
    static let busbridge2025Printed = busbridge(
        name: "busbridge-2025-printed",
        summary: """
            Table 6 to the letter, for reproducing the table; it misses the paper's own runs, because its B' is \
            too small by a factor of about 100.
            """,
        place: "Table 6, as printed",
        distillation: constant {
            try DistillationLaw(
                A: 2243, B: 24181, alpha: 0.321, beta: 0.637, gamma: 0.764, c0: 2.549, c1: 522.6, f1: 0.090,
                d1: 1.315)
        },
        distillationRuns: 697,
        intervals: table6(studentTokenWeight: 24084...24266),
        misfit: Misfit(
            runs: "354 runs digitised from Figure 1", meanRelativeError: 0.01098, maxRelativeError: 0.05919))

    /// The law whose curves Figure 1 shows.
    static let busbridge2025Figure1 = busbridge(
        name: "busbridge-2025-figure1",
        summary: """
            The law drawn in Figure 1, which its authors fitted to runs with a student loss above 2.3 only; \
            recovered from the drawn curves.
            """,
        place: "Figure 1, recovered from its 20 curves of 100 points; the supervised part is Table 6's",
        distillation: constant {
            try DistillationLaw(
                A: 1824.18, B: 3_738_200, alpha: 0.308751, beta: 0.655639, gamma: 0.729853, c0: 2.472478, c1: 8760,
                f1: 0.0970301, d1: 1.774405)
        },
        distillationRuns: nil,
        intervals: table6(studentTokenWeight: nil),
        misfit: nil)

    /// The optimum of the paper's objective on the 354 digitised runs.
    ///
    /// The data push c1 to infinity; 1e8 is within 2e-8 of the limit's objective. d1 keeps
    /// κ = d1 (c1 f1)^(−f1), which the data do fix, at its optimum of 0.91923 (docs/theory.md).
    static let busbridge2025Refit = busbridge(
        name: "busbridge-2025-refit",
        summary: """
            Fitted to the 354 runs digitised from Figure 1, all student losses included, on top of Table 6's \
            supervised law; A', B', alpha', beta' and gamma' are not identified one by one.
            """,
        place: "the objective of appendix F (Huber, delta 1e-4) at its minimum on the 354 runs of Figure 1",
        distillation: constant {
            try DistillationLaw(
                A: 6662.70457126926, B: 7685.432387012565, alpha: 0.38983826095650154, beta: 0.36212598639048954,
                gamma: 0.7110240502193701, c0: 2.3432956667864566, c1: 1e8, f1: 0.10109668594159073,
                d1: 4.694397187151592)
        },
        distillationRuns: 354,
        intervals: table6(studentTokenWeight: nil),
        misfit: nil)

    /// The same objective at its optimum, fitted by this program, with resamples: `distill-planner laws refit` makes it.
    ///
    /// N_T of the teachers stands in the paper, not in its figure.
    static let busbridge2025Refit2 = refit(.busbridgeRefit)

    private static func refit(_ fit: ShippedFit) -> CoefficientSet {
        let draws = fit.draws(on: table6)
        return CoefficientSet(
            name: busbridge2025Refit.name, version: 2,
            summary: """
                Fitted by this program to the 354 runs digitised from Figure 1, all student losses included, on top of \
                Table 6's supervised law, with resamples of the 20 configurations; misses the runs by 0.231 % in the \
                mean and 0.914 % at most. A', B', alpha', beta' and gamma' are not identified one by one, c1 and d1 \
                only as d1 (c1 f1)^(-f1).
                """,
            source: Source(
                paper: paper,
                place: "the objective of appendix F (Huber, delta 1e-4) at its minimum on the 354 runs of Figure 1"),
            supervised: table6, distillation: fit.law, parameterCounting: busbridge2025.parameterCounting,
            cost: busbridge2025.cost, corpus: busbridge2025.corpus,
            runs: RunCounts(supervised: busbridge2025.runs.supervised, distillation: fit.provenance.runs),
            intervals: Intervals(level: fit.level, resamples: draws.laws.count, bounds: fit.intervals),
            support: Support(
                fit.ranges.merging([.teacherParameters: teacherParameters]) { runs, _ in runs }, hull: .busbridge2025),
            misfit: nil, draws: draws, provenance: fit.provenance)
    }

    private static let paper = "Busbridge et al., Distillation Scaling Laws, ICML 2025, arXiv 2502.08606v2"

    private static let teacherParameters = 198e6...7.75e9

    private static let table6 = constant {
        try SupervisedLaw(E: 1.220, A: 3355, B: 18186, alpha: 0.408, beta: 0.431, gamma: 0.452)
    }

    /// What the four sets of the paper's numbers share: the supervised law of Table 6, the paper's models, data and studied ranges.
    private static func busbridge(
        name: String, summary: String, place: String, distillation: DistillationLaw, distillationRuns: Int?,
        intervals: Intervals, misfit: Misfit?
    ) -> CoefficientSet {
        CoefficientSet(
            name: name, version: 1, summary: summary,
            source: Source(paper: paper, place: place),
            supervised: table6,
            distillation: distillation,
            parameterCounting: .nonEmbedding,
            cost: constant { try TransformerCost(Architecture()) },
            corpus: Corpus(dataset: "C4, English", tokenizer: "the paper's, 32768 entries"),
            runs: RunCounts(supervised: 73, distillation: distillationRuns),
            intervals: intervals,
            support: Support(
                [
                    .studentParameters: 143e6...7.75e9,
                    .studentTokens: 3.7e9...515e9,
                    // The least is the 7.75 B student on 128.4 B tokens, the greatest 143 M on 28.9 B (Figure 1).
                    .studentTokensPerParameter: 16.57...202.1,
                    .teacherParameters: teacherParameters,
                    .teacherLossNats: 1.895...2.755,
                ], hull: .busbridge2025),
            misfit: misfit)
    }

    /// The brackets of Table 6; without `studentTokenWeight`, those of its supervised half alone.
    private static func table6(studentTokenWeight: ClosedRange<Double>?) -> Intervals {
        var bounds: [Coefficient: ClosedRange<Double>] = [
            .irreducibleLoss: 1.190...1.247,
            .parameterWeight: 3346...3360,
            .tokenWeight: 18157...18236,
            .parameterExponent: 0.405...0.411,
            .tokenExponent: 0.428...0.433,
            .sumExponent: 0.442...0.461,
        ]
        if let studentTokenWeight {
            bounds.merge(
                [
                    .studentParameterWeight: 2227...2255,
                    .studentTokenWeight: studentTokenWeight,
                    .studentParameterExponent: 0.319...0.324,
                    .studentTokenExponent: 0.634...0.640,
                    .studentSumExponent: 0.732...0.788,
                    .teacherLossExponent: 2.425...2.615,
                    .transitionExponent: 522.6...522.6,
                    .transitionWidth: 0.088...0.093,
                    .transitionRatio: 1.302...1.327,
                ], uniquingKeysWith: { _, new in new })
        }
        return Intervals(level: 0.90, resamples: 4096, bounds: bounds)
    }
}
