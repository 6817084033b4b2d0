public import ScalingLaws

/// Chooses the runs to make next.
///
/// A run tells of a law by ∇log L̂, its slopes in the parameters of the stable form; a quantity q that one cares about
/// depends on the law by ∇q. Of all runs within a budget those are chosen that make the variance of q least: the
/// criterion of c-optimality on the information matrix I = Σ ∇log L̂ ∇log L̂ᵀ / σ² (Fedorov 1972; Pukelsheim 2006), with
/// σ² the scatter of the present residuals as the Huber estimate sees it (``Identifiability``). Where a law bends, slopes
/// are those at the fitted law: a design is as good as the fit that it starts from, and is made anew as runs come in.
public enum ExperimentDesign {
    /// The runs to make next for a quantity of a supervised law.
    ///
    /// The same arguments give the same outcome to the bit.
    ///
    /// - Parameters:
    ///   - question: what one cares about, what could be run, and the budget.
    ///   - law: the law that was fitted to `runs`.
    ///   - runs: the present runs, at least one; more than the law has parameters, unless the options give the scatter.
    ///   - sumExponent: whether γ was fitted, and is to be fitted again.
    ///   - fit: how the law was fitted; δ, the belief about γ and the level of intervals are used.
    ///   - options: what is assumed of runs.
    /// - Throws: ``DesignError``.
    public static func next(
        _ question: DesignQuestion<SupervisedLaw, SupervisedExperiment>, law: SupervisedLaw, runs: [SupervisedRun],
        sumExponent: LawFit.SumExponent, fit: FitOptions = FitOptions(), options: DesignOptions = DesignOptions()
    ) throws(DesignError) -> DesignOutcome<SupervisedExperiment> {
        let model = SupervisedModel(runs, hasFreeSumExponent: sumExponent == .free)
        return try DesignProblem(
            question: question, model: model, modelAt: model.at, law: law, vector: model.vector(law),
            logLosses: runs.map { $0.logLoss }, configurations: runs.map { $0.configuration }, fit: fit,
            options: options
        ).outcome()
    }

    /// The runs to make next for a quantity of a distillation law.
    ///
    /// The supervised law is taken as it is: what is uncertain in it is not in the standard errors, and no distillation
    /// makes it less so.
    ///
    /// - Parameters:
    ///   - question: what one cares about, what could be run, and the budget.
    ///   - law: the law that was fitted to `runs`.
    ///   - supervised: the supervised law that it was fitted on top of.
    ///   - runs: the present runs, at least one; more than the law has parameters, unless the options give the scatter.
    ///   - fit: how the law was fitted; δ, the belief about γ' and the level of intervals are used.
    ///   - options: what is assumed of runs.
    /// - Throws: ``DesignError``.
    public static func next(
        _ question: DesignQuestion<DistillationLaw, DistillationExperiment>, law: DistillationLaw,
        on supervised: SupervisedLaw, runs: [DistillationRun], fit: FitOptions = FitOptions(),
        options: DesignOptions = DesignOptions()
    ) throws(DesignError) -> DesignOutcome<DistillationExperiment> {
        let model = DistillationModel(runs, on: supervised)
        return try DesignProblem(
            question: question, model: model, modelAt: { model.at($0, on: supervised) }, law: law,
            vector: model.vector(law),
            logLosses: runs.map { $0.logLoss }, configurations: runs.map { $0.configuration }, fit: fit,
            options: options
        ).outcome()
    }
}
