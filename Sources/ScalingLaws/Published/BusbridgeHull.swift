extension SupportHull {
    /// The hull of the 354 distillation runs of Figure 1, by the runs at its corners; all others are inside.
    ///
    /// From Busbridge et al. 2025, arXiv 2502.08606v2, as digitised for the repository PlanarG/active-sl. The sizes are
    /// those of the figure; the file as it was first distributed swaps 4.82 B and 7.75 B. L_T was read to four
    /// decimals, D_S to about 1 %.
    static let busbridge2025 = SupportHull(runs: [
        Run(studentParameters: 143e6, studentTokens: 3.7e9, teacherLossNats: 1.8953),
        Run(studentParameters: 143e6, studentTokens: 3.7e9, teacherLossNats: 2.7545),
        Run(studentParameters: 143e6, studentTokens: 14.6e9, teacherLossNats: 1.8953),
        Run(studentParameters: 143e6, studentTokens: 28.9e9, teacherLossNats: 1.9318),
        Run(studentParameters: 143e6, studentTokens: 28.9e9, teacherLossNats: 2.7545),
        Run(studentParameters: 198e6, studentTokens: 4.9e9, teacherLossNats: 1.8953),
        Run(studentParameters: 198e6, studentTokens: 4.9e9, teacherLossNats: 2.7545),
        Run(studentParameters: 546e6, studentTokens: 12.3e9, teacherLossNats: 2.7545),
        Run(studentParameters: 546e6, studentTokens: 98.5e9, teacherLossNats: 1.9318),
        Run(studentParameters: 546e6, studentTokens: 98.5e9, teacherLossNats: 2.7545),
        Run(studentParameters: 1.82e9, studentTokens: 38.9e9, teacherLossNats: 2.6334),
        Run(studentParameters: 4.82e9, studentTokens: 514.9e9, teacherLossNats: 1.8953),
        Run(studentParameters: 7.75e9, studentTokens: 128.4e9, teacherLossNats: 1.8953),
        Run(studentParameters: 7.75e9, studentTokens: 514.9e9, teacherLossNats: 1.8953),
    ])
}
