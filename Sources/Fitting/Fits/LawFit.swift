public import ScalingLaws

/// Fits laws to runs.
public enum LawFit {
    /// Whether γ of equation 1 is fitted.
    public enum SumExponent: String, Hashable, Sendable, CaseIterable {
        /// γ = 1, the form of Hoffmann et al. 2022.
        case one
        /// γ is a parameter like the others.
        case free
    }

    /// Equation 1, fitted to `runs`.
    ///
    /// The same runs and options give the same outcome to the bit, whatever the number of workers.
    ///
    /// - Throws: ``FittingError``.
    public static func supervised(
        _ runs: [SupervisedRun], sumExponent: SumExponent, options: FitOptions = FitOptions(),
        monitor: FitMonitor = FitMonitor()
    ) throws(FittingError) -> FitOutcome<SupervisedLaw> {
        try check(runs, sumExponent: sumExponent)
        let model = SupervisedModel(runs, hasFreeSumExponent: sumExponent == .free)
        return try outcome(model, runs, options, monitor) { _ in model }
    }

    /// Equation 8, fitted to `runs` on top of `supervised`.
    ///
    /// - Parameter supervisedDraws: resamples of the supervised law, on the n-th of which the n-th resample is fitted, so
    ///   that its uncertainty is in the draws too; empty where the supervised law is taken as it is.
    /// - Throws: ``FittingError``.
    public static func distillation(
        _ runs: [DistillationRun], on supervised: SupervisedLaw, supervisedDraws: [SupervisedLaw] = [],
        options: FitOptions = FitOptions(), monitor: FitMonitor = FitMonitor()
    ) throws(FittingError) -> FitOutcome<DistillationLaw> {
        try check(runs)
        let model = DistillationModel(runs, on: supervised)
        return try outcome(model, runs, options, monitor) { resample in
            supervisedDraws.isEmpty
                ? model : DistillationModel(runs, on: supervisedDraws[resample % supervisedDraws.count])
        }
    }

    private static func outcome<Model: LossModel>(
        _ model: Model, _ runs: [some FittedRun], _ options: FitOptions, _ monitor: FitMonitor,
        _ resampled: @escaping @Sendable (Int) -> Model
    ) throws(FittingError) -> FitOutcome<Model.Law> {
        let workers = Workers(count: options.workers, monitor: monitor)
        var fitter = Fitter(model: model, logLosses: runs.map { $0.logLoss }, huber: Huber(delta: options.delta))
        var search = try fitter.search(
            options, workers, after: fitter.searchesTwice(options) ? options.starts : 0)
        if let prior = fitter.prior(options, search.best) {
            fitter.prior = prior
            search = try fitter.search(options, workers, before: options.starts)
        }
        let analysis = Analysis(
            fitter: fitter, search: search, configurations: runs.map { $0.configuration }, options: options,
            workers: workers)
        return try analysis.outcome(resampled)
    }
}

extension DataCheck {
    /// - Throws: ``FittingError`` where there is no gap, or too few teachers to tell the teacher's part of equation 8.
    static func checkTeachers(_ runs: [DistillationRun]) throws(FittingError) {
        let distinct = Set(runs.map(\.teacherLossNats)).count
        guard distinct >= 3 else {
            throw .tooFewValues(.teacherLoss, have: distinct, need: 3, supply: [])
        }
        guard runs.contains(where: { $0.studentLossNats > $0.teacherLossNats }) else { throw .noGap }
    }
}

// MARK: - Before a fit

extension LawFit {
    /// Refuses supervised runs that cannot identify equation 1, without fitting it.
    ///
    /// - Throws: ``FittingError``.
    public static func check(_ runs: [SupervisedRun], sumExponent: SumExponent) throws(FittingError) {
        let model = SupervisedModel(runs, hasFreeSumExponent: sumExponent == .free)
        try DataCheck(runs).check(parameterCount: model.parameters.count)
    }

    /// Refuses distillation runs that cannot identify equation 8, without fitting it.
    ///
    /// - Throws: ``FittingError``.
    public static func check(_ runs: [DistillationRun]) throws(FittingError) {
        try DataCheck(runs).check(parameterCount: DistillationModel.parameterCount)
        try DataCheck.checkTeachers(runs)
    }
}
